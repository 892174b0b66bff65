"""A check digit chooses among readings and mends one character; it never makes a number up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.read_numbers import _exchanged, credit_code, is_right_number, resident_number
from app.domain.recognition import ReadField
from app.domain.resident_id import birth_date, check_character

GOOD = "41010519900307851"
NUMBER = GOOD + check_character(GOOD)
CODE = "91410100MA9FXTRWXA"


def run(text: str, confidence: float = 0.99) -> ReadField:
    return ReadField(text, confidence)


def is_right(number: str) -> bool:
    day = birth_date(number)
    return day is not None and day.year >= 1900 and number[17] == check_character(number[:17])


def test_a_number_that_is_right_is_taken_as_it_stands() -> None:
    assert resident_number((run(NUMBER),)) == run(NUMBER)


@pytest.mark.parametrize(("place", "mistaken"), [(0, "A"), (1, "l"), (2, "O"), (3, "I"), (4, "D"), (5, "S"), (14, "B")])
def test_letters_where_only_digits_stand_are_the_digits_they_look_like(place: int, mistaken: str) -> None:
    text = NUMBER[:place] + mistaken + NUMBER[place + 1 :]

    read = resident_number((run(text),))

    assert read is not None
    assert read.value == NUMBER
    assert read.confidence < 0.99


def test_a_small_x_at_the_end_is_a_capital_and_believed_as_much() -> None:
    first = next(f"4101051990030{n:04d}" for n in range(7000, 8000) if check_character(f"4101051990030{n:04d}") == "X")

    assert resident_number((run(first + "x"),)) == run(first + "X")


@given(
    day=st.dates(date(1940, 1, 1), date(2010, 12, 31)),
    region=st.sampled_from(["410105", "110101", "320102"]),
    order=st.integers(0, 999),
    place=st.integers(0, 17),
    pick=st.integers(0, 20),
)
def test_what_comes_out_is_what_was_read_or_the_one_right_number_beside_it(
    day: date, region: str, order: int, place: int, pick: int
) -> None:
    first = f"{region}{day:%Y%m%d}{order:03d}"
    printed = first + check_character(first)
    beside = sorted(one for one in _exchanged(printed) if one[place] != printed[place] and one.isdigit())
    misread = beside[pick % len(beside)] if beside else printed

    read = resident_number((run(misread),))

    assert read is not None
    candidates = {one for one in _exchanged(misread) if is_right(one)}
    if is_right(misread):
        assert read == run(misread)
    elif len(candidates) == 1:
        assert (read.value, read.confidence < 0.9) == (candidates.pop(), True)
    else:
        assert (read.value, read.confidence < 0.5) == (misread, True)


def test_of_two_right_numbers_beside_a_misread_one_none_is_chosen() -> None:
    misread = next(
        number
        for order in range(10_000)
        if not is_right(number := f"41010519900307{order:04d}")
        and len({one for one in _exchanged(number) if is_right(one)}) > 1
    )

    read = resident_number((run(misread),))

    assert read is not None
    assert read.value == misread
    assert read.confidence < 0.5


def test_the_day_printed_beside_it_helps_to_choose() -> None:
    misread = NUMBER[:13] + "1" + NUMBER[14:]
    assert not is_right(misread)

    read = resident_number((run(misread),), born=date(1990, 3, 7))

    assert read is not None
    assert read.value == NUMBER


def test_a_right_number_goes_before_a_wrong_one_that_is_believed_more() -> None:
    wrong = NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1")

    assert resident_number((run(wrong, 0.999), run(NUMBER, 0.7))) == run(NUMBER, 0.7)


def test_a_number_of_another_length_is_shown_but_not_believed() -> None:
    read = resident_number((run(NUMBER[:17]), run(NUMBER[:15])))

    assert read is not None
    assert read.value == NUMBER[:17]
    assert read.confidence < 0.5


def test_nothing_read_is_nothing() -> None:
    assert resident_number(()) is None
    assert credit_code(()) is None


@pytest.mark.parametrize(
    "text",
    [CODE, CODE.lower(), CODE.replace("0", "O", 1), CODE.replace("1", "I", 1), CODE[:2] + "4l" + CODE[4:]],
)
def test_a_credit_code_is_read_through_look_alikes(text: str) -> None:
    read = credit_code((run(text),))

    assert read is not None
    assert read.value == CODE


def test_a_credit_code_with_one_character_wrong_is_mended() -> None:
    misread = CODE[:9] + "4" + CODE[10:]

    read = credit_code((run(misread),))

    assert read is not None
    assert (read.value, read.confidence < 0.99) == (CODE, True)


@pytest.mark.parametrize(("number", "right"), [(NUMBER, True), (CODE, True), (CODE[:17] + "0", False), ("长期", False)])
def test_numbers_of_both_kinds_are_judged(number: str, right: bool) -> None:
    assert is_right_number(number) is right
