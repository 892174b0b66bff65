"""When somebody is reminded of a deadline: some time before it passes, or while an order stands still."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from app.domain.deadlines import DeadlineKind
from app.domain.rulebook import Rulebook
from app.domain.working_days import SHANGHAI, WorkingCalendar, local_date

_DAY = timedelta(days=1)
_OF_A_REMINDER = "reminder_"
_SHOWN = frozenset(kind.value for kind in DeadlineKind)


class ReminderRule(StrEnum):
    """The rules asked for here."""

    REMINDERS = "deadlines.reminders"
    HOUR = "deadlines.reminder_hour"


class ReminderUnit(StrEnum):
    """In what the time of a reminder is counted."""

    HOURS = "hours"
    NATURAL_DAYS = "natural_days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Reminders:
    """When a kind of deadline is reminded of: `before` it is due, and `after` the wait began.

    Those counted in days go out at `hour` o'clock in Beijing, so that nobody is reminded at night.
    """

    unit: ReminderUnit
    before: tuple[int, ...]
    after: tuple[int, ...]
    hour: int

    def first_before(self, due_at: datetime, calendar: WorkingCalendar) -> datetime | None:
        """Return the earliest moment before the day itself at which this is reminded of."""
        return min((self._before(due_at, count, calendar) for count in self.before), default=None)

    def next(
        self, now: datetime, due_at: datetime, calendar: WorkingCalendar, since: datetime | None = None
    ) -> datetime | None:
        """Return the next reminder after now; None once the last one is over, and from the day itself on.

        `since` is when the wait began; without it nothing is counted from there.
        """
        moments = [self._before(due_at, count, calendar) for count in self.before]
        if since is not None:
            moments += [self._after(since, count, calendar) for count in self.after]
        return min((moment for moment in moments if now < moment < due_at), default=None)

    def _before(self, due_at: datetime, count: int, calendar: WorkingCalendar) -> datetime:
        if self.unit is ReminderUnit.HOURS:
            return due_at - timedelta(hours=count)
        latest = due_at
        for _ in range(count):
            latest -= _DAY
            while self.unit is ReminderUnit.WORKING_DAYS and not calendar.is_working_day(local_date(latest)):
                latest -= _DAY
        on_that_day = self._on(local_date(latest))
        return on_that_day if on_that_day <= latest else on_that_day - _DAY

    def _after(self, since: datetime, count: int, calendar: WorkingCalendar) -> datetime:
        if self.unit is ReminderUnit.HOURS:
            return since + timedelta(hours=count)
        is_worked = self.unit is ReminderUnit.WORKING_DAYS
        earliest = calendar.add_working_days(since, count).at if is_worked else since + count * _DAY
        on_that_day = self._on(local_date(earliest))
        return on_that_day if on_that_day >= earliest else on_that_day + _DAY

    def _on(self, day: date) -> datetime:
        return datetime.combine(day, time(self.hour), SHANGHAI).astimezone(UTC)


def reminders_of(kind: DeadlineKind, as_of: date, rulebook: Rulebook) -> Reminders | None:
    """Return when a kind of deadline is reminded of; None where it never is."""
    rows: tuple[Mapping[str, Any], ...] = rulebook.at(ReminderRule.REMINDERS, as_of).value
    row = next((row for row in rows if row["deadline"] == kind.value), None)
    if row is None:
        return None
    hour = int(rulebook.at(ReminderRule.HOUR, as_of).value)
    return Reminders(ReminderUnit(row["unit"]), tuple(row.get("before", ())), tuple(row.get("after", ())), hour)


def reminder_kind(kind: str) -> str:
    """Return the kind of the row that stands for the next reminder of a deadline of this kind."""
    return f"{_OF_A_REMINDER}{kind}"


def reminded_kind(kind: str) -> DeadlineKind | None:
    """Return of which kind of deadline such a row reminds; None for a row that is no reminder."""
    return DeadlineKind(kind.removeprefix(_OF_A_REMINDER)) if kind.startswith(_OF_A_REMINDER) else None


def is_shown(kind: str) -> bool:
    """Tell a deadline of somebody's from a row that only the worker needs."""
    return kind in _SHOWN
