"""Resident id numbers by GB 11643."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.iso7064 import mod_11_2

from app.domain.resident_id import (
    HK_MACAO_REGIONS,
    TAIWAN_REGIONS,
    NumberFault,
    age_on,
    birth_date,
    check_character,
    residence_permit_fault,
    resident_id_fault,
)
from tests.domain.samples import HK_RESIDENCE_PERMIT, RESIDENT_ID, TAIWAN_RESIDENCE_PERMIT, TODAY, ends_with_check

ASSIGNED = frozenset({"410105", "110103", "330113"})


def judge(number: str) -> NumberFault | None:
    return resident_id_fault(number, TODAY, ASSIGNED.__contains__)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (RESIDENT_ID, None),
        (ends_with_check("33011320260302001"), None),
        (ends_with_check("33011319000101001"), None),
        (ends_with_check("11010320000229002"), None),
        ("", NumberFault.WRONG_FORM),
        ("410105900307123", NumberFault.WRONG_FORM),
        (RESIDENT_ID + "\n", NumberFault.WRONG_FORM),
        (" " + RESIDENT_ID, NumberFault.WRONG_FORM),
        ("４10105199003071234"[:17] + RESIDENT_ID[17], NumberFault.WRONG_FORM),
        ("41010519900307123x", NumberFault.WRONG_FORM),
        ("4101051990030X1234", NumberFault.WRONG_FORM),
        (ends_with_check("41010519990229001"), NumberFault.WRONG_DATE),
        (ends_with_check("41010518991231001"), NumberFault.WRONG_DATE),
        (ends_with_check("41010500000101001"), NumberFault.WRONG_DATE),
        (ends_with_check("41010520260303001"), NumberFault.WRONG_DATE),
        (ends_with_check("41010520990101001"), NumberFault.WRONG_DATE),
        (ends_with_check("99999919900307123"), NumberFault.UNASSIGNED_REGION),
        (HK_RESIDENCE_PERMIT, NumberFault.UNASSIGNED_REGION),
    ],
)
def test_a_resident_id_is_judged_by_form_then_date_then_check_digit_then_region(
    number: str, fault: NumberFault | None
) -> None:
    assert judge(number) is fault


@pytest.mark.fact("S4-36")
def test_the_sample_number_of_the_tutorial_has_its_check_digit_but_a_region_that_was_never_assigned() -> None:
    sample = "440550199001010010"

    assert check_character(sample[:17]) == sample[17]
    assert judge(sample) is NumberFault.UNASSIGNED_REGION


@pytest.mark.parametrize(
    ("number", "regions", "fault"),
    [
        (HK_RESIDENCE_PERMIT, HK_MACAO_REGIONS, None),
        (ends_with_check("82000019850615001"), HK_MACAO_REGIONS, None),
        (TAIWAN_RESIDENCE_PERMIT, TAIWAN_REGIONS, None),
        (TAIWAN_RESIDENCE_PERMIT, HK_MACAO_REGIONS, NumberFault.UNASSIGNED_REGION),
        (RESIDENT_ID, TAIWAN_REGIONS, NumberFault.UNASSIGNED_REGION),
        (ends_with_check("81000020270101001"), HK_MACAO_REGIONS, NumberFault.WRONG_DATE),
        ("H1234567890", HK_MACAO_REGIONS, NumberFault.WRONG_FORM),
    ],
)
def test_a_residence_permit_carries_the_code_of_where_its_holder_is_from(
    number: str, regions: frozenset[str], fault: NumberFault | None
) -> None:
    assert residence_permit_fault(number, TODAY, regions) is fault


@pytest.mark.parametrize(
    ("number", "born"),
    [
        (RESIDENT_ID, date(1990, 3, 7)),
        (ends_with_check("41010519990230001"), None),
        ("110108", None),
        (RESIDENT_ID[:17] + "00", None),
        ("４" * 18, None),
    ],
)
def test_the_day_of_birth_is_read_where_there_is_one(number: str, born: date | None) -> None:
    assert birth_date(number) == born


CHECKS_OF_A_ONE_IN_EACH_PLACE = "532748X069532748X"


@pytest.mark.parametrize(("place", "check"), list(enumerate(CHECKS_OF_A_ONE_IN_EACH_PLACE)))
def test_each_place_has_the_weight_of_gb_11643(place: int, check: str) -> None:
    assert check_character("0" * place + "1" + "0" * (16 - place)) == check


@pytest.mark.parametrize(("last", "check"), list(enumerate("1X86420975")))
def test_the_check_character_goes_down_by_the_weight_with_every_unit(last: int, check: str) -> None:
    assert check_character("0" * 16 + str(last)) == check


@pytest.mark.parametrize("digits", ["0" * 16, "0" * 18, ""])
def test_a_check_character_is_asked_for_seventeen_digits_only(digits: str) -> None:
    with pytest.raises(ValueError, match="zip"):
        check_character(digits)


def test_of_the_eleven_characters_exactly_one_fits() -> None:
    fitting = [last for last in "0123456789X" if judge(RESIDENT_ID[:17] + last) is None]

    assert fitting == [RESIDENT_ID[17]]


@pytest.mark.parametrize(
    ("day", "born", "years"),
    [
        (date(2026, 3, 2), date(2010, 3, 2), 16),
        (date(2026, 3, 2), date(2010, 3, 3), 15),
        (date(2026, 3, 2), date(2010, 4, 1), 15),
        (date(2026, 3, 2), date(2010, 2, 28), 16),
        (date(2026, 2, 28), date(2008, 2, 29), 17),
        (date(2026, 3, 1), date(2008, 2, 29), 18),
    ],
)
def test_full_years_are_counted_from_the_birthday_on(day: date, born: date, years: int) -> None:
    assert age_on(day, born) == years


people = st.builds(
    lambda born, order: ends_with_check(f"110103{born:%Y%m%d}{order:03}"),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)


@given(people)
def test_every_well_made_number_passes_and_carries_its_birthday(number: str) -> None:
    assert judge(number) is None
    assert f"{birth_date(number):%Y%m%d}" == number[6:14]


@given(people, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_digit_is_never_overlooked(number: str, place: int, digit: str) -> None:
    changed = number[:place] + digit + number[place + 1 :]

    assert (judge(changed) is None) == (changed == number)


@given(people, st.integers(0, 15))
def test_two_neighbours_swapped_are_never_overlooked(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert (judge(swapped) is None) == (swapped == number)


@given(st.text(alphabet="0123456789", min_size=17, max_size=17))
def test_the_check_character_is_that_of_iso_7064(digits: str) -> None:
    assert check_character(digits) == mod_11_2.calc_check_digit(digits) == ric.calc_check_digit(digits + "0")


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    assert judge(text) in {None, *NumberFault}
    assert birth_date(text) is None or len(text) == 18
