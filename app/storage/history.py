"""Timelines of filings, and deadlines of filings, obligations and transfers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from app.domain.authority_questions import SILENCE
from app.domain.filing_states import State
from app.domain.filings import Deadline, TimelineEntry
from app.ports.store.paging import Page, PageWanted
from app.storage.announcements import FILING_CHANNEL
from app.storage.feed import state_change_told
from app.storage.sealing import Sealing
from app.storage.statements import Statements
from app.storage.tables import deadlines, timeline, unpublished_events

_EVENTS = select(
    timeline.c.id,
    timeline.c.filing_id,
    timeline.c.at,
    timeline.c.actor,
    timeline.c.actor_id,
    timeline.c.event,
    timeline.c.from_state,
    timeline.c.to_state,
    timeline.c.note_sealed,
    timeline.c.deadline,
)
_WAITING = select(deadlines.c.owner_id, deadlines.c.kind, deadlines.c.due_at, deadlines.c.provisional).where(
    deadlines.c.fired_at.is_(None)
)
# Ten thousand open filings are asked about all day long: neither a deadline nor a step of the sandbox's time.
_IS_DEADLINE = deadlines.c.kind != SILENCE


class SqlHistory:
    """Append-only events, and what falls due."""

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing

    async def add(self, entry: TimelineEntry) -> None:
        """Append an event; one that moved the filing is told to whoever follows events."""
        added = insert(timeline).values(
            id=entry.id,
            filing_id=entry.filing_id,
            at=entry.at,
            actor=entry.actor,
            actor_id=entry.actor_id,
            event=entry.event,
            from_state=None if entry.from_state is None else entry.from_state.value,
            to_state=entry.to_state.value,
            note_sealed=None if entry.note is None else self._sealing.seal_text(entry.note, _place(entry.id)),
            deadline=None if entry.deadline is None else _deadline_json(entry.deadline),
        )
        announced = select(func.pg_notify(FILING_CHANNEL, entry.filing_id)).add_cte(added.cte("added"))
        if entry.from_state is not entry.to_state:
            told = state_change_told(entry).cte("told")
            announced = announced.add_cte(
                insert(unpublished_events).from_select(["seq"], select(told.c.seq)).cte("waiting")
            )
        await self._statements.run(announced)

    async def list(self, filing_id: str, page: PageWanted) -> Page[TimelineEntry]:
        """List a filing's events in the order in which they were written; the cursor is an event's id."""
        query = _EVENTS.where(timeline.c.filing_id == filing_id)
        if page.after is not None:
            after = select(timeline.c.seq).where(timeline.c.id == page.after, timeline.c.filing_id == filing_id)
            query = query.where(timeline.c.seq > after.scalar_subquery())
        rows = await self._statements.all(query.order_by(timeline.c.seq).limit(page.limit + 1))
        items = tuple(_entry(row, self._sealing) for row in rows[: page.limit])
        return Page(items, items[-1].id if len(rows) > page.limit else None)

    async def has(self, filing_id: str, event_id: str) -> bool:
        """Tell whether an event is one of the filing's."""
        query = select(timeline.c.seq).where(timeline.c.id == event_id, timeline.c.filing_id == filing_id)
        return await self._statements.value(query) is not None

    async def erase_notes(self, filing_id: str) -> None:
        """Erase what people wrote into a filing's timeline: all that a trigger lets anybody change there."""
        await self._statements.run(select(func.set_config("filing.erased", filing_id, True)))
        noted = update(timeline).where(timeline.c.filing_id == filing_id, timeline.c.note_sealed.is_not(None))
        await self._statements.run(noted.values(note_sealed=None))

    async def set_deadlines(self, set_: Sequence[Deadline]) -> None:
        """Set deadlines, each in the place of an older one of its kind."""
        if not set_:
            return
        statement = upsert(deadlines).values([_row(deadline) for deadline in set_])
        await self._statements.run(
            statement.on_conflict_do_update(
                index_elements=[deadlines.c.owner_id, deadlines.c.kind],
                set_={
                    "due_at": statement.excluded.due_at,
                    "provisional": statement.excluded.provisional,
                    "fired_at": None,
                },
            )
        )

    async def clear_deadlines(self, owner_id: str, kinds: Sequence[str]) -> None:
        """Take deadlines away."""
        await self._statements.run(
            delete(deadlines).where(deadlines.c.owner_id == owner_id, deadlines.c.kind.in_(kinds))
        )

    async def deadlines_of(self, owner_ids: Sequence[str]) -> dict[str, tuple[Deadline, ...]]:
        """Return what each filing, obligation or transfer waits for, soonest first."""
        query = _WAITING.where(deadlines.c.owner_id.in_(owner_ids)).order_by(deadlines.c.due_at, deadlines.c.kind)
        found: dict[str, tuple[Deadline, ...]] = dict.fromkeys(owner_ids, ())
        for row in await self._statements.all(query):
            found[row.owner_id] = (*found[row.owner_id], _made(row))
        return found

    async def due(self, now: datetime, limit: int, *, after: Deadline | None = None) -> tuple[Deadline, ...]:
        """Return deadlines that fell due and did not fire yet, oldest first; with `after` those that come after it."""
        order = (deadlines.c.due_at, deadlines.c.owner_id, deadlines.c.kind)
        query = _WAITING.where(deadlines.c.due_at <= now, _IS_DEADLINE).order_by(*order).limit(limit)
        if after is not None:
            query = query.where(tuple_(*order) > tuple_(after.due_at, after.owner_id, after.kind))
        return tuple(_made(row) for row in await self._statements.all(query))

    async def take(self, kind: str, now: datetime, lease: timedelta) -> Deadline | None:
        """Mark the oldest due row of a kind as fired that nobody else has so marked within `lease`, and return it."""
        of_kind = select(deadlines.c.owner_id, deadlines.c.due_at).where(deadlines.c.kind == kind)
        # Two looks, so that each has an index of its own.
        free = of_kind.where(deadlines.c.due_at <= now, deadlines.c.fired_at.is_(None))
        left = of_kind.where(deadlines.c.fired_at <= now - lease)
        for looked in (free, left):
            oldest = looked.order_by(deadlines.c.due_at).limit(1).with_for_update(skip_locked=True)
            chosen = oldest.with_only_columns(deadlines.c.owner_id).scalar_subquery()
            statement = update(deadlines).where(deadlines.c.kind == kind, deadlines.c.owner_id == chosen)
            statement = statement.values(fired_at=now)
            row = await self._statements.first(statement.returning(*_WAITING.selected_columns))
            if row is not None:
                return _made(row)
        return None

    async def is_taken(self, kind: str, since: datetime) -> bool:
        """Tell whether a row of this kind was marked as fired since a moment, and neither moved nor taken away."""
        query = select(deadlines.c.owner_id).where(deadlines.c.kind == kind, deadlines.c.fired_at > since).limit(1)
        return await self._statements.value(query) is not None

    async def fired(self, owner_id: str, kind: str, due_at: datetime, now: datetime) -> bool:
        """Mark a deadline as fired; False where another did, or it has moved."""
        statement = (
            update(deadlines)
            .where(
                deadlines.c.owner_id == owner_id,
                deadlines.c.kind == kind,
                deadlines.c.due_at == due_at,
                deadlines.c.fired_at.is_(None),
            )
            .values(fired_at=now)
        )
        return (await self._statements.run(statement)).rowcount == 1

    async def passed(self, owner_id: str, kinds: Sequence[str]) -> datetime | None:
        """Return when the last deadline of these kinds was due that fired and was not taken away since."""
        query = select(func.max(deadlines.c.due_at)).where(
            deadlines.c.owner_id == owner_id, deadlines.c.kind.in_(kinds), deadlines.c.fired_at.is_not(None)
        )
        found: datetime | None = await self._statements.value(query)
        return found

    async def next_due(self) -> datetime | None:
        """Return when the next deadline falls due; a regular question to the authority is none."""
        query = select(func.min(deadlines.c.due_at)).where(deadlines.c.fired_at.is_(None), _IS_DEADLINE)
        found: datetime | None = await self._statements.value(query)
        return found


def _row(deadline: Deadline) -> dict[str, Any]:
    return {
        "owner_id": deadline.owner_id,
        "kind": deadline.kind,
        "due_at": deadline.due_at,
        "provisional": deadline.provisional,
    }


def _made(row: Row[Any]) -> Deadline:
    return Deadline(owner_id=row.owner_id, kind=row.kind, due_at=row.due_at, provisional=row.provisional)


def _deadline_json(deadline: Deadline) -> dict[str, Any]:
    return {"kind": deadline.kind, "due_at": deadline.due_at.isoformat(), "provisional": deadline.provisional}


def _place(event_id: str) -> str:
    return f"timeline.note:{event_id}"


def _entry(row: Row[Any], sealing: Sealing) -> TimelineEntry:
    deadline = row.deadline
    return TimelineEntry(
        id=row.id,
        filing_id=row.filing_id,
        at=row.at,
        actor=row.actor,
        actor_id=row.actor_id,
        event=row.event,
        from_state=None if row.from_state is None else State(row.from_state),
        to_state=State(row.to_state),
        note=None if row.note_sealed is None else sealing.open_text(row.note_sealed, _place(row.id)),
        deadline=None
        if deadline is None
        else Deadline(
            owner_id=row.filing_id,
            kind=deadline["kind"],
            due_at=datetime.fromisoformat(deadline["due_at"]),
            provisional=deadline["provisional"],
        ),
    )
