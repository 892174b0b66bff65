"""Events, as they are stored and published."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from app.domain.feed import FeedEvent
from app.ports.store.paging import Page


class FeedStore(Protocol):
    """Events in the order in which they were written; nothing changes them. Published, they have an order of their own.

    The order of publishing is the one that followers see: nothing appears before what they have seen already.
    """

    async def add(self, events: Sequence[FeedEvent]) -> None:
        """Append events; they are published once their transaction is over."""
        ...

    async def about(self, about_ids: Sequence[str]) -> dict[str, tuple[FeedEvent, ...]]:
        """Return the events about each of these, oldest first."""
        ...

    async def publish(self, limit: int, now: datetime) -> tuple[FeedEvent, ...]:
        """Publish the oldest events that wait, and return them in order; none where another process is at it."""
        ...

    async def is_published(self, provider_id: str, event_id: str, *, account_id: str | None = None) -> bool:
        """Tell whether an event is in the feed that somebody may see."""
        ...

    async def list(
        self, provider_id: str, limit: int, *, account_id: str | None = None, after: str | None = None
    ) -> Page[FeedEvent]:
        """List published events, oldest first."""
        ...

    async def forget_published_before(self, moment: datetime) -> None:
        """Take old events out of the feed; they stay on file.

        A tenant's newest stays: whoever has read it has missed nothing, however long it was quiet.
        """
        ...
