"""Phone numbers of the mainland, and the masking of phones and certificate numbers."""

import re

import phonenumbers

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# 010-87654321, 0371-65551234-801, 086-010-87654321: the forms that filing systems have used.
_LANDLINE = re.compile(r"(?:\+86-?|0?86-)?(0[1-9][0-9]{1,2})-?([2-9][0-9]{6,7})(?:-[0-9]{1,6})?")

_KEPT_IN_FRONT = 3
_KEPT_AT_THE_END = 4


def is_mobile(number: str) -> bool:
    """Tell whether this is a mobile number of the mainland: 11 ASCII digits from 13 to 19, without country code."""
    return _MOBILE.fullmatch(number) is not None and _is_possible(number)


def is_phone(number: str) -> bool:
    """Tell whether this is a mobile or a landline with area code, as an emergency phone (应急电话) may be.

    A landline may have hyphens, the country code and an extension.
    """
    if is_mobile(number):
        return True
    landline = _LANDLINE.fullmatch(number)
    return landline is not None and _is_possible(landline[1] + landline[2])


def as_filed(number: str) -> str:
    """Return a mobile number as filings hold it: people type spaces, hyphens and the country code.

    Anything else comes back without spaces and hyphens, and is judged by whoever asks.
    """
    plain = number.replace(" ", "").replace("-", "")
    for prefix in ("+86", "0086", "86"):
        if is_mobile(plain.removeprefix(prefix)):
            return plain.removeprefix(prefix)
    return plain


def area_code_of(number: str) -> str | None:
    """Return the area code of a landline with its leading zero, 0371; None for what is no landline."""
    landline = _LANDLINE.fullmatch(number)
    return None if landline is None else landline[1]


def masked(value: str) -> str:
    """Hide a phone or a certificate number: first 3 and last 4 characters stay, seven or fewer are hidden altogether.

    The length stays, so that a masked value that comes back can be told from a new one.
    """
    hidden = len(value) - _KEPT_IN_FRONT - _KEPT_AT_THE_END
    if hidden <= 0:
        return "*" * len(value)
    return value[:_KEPT_IN_FRONT] + "*" * hidden + value[-_KEPT_AT_THE_END:]


def _is_possible(number: str) -> bool:
    return phonenumbers.is_possible_number(phonenumbers.parse(number, "CN"))
