"""Texts of the rules in the language of a request, however deep they stand in what is shown."""

from collections.abc import Mapping
from typing import Any

from app.domain.texts import Language, Text


def labels(text: Text) -> dict[str, str]:
    """Show a text in both languages."""
    return {language.value: text.in_language(language) for language in Language}


def in_words(value: Any, language: Language) -> Any:
    """Return values as JSON has them, each text in one language."""
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, Mapping):
        return {str(name): in_words(item, language) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [in_words(item, language) for item in value]
    return value
