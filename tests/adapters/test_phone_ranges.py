"""Where phones were given out: mobiles by their first seven digits, landlines by their area codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.phone_ranges import PhoneRanges
from app.adapters.region_codes import region_codes

PROVINCES = {code: one.name for code, one in region_codes().provinces.items()}
RANGES = PhoneRanges(PROVINCES)
BEIJING, HENAN, INNER_MONGOLIA, HEILONGJIANG = "110000", "410000", "150000", "230000"


@pytest.mark.parametrize(
    ("number", "province"),
    [
        ("13800138000", BEIJING),
        ("13803710001", HENAN),
        ("+86 138-0371-0001", HENAN),
        ("13904710001", INNER_MONGOLIA),
        ("13904510001", HEILONGJIANG),
        ("010-87654321", BEIJING),
        ("0371-65551234", HENAN),
        ("037165551234", HENAN),
        ("0471-6555123", INNER_MONGOLIA),
        ("086-0451-65551234-801", HEILONGJIANG),
    ],
)
def test_a_number_was_given_out_in_its_province(number: str, province: str) -> None:
    assert RANGES.province_of(number) == province


@pytest.mark.parametrize(
    "number", ["14012345678", "19999999999999", "0100-87654321", "00000000", "12345", "", "+1 202-555-0100"]
)
def test_of_a_number_that_nobody_gave_out_nothing_is_known(number: str) -> None:
    assert RANGES.province_of(number) is None


def test_ranges_of_every_province_are_known() -> None:
    found = {RANGES.province_of(f"138{middle:04d}0000") for middle in range(10_000)}

    assert found - {None} == set(PROVINCES)


@given(st.integers(min_value=13_000_000_000, max_value=19_999_999_999))
def test_every_mobile_has_a_province_or_none_and_its_neighbours_in_the_range_have_the_same(number: int) -> None:
    found = RANGES.province_of(str(number))

    assert found is None or found in PROVINCES
    assert RANGES.province_of(str(number // 10_000 * 10_000)) == found
