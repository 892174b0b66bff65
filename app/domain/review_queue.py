"""The order of the review queue, and whose turn it is.

A list of the queue goes by the time of submission. Whoever asks for the next filing gets one of the account whose turn
it is: urgent ones before all others, and among either the account that has waited longest since it was served last or,
if that is later, since it submitted. So while anybody waits nobody else of the same urgency is served twice, however
many filings they bring, and as every filing becomes urgent some day, nobody waits for ever.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.reminders import Reminders
from app.domain.working_days import WorkingCalendar

_BETWEEN = "_"


@dataclass(frozen=True, slots=True, order=True)
class QueuePlace:
    """A place in the queue: since when a filing waits, then its id. As a text it is the cursor of a page."""

    since: datetime
    filing_id: str

    def __str__(self) -> str:
        return f"{self.since.astimezone(UTC).strftime('%Y%m%dT%H%M%S.%f')}{_BETWEEN}{self.filing_id}"


def queue_place(text: str) -> QueuePlace | None:
    """Read a place; None where the text is none."""
    moment, _, filing_id = text.partition(_BETWEEN)
    try:
        since = datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
    except ValueError:
        return None
    return QueuePlace(since, filing_id) if filing_id else None


@dataclass(frozen=True, slots=True)
class Queued:
    """A filing that nobody has: since when it waits, until when it is to be looked at, and its account's last turn."""

    filing_id: str
    since: datetime
    due_at: datetime | None
    last_turn: datetime | None


def turn(queued: Queued, urgent_until: datetime) -> tuple[bool, datetime, datetime, str]:
    """Return what decides who is next, the least first; the statement that takes the next filing orders likewise."""
    is_urgent = queued.due_at is not None and queued.due_at <= urgent_until
    account_waits_since = queued.since if queued.last_turn is None else max(queued.since, queued.last_turn)
    return not is_urgent, account_waits_since, queued.since, queued.filing_id


def urgent_until(now: datetime, reminders: Reminders | None, calendar: WorkingCalendar) -> datetime:
    """Return until when a review has to be due to be urgent now: as long before as its first reminder."""
    if reminders is None or not reminders.before:
        return now
    return calendar.add_working_days(now, max(reminders.before)).at
