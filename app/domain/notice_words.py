"""The words of a notice: its template filled in, in the languages of the provider's pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from app.domain.notices import NoticeChannel, NoticePlace, NoticeTemplate
from app.domain.texts import Language, Text

Facts = Mapping[NoticePlace, Text]
_BETWEEN_LANGUAGES = "\n\n----\n\n"
_LINK = Text("办理入口：{link}", "Sign in at: {link}")


@dataclass(frozen=True, slots=True)
class Worded:
    """A notice in words; `parameters` are what fills the places of an SMS, in the order of its text."""

    language: Language
    subject: str
    text: str
    parameters: tuple[str, ...] = ()


def languages_of(spoken: Sequence[str]) -> tuple[Language, ...]:
    """Return the languages in which a provider's notices are; Chinese where its profile tells none of ours."""
    return tuple(one for one in Language if one.value in spoken) or (Language.ZH,)


def worded(
    template: NoticeTemplate, channel: NoticeChannel, facts: Facts, spoken: Sequence[str], link: str | None
) -> Worded:
    """Return a notice as it goes out on a channel: an SMS in one language, a mail in all that the provider speaks."""
    languages = languages_of(spoken)
    if channel is NoticeChannel.SMS:
        assert template.sms is not None
        return _short(template.sms, facts, languages[0])
    subject, text = filled(template.subject, facts), filled(template.text, facts)
    return Worded(
        languages[0],
        " / ".join(subject.in_language(one) for one in languages),
        _BETWEEN_LANGUAGES.join(_with_link(text, link, one) for one in languages),
    )


def filled(text: Text, facts: Facts) -> Text:
    """Put facts into the places of a text."""
    return text.filled(**{place.value: said for place, said in facts.items()})


def places_of(text: str) -> tuple[NoticePlace, ...]:
    """Return the places of a text in their order, each once: what vendors number."""
    named = (name for _, name, _, _ in Formatter().parse(text) if name is not None)
    return tuple(NoticePlace(name) for name in dict.fromkeys(named))


def _short(sms: Text, facts: Facts, language: Language) -> Worded:
    parameters = tuple(facts[place].in_language(language) for place in places_of(sms.in_language(language)))
    return Worded(language, "", filled(sms, facts).in_language(language), parameters)


def _with_link(text: Text, link: str | None, language: Language) -> str:
    said = text.in_language(language)
    return said if link is None else f"{said}\n\n{_LINK.filled(link=link).in_language(language)}"
