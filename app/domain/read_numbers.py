"""Numbers with a check digit as a machine reads them: chosen by it, mended by it, never made up.

A character that can't stand in its place is taken for the one it is mistaken for. Where the check digit is wrong all
the same, one further character may be exchanged, and only if exactly one such number is right.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from app.domain.recognition import ReadField
from app.domain.resident_id import birth_date, check_character
from app.domain.unit_codes import credit_code_fault, organisation_code_fault

_FORCED, _REPAIRED, _WRONG = 0.9, 0.6, 0.4
_FIRST_YEAR = 1900
# What machines take for a digit where only a digit can be.
_TO_DIGIT: Mapping[str, str] = {
    **dict.fromkeys("OoDQ〇()", "0"), **dict.fromkeys("IiLl|!][", "1"), **dict.fromkeys("Zz", "2"), "A": "4",
    **dict.fromkeys("Ss", "5"), **dict.fromkeys("Gb", "6"), "T": "7", "?": "7", "B": "8", **dict.fromkeys("gq", "9"),
}  # fmt: skip
_TO_LETTER: Mapping[str, str] = {"O": "0", "I": "1", "|": "1", "Z": "2", "S": "5", "V": "U", "x": "X"}
# Digits and letters that are mistaken for each other, either way.
_ALIKE = (
    "06", "08", "0D", "0Q", "09", "14", "17", "1L", "1T", "23", "27", "2Z", "35", "38", "39", "3B", "49", "4A", "56",
    "58", "5S", "59", "68", "69", "6G", "7T", "89", "8B", "BR", "CG", "DQ", "EF", "HM", "HN", "MN", "PR", "UJ", "UV",
    "WN", "XK", "XY",
)  # fmt: skip
_LENGTH = 18
# A credit code holds an organisation code, which has a check digit too: a mended one must be right by both.
_ORGANISATION_CODE = slice(8, 17)


def resident_number(runs: tuple[ReadField, ...], born: date | None = None) -> ReadField | None:
    """Return the resident id number among texts that may be one; `born` is the day printed beside it, if read."""

    def is_right(number: str) -> bool:
        day = birth_date(number)
        return day is not None and day.year >= _FIRST_YEAR and number[17] == check_character(number[:17])

    def is_likely(number: str) -> bool:
        return is_right(number) and (born is None or birth_date(number) == born)

    forced = (_forced(run, _as_resident_number(run.value)) for run in runs)
    return _best(tuple(forced), is_right, is_likely)


def credit_code(runs: tuple[ReadField, ...]) -> ReadField | None:
    """Return the unified social credit code among texts that may be one."""

    def is_right(number: str) -> bool:
        return credit_code_fault(number) is None

    def is_likely(number: str) -> bool:
        return is_right(number) and organisation_code_fault(number[_ORGANISATION_CODE]) is None

    forced = (_forced(run, _as_credit_code(run.value)) for run in runs)
    return _best(tuple(forced), is_right, is_likely)


def is_right_number(number: str) -> bool:
    """Tell whether the check digit of a resident id number or a credit code is right."""
    return credit_code_fault(number) is None or (
        birth_date(number) is not None and number[17] == check_character(number[:17])
    )


def _best(
    runs: tuple[ReadField, ...], is_right: Callable[[str], bool], is_likely: Callable[[str], bool]
) -> ReadField | None:
    """Return the run that is right as it stands, else the one that can be mended, else the likeliest as it is."""
    whole = sorted((run for run in runs if len(run.value) == _LENGTH), key=lambda run: -run.confidence)
    for run in whole:
        if is_right(run.value):
            return run
    for run in whole:
        mended = {one for one in _exchanged(run.value) if is_likely(one)}
        if len(mended) == 1:
            return ReadField(mended.pop(), run.confidence * _REPAIRED)
    left = whole or sorted(runs, key=lambda run: (abs(len(run.value) - _LENGTH), -run.confidence))
    return left[0].weakened(_WRONG) if left else None


def _exchanged(number: str) -> Iterator[str]:
    """Yield every number that differs in one character which is easily mistaken."""
    for place, character in enumerate(number):
        for pair in _ALIKE:
            if character in pair:
                yield number[:place] + pair.replace(character, "", 1) + number[place + 1 :]


def _forced(run: ReadField, value: str) -> ReadField:
    """Return a run with other characters, believed a little less where they differ by more than capitals."""
    return ReadField(value, run.confidence * (1.0 if value == run.value.upper() else _FORCED))


def _as_resident_number(text: str) -> str:
    digits = "".join(_TO_DIGIT.get(one, one) for one in text[:17])
    last = text[17:].upper()
    return digits + "".join(_TO_DIGIT.get(one, one) for one in last)


def _as_credit_code(text: str) -> str:
    tidy = "".join(_TO_LETTER.get(one, one) for one in text).upper()
    return tidy[:2] + "".join(_TO_DIGIT.get(one, one) for one in tidy[2:8]) + tidy[8:]
