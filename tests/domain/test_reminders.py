"""When reminders go out: before the day itself, or while an order stands still; never at night."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import DeadlineKind
from app.domain.reminders import (
    Reminders,
    ReminderUnit,
    is_shown,
    reminded_kind,
    reminder_kind,
    reminders_of,
)
from app.domain.working_days import SHANGHAI, WorkingCalendar
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

CALENDAR = WorkingCalendar(
    days_off=frozenset({date(2026, 4, 6)}), make_up_days=frozenset(), first_known_year=2026, last_known_year=2026
)
NOON_OF_THE_EIGHTH = datetime(2026, 4, 8, 4, tzinfo=UTC)
"""A Wednesday; the Monday before it is a day off."""
LONG_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


def before(unit: ReminderUnit, *counts: int) -> Reminders:
    return Reminders(unit, counts, (), 9)


@pytest.mark.parametrize(
    ("reminders", "due_at", "at"),
    [
        (before(ReminderUnit.HOURS, 3), NOON_OF_THE_EIGHTH, datetime(2026, 4, 8, 1, tzinfo=UTC)),
        (before(ReminderUnit.NATURAL_DAYS, 3), NOON_OF_THE_EIGHTH, datetime(2026, 4, 5, 1, tzinfo=UTC)),
        (before(ReminderUnit.WORKING_DAYS, 1), NOON_OF_THE_EIGHTH, datetime(2026, 4, 7, 1, tzinfo=UTC)),
        (before(ReminderUnit.WORKING_DAYS, 2), NOON_OF_THE_EIGHTH, datetime(2026, 4, 3, 1, tzinfo=UTC)),
        # What is due at midnight has its whole days before it.
        (
            before(ReminderUnit.NATURAL_DAYS, 1),
            datetime(2026, 4, 7, 16, tzinfo=UTC),
            datetime(2026, 4, 6, 1, tzinfo=UTC),
        ),
    ],
)
def test_a_reminder_goes_out_so_long_before_the_day_itself(
    reminders: Reminders, due_at: datetime, at: datetime
) -> None:
    assert reminders.next(LONG_BEFORE, due_at, CALENDAR) == at
    assert reminders.first_before(due_at, CALENDAR) == at


@pytest.mark.parametrize(
    ("unit", "since", "at"),
    [
        (ReminderUnit.HOURS, datetime(2026, 4, 3, 4, tzinfo=UTC), datetime(2026, 4, 3, 6, tzinfo=UTC)),
        (ReminderUnit.NATURAL_DAYS, datetime(2026, 4, 3, 4, tzinfo=UTC), datetime(2026, 4, 6, 1, tzinfo=UTC)),
        (ReminderUnit.NATURAL_DAYS, datetime(2026, 4, 3, 0, tzinfo=UTC), datetime(2026, 4, 5, 1, tzinfo=UTC)),
        (ReminderUnit.WORKING_DAYS, datetime(2026, 4, 3, 0, tzinfo=UTC), datetime(2026, 4, 8, 1, tzinfo=UTC)),
    ],
)
def test_a_reminder_of_standing_still_goes_out_so_long_after_the_wait_began(
    unit: ReminderUnit, since: datetime, at: datetime
) -> None:
    reminders = Reminders(unit, (), (2,), 9)
    due_at = datetime(2026, 6, 1, tzinfo=UTC)

    assert reminders.next(since, due_at, CALENDAR, since) == at
    assert reminders.next(since, due_at, CALENDAR) is None
    assert reminders.first_before(due_at, CALENDAR) is None


@given(now=MOMENTS, due_at=MOMENTS, counts=st.lists(st.integers(1, 90), min_size=1, max_size=4))
def test_one_reminder_comes_after_the_other_and_none_from_the_day_itself_on(
    now: datetime, due_at: datetime, counts: list[int]
) -> None:
    reminders = before(ReminderUnit.NATURAL_DAYS, *counts)
    told = []
    while (at := reminders.next(now, due_at, CALENDAR)) is not None:
        assert now < at < due_at
        assert at.astimezone(SHANGHAI).hour == 9
        told.append(at)
        now = at
    assert len(told) <= len(set(counts))
    assert all(due_at - at <= timedelta(days=max(counts) + 1) for at in told)


def test_every_kind_of_a_filing_is_reminded_of_and_those_of_obligations_by_their_own_rule() -> None:
    silent = {kind for kind in DeadlineKind if reminders_of(kind, TODAY, RULEBOOK) is None}

    assert silent == {
        DeadlineKind.PUBLIC_SECURITY,
        DeadlineKind.UPDATE,
        DeadlineKind.CORRECTION,
        DeadlineKind.FOOTER,
        DeadlineKind.COMMERCIAL_LICENCE,
        DeadlineKind.SHELL_NOTICE,
        DeadlineKind.TRANSFER,
    }


@pytest.mark.parametrize("kind", list(DeadlineKind))
def test_the_row_of_a_reminder_names_its_deadline_and_is_shown_to_nobody(kind: DeadlineKind) -> None:
    row = reminder_kind(kind.value)

    assert (reminded_kind(row), is_shown(row), len(row) <= 32) == (kind, False, True)
    assert (reminded_kind(kind.value), is_shown(kind.value)) == (None, True)
