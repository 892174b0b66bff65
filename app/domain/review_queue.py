"""The order of the review queue: who submitted first is looked at first, so that nothing starves."""

from dataclasses import dataclass
from datetime import UTC, datetime

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
