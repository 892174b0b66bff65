"""Working days across years, make-up days and notices that are not out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.working_days import SHANGHAI, WorkingCalendar, WorkingMoment, local_date


def days(*texts: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)


CALENDAR = WorkingCalendar(
    days_off=days(
        "2025-01-01",
        *(f"2025-10-0{day}" for day in range(1, 9)),
        *(f"2026-01-0{day}" for day in range(1, 4)),
        *(f"2026-02-{day}" for day in range(15, 24)),
        *(f"2026-10-0{day}" for day in range(1, 8)),
    ),
    make_up_days=days("2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28", "2026-09-20", "2026-10-10"),
    first_known_year=2004,
    last_known_year=2026,
)
"""The notices of 2025 and 2026, as far as the tests go through them."""


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "works", "why"),
    [
        ("2025-09-28", True, "a Sunday worked for National Day"),
        ("2025-10-08", False, "the last day of an eight-day holiday"),
        ("2025-10-11", True, "a Saturday worked for National Day"),
        ("2026-01-01", False, "New Year"),
        ("2026-01-04", True, "a Sunday worked for New Year"),
        ("2026-02-14", True, "a Saturday worked for Spring Festival"),
        ("2026-02-17", False, "Spring Festival"),
        ("2026-02-28", True, "a Saturday worked for Spring Festival"),
        ("2026-03-07", False, "a Saturday"),
        ("2026-12-31", True, "a Thursday"),
        ("2027-01-01", False, "fixed by statute, a Friday"),
        ("2027-02-08", True, "Spring Festival, known by the notice only"),
        ("2028-05-01", False, "fixed by statute, a Monday"),
        ("2028-05-02", False, "fixed by statute since 2025, a Tuesday"),
        ("2028-05-03", True, "no statutory day any more"),
        ("2003-05-02", True, "May 2 was not fixed before 2025 as far as this calendar goes"),
        ("2029-10-01", False, "a Monday"),
        ("2029-10-03", False, "a Wednesday"),
        ("2029-10-04", True, "the week of National Day is the notice's doing"),
        ("2029-10-06", False, "a Saturday"),
        ("9999-12-31", True, "a Friday at the end of time"),
    ],
)
def test_a_day_is_worked_by_the_notice_or_else_by_weekday_and_statute(day: str, works: bool, why: str) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is works, why


@pytest.mark.parametrize(
    ("start", "count", "end", "provisional"),
    [
        ("2026-03-02T10:00", 0, "2026-03-02T10:00", False),
        ("2026-03-02T10:00", 1, "2026-03-03T10:00", False),
        ("2026-03-06T23:59", 1, "2026-03-09T23:59", False),
        ("2026-03-07T00:00", 1, "2026-03-09T00:00", False),
        ("2025-09-26T09:00", 1, "2025-09-28T09:00", False),
        ("2025-09-30T09:00", 1, "2025-10-09T09:00", False),
        ("2025-09-30T09:00", 3, "2025-10-11T09:00", False),
        ("2025-09-30T09:00", 4, "2025-10-13T09:00", False),
        ("2025-12-31T18:30", 1, "2026-01-04T18:30", False),
        ("2026-02-13T08:00", 1, "2026-02-14T08:00", False),
        ("2026-02-13T08:00", 2, "2026-02-24T08:00", False),
        ("2026-02-13T08:00", 20, "2026-03-19T08:00", False),
        ("2026-12-30T08:00", 1, "2026-12-31T08:00", False),
        ("2026-12-31T08:00", 0, "2026-12-31T08:00", False),
        ("2026-12-31T08:00", 1, "2027-01-04T08:00", True),
        ("2026-12-24T08:00", 5, "2026-12-31T08:00", False),
        ("2026-12-24T08:00", 6, "2027-01-04T08:00", True),
        ("2027-09-30T08:00", 1, "2027-10-04T08:00", True),
    ],
)
def test_working_days_end_at_the_same_local_time_on_the_nth_working_day_after(
    start: str, count: int, end: str, provisional: bool
) -> None:
    moment = CALENDAR.add_working_days(shanghai(start).astimezone(UTC), count)

    assert moment == WorkingMoment(at=shanghai(end), provisional=provisional)
    assert moment.at.tzinfo is UTC


def test_the_day_is_that_of_shanghai_and_not_of_utc() -> None:
    friday_evening_in_utc = datetime(2026, 3, 6, 20, tzinfo=UTC)

    assert local_date(friday_evening_in_utc) == date(2026, 3, 7)
    assert CALENDAR.add_working_days(friday_evening_in_utc, 1).at == datetime(2026, 3, 8, 20, tzinfo=UTC)


def test_a_listed_day_of_an_unknown_year_counts_but_stays_provisional() -> None:
    calendar = WorkingCalendar(
        days_off=days("2027-01-04"),
        make_up_days=days("2027-01-03"),
        first_known_year=2004,
        last_known_year=2026,
    )

    assert calendar.add_working_days(shanghai("2026-12-31T08:00"), 1).at == shanghai("2027-01-03T08:00")
    assert calendar.add_working_days(shanghai("2026-12-31T08:00"), 2) == WorkingMoment(
        shanghai("2027-01-05T08:00"), provisional=True
    )


def test_a_year_before_the_first_notice_is_provisional_too() -> None:
    assert CALENDAR.add_working_days(shanghai("2003-12-30T08:00"), 1).provisional
    assert not CALENDAR.add_working_days(shanghai("2003-12-31T08:00"), 1).provisional


def test_counting_backward_or_from_a_naive_moment_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_working_days(shanghai("2026-03-02T10:00"), -1)
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.add_working_days(datetime(2026, 3, 2, 10), 1)  # noqa: DTZ001 - naive on purpose


@pytest.mark.parametrize(
    ("start", "end", "between"),
    [
        ("2026-03-02T10:00", "2026-03-02T23:00", 0),
        ("2026-03-02T23:00", "2026-03-03T01:00", 1),
        ("2026-02-13T10:00", "2026-02-24T10:00", 2),
        ("2026-03-06T10:00", "2026-03-08T10:00", 0),
        ("2026-03-09T10:00", "2026-03-02T10:00", 0),
    ],
)
def test_working_days_between_are_counted_without_the_first_day_and_with_the_last(
    start: str, end: str, between: int
) -> None:
    assert CALENDAR.working_days_between(shanghai(start), shanghai(end)) == between


moments = st.integers(0, 6 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
counts = st.integers(0, 40)


@given(moments, counts)
def test_counting_back_what_was_added_gives_the_same_number(start: datetime, count: int) -> None:
    end = CALENDAR.add_working_days(start, count).at

    assert CALENDAR.working_days_between(start, end) == count
    assert count == 0 or CALENDAR.is_working_day(local_date(end))
    assert (end - start) % timedelta(days=1) == timedelta()


@given(moments, moments, counts)
def test_a_later_start_never_ends_on_an_earlier_day(one: datetime, other: datetime, count: int) -> None:
    ends = [CALENDAR.add_working_days(start, count).at for start in sorted((one, other))]

    assert local_date(ends[0]) <= local_date(ends[1])


@given(moments, counts)
def test_one_more_day_ends_later_and_what_was_provisional_stays_so(start: datetime, count: int) -> None:
    fewer, more = CALENDAR.add_working_days(start, count), CALENDAR.add_working_days(start, count + 1)

    assert fewer.at < more.at
    assert more.provisional or not fewer.provisional


@given(moments, st.integers(0, 20), st.integers(0, 20))
def test_days_added_in_two_parts_end_where_they_end_in_one(start: datetime, some: int, rest: int) -> None:
    halfway = CALENDAR.add_working_days(start, some).at

    assert CALENDAR.add_working_days(halfway, rest).at == CALENDAR.add_working_days(start, some + rest).at
