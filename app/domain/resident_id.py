"""Resident id numbers (公民身份号码) and the numbers built like them, by GB 11643: form, date, check digit, region.

Numbers are taken as they are: ASCII digits and a capital X; tidying up is `app.domain.certificate_numbers.normalised`.
"""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_FORM = re.compile(r"[0-9]{17}[0-9X]")
_EARLIEST_BIRTH = date(1900, 1, 1)

HK_MACAO_REGIONS = frozenset({"810000", "820000"})
TAIWAN_REGIONS = frozenset({"830000"})


class NumberFault(StrEnum):
    """What is wrong with a certificate's number."""

    WRONG_FORM = "wrong_form"
    WRONG_DATE = "wrong_date"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    UNASSIGNED_REGION = "unassigned_region"


def check_character(first_seventeen: str) -> str:
    """Return the eighteenth character that GB 11643 (ISO 7064 MOD 11-2) gives seventeen digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def birth_date(number: str) -> date | None:
    """Return the day of birth that an 18-character number carries; None where it is no such number or no real day."""
    if not _FORM.fullmatch(number):
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def age_on(day: date, born: date) -> int:
    """Return the full years (周岁) of somebody on a day; a birthday counts from its morning on."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def dated_number_fault(number: str, as_of: date) -> NumberFault | None:
    """Judge form, day of birth and check digit, whatever the first six digits mean.

    A birth before 1900 or after `as_of` is a wrong date.
    """
    if not _FORM.fullmatch(number):
        return NumberFault.WRONG_FORM
    born = birth_date(number)
    if born is None or not _EARLIEST_BIRTH <= born <= as_of:
        return NumberFault.WRONG_DATE
    if number[17] != check_character(number[:17]):
        return NumberFault.WRONG_CHECK_DIGIT
    return None


def resident_id_fault(number: str, as_of: date, is_assigned_region: Callable[[str], bool]) -> NumberFault | None:
    """Judge the number of a resident id card (居民身份证); None is a good one.

    `is_assigned_region` says whether a 6-digit region code was ever given out on the mainland: people keep the code of
    a county that has since been merged or renamed. The retired 15-digit numbers are of a wrong form.
    """
    fault = dated_number_fault(number, as_of)
    if fault is None and not is_assigned_region(number[:6]):
        return NumberFault.UNASSIGNED_REGION
    return fault


def residence_permit_fault(number: str, as_of: date, regions: frozenset[str]) -> NumberFault | None:
    """Judge the number of a residence permit (港澳台居民居住证); `regions` is one of the two sets above."""
    fault = dated_number_fault(number, as_of)
    if fault is None and number[:6] not in regions:
        return NumberFault.UNASSIGNED_REGION
    return fault
