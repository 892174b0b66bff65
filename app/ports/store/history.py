"""Timelines of filings, and deadlines of filings, obligations and transfers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from app.domain.filings import Deadline, TimelineEntry
from app.ports.store.paging import Page, PageWanted


class HistoryStore(Protocol):
    """Append-only events, and what falls due."""

    async def add(self, entry: TimelineEntry) -> None:
        """Append an event."""
        ...

    async def list(self, filing_id: str, page: PageWanted) -> Page[TimelineEntry]:
        """List a filing's events, oldest first."""
        ...

    async def has(self, filing_id: str, event_id: str) -> bool:
        """Tell whether an event is one of the filing's."""
        ...

    async def set_deadlines(self, deadlines: Sequence[Deadline]) -> None:
        """Set deadlines, each in the place of an older one of its kind."""
        ...

    async def clear_deadlines(self, owner_id: str, kinds: Sequence[str]) -> None:
        """Take deadlines away."""
        ...

    async def deadlines_of(self, owner_ids: Sequence[str]) -> dict[str, tuple[Deadline, ...]]:
        """Return what each filing, obligation or transfer waits for, soonest first."""
        ...

    async def due(self, now: datetime, limit: int, *, after: Deadline | None = None) -> tuple[Deadline, ...]:
        """Return deadlines that fell due and did not fire yet, oldest first; with `after` those that come after it.

        Regular questions to the authority are none of them; they are taken by `take`.
        """
        ...

    async def take(self, kind: str, now: datetime, lease: timedelta) -> Deadline | None:
        """Mark the oldest due row of a kind as fired that nobody else has so marked within `lease`, and return it."""
        ...

    async def is_taken(self, kind: str, since: datetime) -> bool:
        """Tell whether a row of this kind was marked as fired since a moment, and neither moved nor taken away."""
        ...

    async def fired(self, owner_id: str, kind: str, due_at: datetime, now: datetime) -> bool:
        """Mark a deadline as fired; False where another did, or it has moved."""
        ...

    async def passed(self, owner_id: str, kinds: Sequence[str]) -> datetime | None:
        """Return when the last deadline of these kinds was due that fired and was not taken away since."""
        ...

    async def next_due(self) -> datetime | None:
        """Return when the next deadline falls due; a regular question to the authority is none."""
        ...

    async def erase_notes(self, filing_id: str) -> None:
        """Erase what people wrote into a filing's timeline; its events stay."""
        ...
