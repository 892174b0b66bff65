"""Numbers for tests, made to fit their check digits; no real person's or unit's."""

from datetime import date

from stdnum.iso7064 import mod_11_2

TODAY = date(2026, 3, 2)


def ends_with_check(first_seventeen: str) -> str:
    """Append the check character of an 18-character number."""
    return first_seventeen + str(mod_11_2.calc_check_digit(first_seventeen))


RESIDENT_ID = ends_with_check("41010519900307123")
HK_RESIDENCE_PERMIT = ends_with_check("81000019850615001")
TAIWAN_RESIDENCE_PERMIT = ends_with_check("83000019850615002")
PERMANENT_RESIDENCE = ends_with_check("91184019881231001")
