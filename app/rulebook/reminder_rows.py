"""Checking the table of reminders: every row is of a kind of deadline that there is, and counts in a known unit."""

from app.domain.deadlines import DeadlineKind
from app.domain.reminders import ReminderUnit
from app.rulebook.reading import Place


def check_reminders(version: Place) -> None:
    """Raise RulebookError for the first row that reminds of nothing."""
    if "value" not in version.value:
        return
    for row in version.at("value").items():
        row.only(("deadline", "unit"), ("before", "after"))
        row.at("deadline").one_of(tuple(DeadlineKind))
        row.at("unit").one_of(tuple(ReminderUnit))
        counts = [count for name in ("before", "after") if name in row.value for count in row.at(name).items()]
        if not counts:
            row.refuse("the row says neither before nor after", "Say when the reminder goes out")
        for count in counts:
            count.number()
