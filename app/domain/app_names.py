"""What an APP may be called (APP名称). What only a person can judge is left to the reviewer."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum

from app.domain.findings import Finding
from app.domain.rulebook import Rulebook
from app.domain.website_names import NameCheck

APP_NAME_BAD = "app_name_bad"
"""The code under which all of these rules speak; each says its own reason."""


class AppNameRule(StrEnum):
    """The rules asked for here: five faults, and the words that they compare with."""

    EMOJI = "names.app.emoji"
    PLACEHOLDER = "names.app.placeholder"
    GENERIC_WORD = "names.app.generic_word"
    MARKETING_WORDS = "names.app.marketing_words"
    HOT_APP_WORDS = "names.app.hot_app_words"
    PLACEHOLDER_LIST = "names.app.placeholder_list"
    GENERIC_WORD_LIST = "names.app.generic_word_list"
    MARKETING_WORD_LIST = "names.app.marketing_word_list"
    HOT_APP_WORD_LIST = "names.app.hot_app_word_list"


_BLANKS_AND_MARKS = re.compile(r"[\W_]+")
# What follows a word of a category makes no name of it: 购物APP is no more than 购物.
_KIND_AT_THE_END = re.compile(r"(app|软件|应用|平台|系统)$")
_PRICE = re.compile(r"[¥￥$]\s*\d+(?:\.\d+)?|\d+(?:\.\d+)?\s*[元块折]")
_PICTURES = range(0x1F000, 0x1FB00)
_EMOJI_PARTS = "\ufe0f\u20e3"


def app_name_findings(asked: NameCheck, pointer: str, as_of: date, rulebook: Rulebook) -> tuple[Finding, ...]:
    """Return what is wrong with a name; the same rules go for mini-programs and quick apps."""
    faults = _faults(asked, as_of, rulebook)
    return tuple(replace(rulebook.finding(rule, as_of, pointer, **facts), code=APP_NAME_BAD) for rule, facts in faults)


def _faults(asked: NameCheck, as_of: date, rulebook: Rulebook) -> Iterator[tuple[AppNameRule, dict[str, str]]]:
    """Find the rules that a name breaks, with the words that they speak of."""
    plain = _BLANKS_AND_MARKS.sub("", asked.name.casefold())
    if symbols := _pictures(asked.name):
        yield AppNameRule.EMOJI, {"symbols": symbols}
    if _only_holds_a_place(plain, rulebook.names(AppNameRule.PLACEHOLDER_LIST, as_of)):
        yield AppNameRule.PLACEHOLDER, {"name": asked.name}
    elif {plain, _KIND_AT_THE_END.sub("", plain)} & set(rulebook.names(AppNameRule.GENERIC_WORD_LIST, as_of)):
        yield AppNameRule.GENERIC_WORD, {"word": asked.name}
    for word in _advertising(asked.name, rulebook.names(AppNameRule.MARKETING_WORD_LIST, as_of)):
        yield AppNameRule.MARKETING_WORDS, {"word": word}
    for word in rulebook.names(AppNameRule.HOT_APP_WORD_LIST, as_of):
        # A subject whose registered name has the word is likely to be whose APP that is.
        if word.casefold() in plain and word not in (asked.subject_name or ""):
            yield AppNameRule.HOT_APP_WORDS, {"word": word}


def _pictures(name: str) -> str:
    """Return the emoji and other pictures of a name, each once."""
    return "".join(sign for sign in dict.fromkeys(name) if _is_picture(sign))


def _is_picture(sign: str) -> bool:
    """Tell pictures by category, and by block for those that are newer than the tables of this Python."""
    return unicodedata.category(sign) == "So" or ord(sign) in _PICTURES or sign in _EMOJI_PARTS


def _only_holds_a_place(plain: str, placeholders: tuple[str, ...]) -> bool:
    """Tell placeholders, digits alone, and one sign over and over."""
    return plain in placeholders or plain.isdigit() or (len(plain) > 1 and len(set(plain)) == 1)


def _advertising(name: str, words: tuple[str, ...]) -> Iterator[str]:
    """Find words of advertising, and prices."""
    yield from (word for word in words if word in name)
    yield from (match.group() for match in _PRICE.finditer(name))
