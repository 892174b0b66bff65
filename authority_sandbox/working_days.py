"""Working days of the authority, by the official Chinese calendar in Beijing time."""

from datetime import date, datetime, timedelta, timezone

import chinese_calendar

BEIJING = timezone(timedelta(hours=8))
_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Tell whether the authority works that day; make-up days included. Years without a notice go by weekday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def after_working_days(start: datetime, days: int) -> datetime:
    """Return the same time of day, `days` working days after the day of `start`, which itself does not count."""
    local = start.astimezone(BEIJING)
    while days > 0:
        local += timedelta(days=1)
        if is_working_day(local.date()):
            days -= 1
    return local.astimezone(start.tzinfo)
