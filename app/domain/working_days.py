"""Working days (工作日) by the official calendar of the mainland, counted in Asia/Shanghai."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The mainland's one time zone, without summer time since 1992; a fixed offset needs no time zone files."""

_SATURDAY = 5
_DAY = timedelta(days=1)
_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)})
# May 2 became a statutory holiday by the amendment (国务院令第795号) in force from 2025-01-01.
_SECOND_OF_MAY_SINCE = 2025


class CalendarRule(StrEnum):
    """Rules that the calendar is built from."""

    OVERRIDES = "calendar.overrides"


@dataclass(frozen=True, slots=True)
class WorkingMoment:
    """The end of a term in UTC; `provisional` while the notice of a year that was counted through is not out."""

    at: datetime
    provisional: bool


def local_date(moment: datetime) -> date:
    """Return the calendar day that an aware moment has in Shanghai; a naive one raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone has no day in Shanghai")
    return moment.astimezone(SHANGHAI).date()


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked, by the yearly notices of the State Council (国务院办公厅部分节假日安排的通知).

    `days_off` are the holidays and the days given in lieu, `make_up_days` the weekend days worked for them. Years from
    `first_known_year` to `last_known_year` are known whole. Any other year is computed from weekdays and the holidays
    with a fixed date (January 1, May 1 and 2, October 1 to 3) and is provisional: those by the moon or the sun (Spring
    Festival with its eve, Qingming, Dragon Boat, Mid-Autumn) and the make-up days are known by the notice only, so a
    provisional term can move in either direction. Days listed of such a year count all the same.
    """

    days_off: frozenset[date]
    make_up_days: frozenset[date]
    first_known_year: int
    last_known_year: int

    def is_known(self, day: date) -> bool:
        """Tell whether the notice of the day's year is in this calendar."""
        return self.first_known_year <= day.year <= self.last_known_year

    def is_working_day(self, day: date) -> bool:
        """Tell whether people work on a day; never fails, however far the day."""
        if day in self.make_up_days:
            return True
        if day in self.days_off or day.weekday() >= _SATURDAY:
            return False
        return self.is_known(day) or not _is_fixed_holiday(day)

    def add_working_days(self, start: datetime, days: int) -> WorkingMoment:
        """Return the same local time on the N-th working day after the day of `start`.

        The day of `start` itself is not counted, worked or not, however early the hour; so one working day from any
        time of a Friday or of the weekend after it ends on Monday at that time. No days at all is the moment itself.
        It is provisional as soon as one day that was looked at lies in a year whose notice is not out. A negative
        number of days or a naive moment raises ValueError.
        """
        if days < 0:
            raise ValueError("working days are counted forward only")
        first = day = local_date(start)
        known, left = True, days
        while left:
            day += _DAY
            known = known and self.is_known(day)
            left -= self.is_working_day(day)
        at = start.astimezone(UTC) + (day - first)
        return WorkingMoment(at=at, provisional=not known)

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """Count the working days after the day of `start` up to and with the day of `end`, days in Shanghai.

        It undoes `add_working_days`; an end on or before the day of the start gives 0.
        """
        first, last = local_date(start), local_date(end)
        passed = (first + _DAY * number for number in range(1, (last - first).days + 1))
        return sum(map(self.is_working_day, passed))


def _is_fixed_holiday(day: date) -> bool:
    if (day.month, day.day) == (5, 2):
        return day.year >= _SECOND_OF_MAY_SINCE
    return (day.month, day.day) in _FIXED_HOLIDAYS
