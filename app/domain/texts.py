"""Words shown to people, in the two languages of the service."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The languages that a client may ask for; Chinese is the default."""

    ZH = "zh-CN"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One message in both languages; neither may be empty."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the words in one language."""
        return self.zh if language is Language.ZH else self.en

    def filled(self, **facts: object) -> "Text":
        """Put facts into the `{places}` of both languages; a fact that is a Text speaks each in its own."""
        return Text(self.zh.format(**_spoken(facts, Language.ZH)), self.en.format(**_spoken(facts, Language.EN)))


def _spoken(facts: dict[str, object], language: Language) -> dict[str, object]:
    return {name: fact.in_language(language) if isinstance(fact, Text) else fact for name, fact in facts.items()}
