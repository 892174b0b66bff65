"""Noting in a filing's timeline what moves nothing."""

from datetime import datetime

from app.domain.filing_states import Actor
from app.domain.filings import Deadline, Filing, TimelineEntry
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.runtime import Runtime


async def note_event(
    runtime: Runtime,
    uow: UnitOfWork,
    filing: Filing,
    now: datetime,
    event: str,
    actor: Actor,
    actor_id: str | None,
    *,
    note: str | None = None,
    deadline: Deadline | None = None,
) -> None:
    """Note in the timeline what happened to a filing without moving it."""
    entry = TimelineEntry(
        id=runtime.ids.new("evt"),
        filing_id=filing.id,
        at=now,
        actor=actor.value,
        actor_id=actor_id,
        event=event,
        from_state=filing.state,
        to_state=filing.state,
        note=note,
        deadline=deadline,
    )
    await uow.history.add(entry)
