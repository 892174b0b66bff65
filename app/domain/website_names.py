"""What a website may be called (网站名称). What only a person can judge is left to the reviewer."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain.filing_body import SubjectNature
from app.domain.findings import Finding
from app.domain.rejection_rules import RejectionRule
from app.domain.rulebook import Rulebook


class NameRule(StrEnum):
    """The rules asked for here: six faults, and the words and figures that they compare with."""

    TOO_FEW_CHARACTERS = "names.website.too_few_characters"
    IS_A_DOMAIN = "names.website.is_a_domain"
    SPECIAL_SYMBOLS = "names.website.special_symbols"
    NATIONAL_WORDS = "names.website.national_words"
    SENSITIVE_WORDS = "names.website.sensitive_words"
    UNIT_WORDS = "names.website.unit_words"
    MIN_CHARACTERS = "names.website.min_characters"
    NATIONAL_WORD_LIST = "names.website.national_word_list"
    NATIONAL_NATURES = "names.website.national_natures"
    SENSITIVE_WORD_LIST = "names.website.sensitive_word_list"
    UNIT_WORD_LIST = "names.website.unit_word_list"


_HAN = re.compile(r"[㐀-䶿一-鿿𠀀-𲎯]")
# A label, a dot, and letters: example.cn, 例子.中国. A full-width dot counts as one.
_DOMAIN = re.compile(r"[\w-]+[.。．][^\W\d_]{2,}")
# Company names keep their brackets, transcribed names their middle dot.
_MARKS_IN_NAMES = "()（）·"
_LETTERS_AND_DIGITS = ("L", "M", "Nd")


@dataclass(frozen=True, slots=True)
class NameCheck:
    """A name, and whose website it is to be the name of."""

    name: str
    nature: SubjectNature | None
    subject_name: str | None = None


def website_name_findings(asked: NameCheck, pointer: str, as_of: date, rulebook: Rulebook) -> tuple[Finding, ...]:
    """Return what is wrong with a name, all under the code `site_name_bad`; each rule says its own reason."""
    code = RejectionRule.SITE_NAME_BAD.rejection_code
    faults = _faults(asked, as_of, rulebook)
    return tuple(replace(rulebook.finding(rule, as_of, pointer, **facts), code=code) for rule, facts in faults)


def _faults(asked: NameCheck, as_of: date, rulebook: Rulebook) -> Iterator[tuple[NameRule, dict[str, str]]]:
    """Find the rules that a name breaks, with the words that they speak of."""
    if reads_as_domain(asked.name):
        yield NameRule.IS_A_DOMAIN, {}
    elif symbols := _symbols(asked.name):
        yield NameRule.SPECIAL_SYMBOLS, {"symbols": symbols}
    if len(_HAN.findall(asked.name)) < rulebook.number(NameRule.MIN_CHARACTERS, as_of):
        yield NameRule.TOO_FEW_CHARACTERS, {}
    for word in rulebook.names(NameRule.NATIONAL_WORD_LIST, as_of):
        if asked.name.startswith(word) and not _is_national(asked, word, as_of, rulebook):
            yield NameRule.NATIONAL_WORDS, {"word": word}
    for word in rulebook.names(NameRule.SENSITIVE_WORD_LIST, as_of):
        if word in asked.name:
            yield NameRule.SENSITIVE_WORDS, {"word": word}
    if asked.nature is SubjectNature.INDIVIDUAL:
        for word in rulebook.names(NameRule.UNIT_WORD_LIST, as_of):
            if word in asked.name:
                yield NameRule.UNIT_WORDS, {"word": word}


def reads_as_domain(name: str) -> bool:
    """Tell whether a name is a domain or has one in it."""
    return _DOMAIN.search(name) is not None


def _symbols(name: str) -> str:
    """Return what is neither a letter of any script, nor a digit, nor a mark that names have."""
    return "".join(
        sign
        for sign in dict.fromkeys(name)
        if sign not in _MARKS_IN_NAMES and not unicodedata.category(sign).startswith(_LETTERS_AND_DIGITS)
    )


def _is_national(asked: NameCheck, word: str, as_of: date, rulebook: Rulebook) -> bool:
    """Tell whether the subject may be a national body: by its nature, or because its registered name has the word.

    Names of enterprises with such a word were approved by the national register; a reviewer sees to the rest.
    """
    if asked.nature is not None and asked.nature.value in rulebook.names(NameRule.NATIONAL_NATURES, as_of):
        return True
    return asked.subject_name is not None and asked.subject_name.startswith(word)
