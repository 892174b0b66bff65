"""Numbers at the edge of their forms: which fault is named, and what tidying up leaves alone."""

from datetime import date

import pytest

from app.domain.certificate_numbers import (
    CertificateFamily,
    NumberFault,
    credit_code_in,
    family_of,
    fault_of,
    normalised,
)
from app.domain.filing_body import CertificateType as Type
from app.domain.resident_id import age_on, check_character, dated_number_fault

TODAY = date(2026, 3, 2)
FIRST_SEVENTEEN = "11010519900101001"


@pytest.mark.parametrize("character", "0123456789X")
def test_of_all_check_characters_one_is_right_and_the_others_are_told_as_such(character: str) -> None:
    right = character == check_character(FIRST_SEVENTEEN)

    fault = dated_number_fault(FIRST_SEVENTEEN + character, TODAY)

    assert fault is (None if right else NumberFault.WRONG_CHECK_DIGIT)


@pytest.mark.parametrize("typed", ["12345678-", "1-345678,X", "123-5678*X", "12345678-90X"])
def test_only_the_hyphen_before_the_check_character_of_a_whole_organisation_code_is_taken_out(typed: str) -> None:
    assert normalised(Type.ORGANIZATION_CODE, typed) == typed
    assert normalised(Type.ORGANIZATION_CODE, "12345678-X") == "12345678X"


@pytest.mark.parametrize(
    ("number", "is_good"),
    [("H12345678", True), ("M1234567801", True), ("H123456780", False), ("H123456780123", False), ("HA1234567", False)],
)
def test_until_july_2024_a_permit_of_hong_kong_or_macao_has_eight_digits_or_ten(number: str, is_good: bool) -> None:
    fault = fault_of(Type.HK_MACAO_PERMIT, number, date(2024, 6, 30), lambda _: True)

    assert fault is (None if is_good else NumberFault.WRONG_FORM)


def test_twelve_characters_are_digits_on_a_public_institutions_licence_alone() -> None:
    def fault(type_: Type, number: str) -> NumberFault | None:
        return fault_of(type_, number, TODAY, lambda _: True)

    assert fault(Type.PUBLIC_INSTITUTION_LICENSE, "112345678901") is None
    assert fault(Type.PUBLIC_INSTITUTION_LICENSE, "社证字第1234567号") is NumberFault.WRONG_FORM
    assert fault(Type.SOCIAL_ORGANIZATION_LICENSE, "社证字第1234567号") is None
    assert fault(Type.UNIFIED_SOCIAL_CREDIT_CODE, "112345678901") is NumberFault.WRONG_FORM


@pytest.mark.parametrize("type_", Type)
def test_a_credit_code_is_seen_on_papers_of_units_alone(type_: Type) -> None:
    is_units = family_of(type_) is CertificateFamily.UNIT

    assert credit_code_in(type_, "91330000755918469E") == ("91330000755918469E" if is_units else None)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1900, 1, 1), date(2026, 3, 2), 126),
        (date(2008, 3, 2), date(2026, 3, 1), 17),
        (date(2008, 3, 2), date(2026, 3, 2), 18),
        (date(2026, 3, 2), date(2026, 3, 2), 0),
    ],
)
def test_years_are_full_from_the_birthday_on(born: date, day: date, age: int) -> None:
    assert age_on(day, born) == age
