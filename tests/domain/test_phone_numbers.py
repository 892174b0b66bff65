"""Phone numbers and masks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.phone_numbers import area_code_of, as_filed, is_mobile, is_phone, masked


@pytest.mark.parametrize(
    ("number", "mobile", "phone"),
    [
        ("13812345678", True, True),
        ("19912345678", True, True),
        ("17012345678", True, True),
        ("12812345678", False, False),
        ("1381234567", False, False),
        ("138123456789", False, False),
        ("+8613812345678", False, False),
        ("138 1234 5678", False, False),
        ("１3812345678", False, False),
        ("13812345678\n", False, False),
        ("010-87654321", False, True),
        ("01087654321", False, True),
        ("0371-65551234-801", False, True),
        ("086-010-87654321", False, True),
        ("086-010-87654321-12", False, True),
        ("+86-0371-65551234", False, True),
        ("0898-6655123", False, True),
        ("87654321", False, False),
        ("010-17654321", False, False),
        ("00-87654321", False, False),
        ("010-８7654321", False, False),
        ("021-2345678-1234567", False, False),
        ("110", False, False),
        ("", False, False),
    ],
)
def test_mobiles_and_landlines_of_the_mainland_are_told(number: str, mobile: bool, phone: bool) -> None:
    assert (is_mobile(number), is_phone(number)) == (mobile, phone)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("13812345678", "138****5678"),
        ("410105199003071234", "410***********1234"),
        ("12345678", "123*5678"),
        ("1234567", "*******"),
        ("1", "*"),
        ("", ""),
    ],
)
def test_a_mask_leaves_the_first_three_and_the_last_four(value: str, shown: str) -> None:
    assert masked(value) == shown


@given(st.text())
def test_a_mask_keeps_the_length_and_hides_short_values_whole(value: str) -> None:
    shown = masked(value)

    assert len(shown) == len(value)
    assert shown.count("*") >= max(len(value) - 7, 0)
    assert len(value) > 7 or set(shown) <= {"*"}


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    assert is_phone(text) or not is_mobile(text)


@pytest.mark.parametrize(
    "typed", ["13812345678", "138 1234 5678", "138-1234-5678", "+86 138 1234 5678", "8613812345678", "008613812345678"]
)
def test_a_mobile_is_found_however_it_was_typed(typed: str) -> None:
    assert as_filed(typed) == "13812345678"


def test_what_is_no_mobile_only_loses_its_spaces_and_hyphens() -> None:
    assert as_filed("+1 202-555-0100") == "+12025550100"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("0371-65551234", "0371"),
        ("010-87654321", "010"),
        ("086-010-87654321-8", "010"),
        ("13812345678", None),
        ("", None),
    ],
)
def test_a_landline_has_its_area_code_and_nothing_else_has_one(number: str, code: str | None) -> None:
    assert area_code_of(number) == code
