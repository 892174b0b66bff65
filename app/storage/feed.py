"""Events of records and obligations, in the order in which they were written."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select

from app.domain.feed import FeedEvent, FeedEventType
from app.storage.statements import Statements
from app.storage.tables import feed_events as events

_EVENTS = select(
    events.c.id,
    events.c.provider_id,
    events.c.account_id,
    events.c.type,
    events.c.at,
    events.c.about_id,
    events.c.record_id,
    events.c.filing_id,
    events.c.data,
)


class SqlFeed:
    """Append-only events; they hold no personal data."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, added: Sequence[FeedEvent]) -> None:
        """Append events."""
        if added:
            await self._statements.run(insert(events), [_row(event) for event in added])

    async def about(self, about_ids: Sequence[str]) -> dict[str, tuple[FeedEvent, ...]]:
        """Return the events about each of these, oldest first."""
        found: dict[str, list[FeedEvent]] = {about_id: [] for about_id in about_ids}
        query = _EVENTS.where(events.c.about_id.in_(about_ids)).order_by(events.c.seq)
        for row in await self._statements.all(query):
            found[row.about_id].append(_made(row))
        return {about_id: tuple(of_one) for about_id, of_one in found.items()}


def _row(event: FeedEvent) -> dict[str, Any]:
    return {
        "id": event.id,
        "provider_id": event.provider_id,
        "account_id": event.account_id,
        "type": event.type.value,
        "at": event.at,
        "about_id": event.about_id,
        "record_id": event.record_id,
        "filing_id": event.filing_id,
        "data": event.data,
    }


def _made(row: Row[Any]) -> FeedEvent:
    return FeedEvent(
        id=row.id,
        provider_id=row.provider_id,
        account_id=row.account_id,
        type=FeedEventType(row.type),
        at=row.at,
        about_id=row.about_id,
        record_id=row.record_id,
        filing_id=row.filing_id,
        data=row.data,
    )
