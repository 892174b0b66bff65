"""The working calendar: notices of past years from the package `chinesecalendar`, corrections from dated rule data."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from chinese_calendar import holidays, workdays

from app.domain.working_days import WorkingCalendar


def working_calendar(overrides: Iterable[Mapping[str, Any]] = ()) -> WorkingCalendar:
    """Build the calendar from the package's years and the rows of the table `calendar.overrides`.

    A row is `{date: 2027-02-06, working: true}` (the day as text), which settles one day whatever the package says, or
    `{complete_year: 2027}`, which says that the notice of that year is in the table whole, so that its terms are no
    longer provisional. A year counts as known only if every year before it is. A row of another kind, or with
    a day that is none, raises ValueError.
    """
    days_off, make_up_days = set(holidays), set(workdays)
    complete: set[int] = set()
    for row in overrides:
        match dict(row):
            case {"date": str() as written, "working": bool() as working, **rest} if not rest:
                day = date.fromisoformat(written)
                (make_up_days if working else days_off).add(day)
                (days_off if working else make_up_days).discard(day)
            case {"complete_year": int() as year, **rest} if not rest:
                complete.add(year)
            case _:
                raise ValueError(f"the table of calendar overrides has a row of no known kind: {dict(row)}")
    years = {day.year for day in holidays}
    last = max(years)
    while last + 1 in complete:
        last += 1
    return WorkingCalendar(
        days_off=frozenset(days_off),
        make_up_days=frozenset(make_up_days),
        first_known_year=min(years),
        last_known_year=last,
    )
