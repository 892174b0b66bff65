"""The language that a client asks for (RFC 9110 §12.5.4)."""

from app.domain.texts import Language


def language_of(accept_language: str | None) -> Language:
    """Return the wanted language: the one with the greater weight, Chinese where nothing decides."""
    if not accept_language or len(accept_language) > 1000:
        return Language.ZH
    weights = {Language.ZH: 0.0, Language.EN: 0.0}
    for part in accept_language.split(","):
        tag, _, parameters = part.strip().partition(";")
        language = _language(tag.strip().lower())
        if language is not None:
            weights[language] = max(weights[language], _weight(parameters))
    return Language.EN if weights[Language.EN] > weights[Language.ZH] else Language.ZH


def _language(tag: str) -> Language | None:
    primary = tag.partition("-")[0]
    return {"zh": Language.ZH, "en": Language.EN, "*": Language.ZH}.get(primary)


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0
