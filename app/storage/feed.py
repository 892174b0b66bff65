"""Events, in the order in which they were written, and in the one in which they were published."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, literal, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.dml import ReturningInsert

from app.domain.feed import FeedEvent, FeedEventType
from app.domain.filings import TimelineEntry
from app.ports.store.paging import Page
from app.storage.statements import Statements
from app.storage.tables import feed_events as events
from app.storage.tables import filings, unpublished_events
from app.storage.tables import published_events as published

# Any number that nothing else locks by: one publisher at a time gives events their places.
_PUBLISHING = 7_201_001
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
_COLUMNS = ("id", "provider_id", "account_id", "type", "at", "about_id", "record_id", "filing_id", "data")


class SqlFeed:
    """Append-only events; they hold no personal data."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, added: Sequence[FeedEvent]) -> None:
        """Append events; they are published once their transaction is over."""
        if added:
            told = insert(events).values([_row(event) for event in added]).returning(events.c.seq).cte("told")
            await self._statements.run(insert(unpublished_events).from_select(["seq"], select(told.c.seq)))

    async def about(self, about_ids: Sequence[str]) -> dict[str, tuple[FeedEvent, ...]]:
        """Return the events about each of these, oldest first."""
        found: dict[str, list[FeedEvent]] = {about_id: [] for about_id in about_ids}
        query = _EVENTS.where(events.c.about_id.in_(about_ids)).order_by(events.c.seq)
        for row in await self._statements.all(query):
            found[row.about_id].append(event_of(row, row.id))
        return {about_id: tuple(of_one) for about_id, of_one in found.items()}

    async def publish(self, limit: int, now: datetime) -> tuple[FeedEvent, ...]:
        """Give the oldest events that wait their places in the order, and return them in it.

        None where another process is at it. What one filing's transactions wrote keeps its order: they hold the filing.
        """
        if not await self._statements.value(select(func.pg_try_advisory_xact_lock(_PUBLISHING))):
            return ()
        waiting = select(unpublished_events.c.seq).order_by(unpublished_events.c.seq).limit(limit)
        taken = delete(unpublished_events).where(unpublished_events.c.seq.in_(waiting)).returning(unpublished_events)
        seqs = sorted(row.seq for row in await self._statements.all(taken))
        if not seqs:
            return ()
        rows = select(events.c.seq, events.c.id, events.c.provider_id, events.c.account_id, literal(now))
        rows = rows.where(events.c.seq.in_(seqs)).order_by(events.c.seq)
        columns = ["seq", "id", "provider_id", "account_id", "published_at"]
        await self._statements.run(insert(published).from_select(columns, rows))
        found = await self._statements.all(_EVENTS.where(events.c.seq.in_(seqs)).order_by(events.c.seq))
        return tuple(event_of(row, row.id) for row in found)

    async def is_published(self, provider_id: str, event_id: str, *, account_id: str | None = None) -> bool:
        """Tell whether an event is in the feed that somebody may see."""
        query = select(published.c.position).where(published.c.id == event_id, published.c.provider_id == provider_id)
        if account_id is not None:
            query = query.where(published.c.account_id == account_id)
        return await self._statements.value(query) is not None

    async def list(
        self, provider_id: str, limit: int, *, account_id: str | None = None, after: str | None = None
    ) -> Page[FeedEvent]:
        """List published events, oldest first."""
        query = _EVENTS.join(published, published.c.seq == events.c.seq).where(published.c.provider_id == provider_id)
        if account_id is not None:
            query = query.where(published.c.account_id == account_id)
        if after is not None:
            query = query.where(published.c.position > _position_of(after))
        rows = await self._statements.all(query.order_by(published.c.position).limit(limit + 1))
        items = tuple(event_of(row, row.id) for row in rows[:limit])
        return Page(items, items[-1].id if len(rows) > limit else None)

    async def forget_published_before(self, moment: datetime) -> None:
        """Take old events out of the feed, but for a tenant's newest; they stay on file."""
        later = published.alias("later")
        newest = select(func.max(later.c.position)).where(later.c.provider_id == published.c.provider_id)
        is_old = published.c.published_at < moment
        await self._statements.run(delete(published).where(is_old, published.c.position < newest.scalar_subquery()))


def _position_of(event_id: str) -> Any:
    position: Select[Any] = select(published.c.position).where(published.c.id == event_id)
    return position.scalar_subquery()


def state_change_told(entry: TimelineEntry) -> ReturningInsert[Any]:
    """Return the statement that tells of a filing's move; the filing says whose it is."""
    data = {
        "event": entry.event,
        "from": None if entry.from_state is None else entry.from_state.value,
        "to": entry.to_state.value,
    }
    row = select(
        literal(entry.id),
        filings.c.provider_id,
        filings.c.account_id,
        literal(FeedEventType.FILING_STATE_CHANGED.value),
        literal(entry.at),
        filings.c.id,
        filings.c.record_id,
        filings.c.id,
        literal(data, JSONB),
    ).where(filings.c.id == entry.filing_id)
    return insert(events).from_select(list(_COLUMNS), row).returning(events.c.seq)


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


def event_of(row: Row[Any], event_id: str) -> FeedEvent:
    """Return the event of a row, whatever else the row holds."""
    return FeedEvent(
        id=event_id,
        provider_id=row.provider_id,
        account_id=row.account_id,
        type=FeedEventType(row.type),
        at=row.at,
        about_id=row.about_id,
        record_id=row.record_id,
        filing_id=row.filing_id,
        data=row.data,
    )
