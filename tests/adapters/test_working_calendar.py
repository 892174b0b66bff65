"""The working calendar of the package, and its overrides."""

from datetime import UTC, date, datetime

import pytest

from app.adapters.working_calendar import working_calendar


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2025-01-26", True),
        ("2025-02-04", False),
        ("2025-02-08", True),
        ("2025-04-27", True),
        ("2025-09-28", True),
        ("2025-10-08", False),
        ("2025-10-11", True),
        ("2026-01-04", True),
        ("2026-02-14", True),
        ("2026-02-20", False),
        ("2026-02-28", True),
        ("2026-05-05", False),
        ("2026-05-09", True),
        ("2026-09-20", True),
        ("2026-10-10", True),
        ("2026-12-31", True),
        ("2027-01-01", False),
    ],
)
def test_the_notices_of_2025_and_2026_are_in_the_calendar(day: str, works: bool) -> None:
    assert working_calendar().is_working_day(date.fromisoformat(day)) is works


def test_a_term_into_a_year_without_notice_is_provisional_and_does_not_fail() -> None:
    calendar = working_calendar()
    unknown = date(calendar.last_known_year, 12, 31)

    assert not calendar.add_working_days(datetime(2026, 3, 2, tzinfo=UTC), 20).provisional
    assert calendar.add_working_days(datetime(unknown.year, 12, 31, tzinfo=UTC), 1).provisional


def test_an_override_settles_one_day_whatever_the_package_says() -> None:
    calendar = working_calendar([{"date": "2026-02-17", "working": True}, {"date": "2026-01-04", "working": False}])

    assert calendar.is_working_day(date(2026, 2, 17))
    assert not calendar.is_working_day(date(2026, 1, 4))
    assert date(2026, 1, 4) not in calendar.make_up_days


def test_a_year_entered_whole_is_no_longer_provisional_but_none_may_be_left_out() -> None:
    after = working_calendar().last_known_year + 1

    assert working_calendar([{"complete_year": after}]).last_known_year == after
    assert working_calendar([{"complete_year": after}, {"complete_year": after + 1}]).last_known_year == after + 1
    assert working_calendar([{"complete_year": after + 1}]).last_known_year == after - 1


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"date": 20270101, "working": True},
        {"date": "2027-01-01"},
        {"date": "2027-01-01", "working": "yes"},
        {"date": "2027-01-01", "working": True, "why": "x"},
        {"complete_year": "2027"},
    ],
)
def test_a_row_of_another_kind_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no known kind"):
        working_calendar([row])


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"day|2027"):
        working_calendar([{"date": "2027-02-30", "working": False}])
