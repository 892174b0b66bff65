"""Moving a filing: state, revision, timeline, deadlines and what follows, all within the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.exchange import HandoverState
from app.domain.filing_states import Actor, Event, State, is_editable, is_final
from app.domain.filings import Deadline, Filing, TimelineEntry
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.data_erasure import erasure_of
from app.usecases.expiry_deadlines import EXPIRY_ROWS
from app.usecases.filing_deadlines import KINDS_OF_STATES, deadlines_in
from app.usecases.filing_products import free_products, spend_products
from app.usecases.filing_reminders import with_reminder_kinds, with_reminders
from app.usecases.paper_erasure import erase_faces
from app.usecases.question_turns import next_turn
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Move:
    """What happened, by whom, and where the table says that it leads; `changes` are further fields of the filing."""

    event: Event
    actor: Actor
    next_state: State
    profile_id: str
    actor_id: str | None = None
    note: str | None = None
    changes: dict[str, Any] | None = None
    sms_expires_at: datetime | None = None


async def move(runtime: Runtime, uow: UnitOfWork, filing: Filing, now: datetime, made: Move) -> Filing:
    """Save a filing in its next state with everything that follows from it; the caller commits."""
    moved = replace(
        filing,
        state=made.next_state,
        revision=filing.revision + 1,
        updated_at=now,
        # What a reviewer had of it ends with any move.
        **{"assignee": None, "claim_ends_at": None, "first_look_by": None, **(made.changes or {})},
    )
    await uow.filings.save(moved)
    deadlines = deadlines_in(runtime, moved, made.profile_id, now, made.sms_expires_at)
    of_the_end = EXPIRY_ROWS if is_final(moved.state) else ()
    await uow.history.clear_deadlines(filing.id, (*with_reminder_kinds(KINDS_OF_STATES), *of_the_end))
    profile = runtime.profiles[made.profile_id]
    waiting = with_reminders(runtime, profile, deadlines, now)
    await uow.history.set_deadlines([*waiting, *next_turn(runtime, moved, now), *erasure_of(moved, profile)])
    await uow.history.add(_entry(runtime, filing, moved, now, made, deadlines))
    await _settle_products(runtime, uow, moved, now)
    await erase_faces(runtime, uow, moved, now)
    if is_editable(filing.state):
        # Nothing can be brought any more; what is sent back later wants a link of its own.
        await uow.phone_handovers.revoke_open(filing.id, now)
    if made.next_state is State.WITHDRAWN:
        await close_handover(uow, moved.id)
    return moved


def _entry(
    runtime: Runtime, filing: Filing, moved: Filing, now: datetime, made: Move, deadlines: Sequence[Deadline]
) -> TimelineEntry:
    return TimelineEntry(
        id=runtime.ids.new("evt"),
        filing_id=filing.id,
        at=now,
        actor=made.actor.value,
        actor_id=made.actor_id,
        event=made.event.value,
        from_state=filing.state,
        to_state=moved.state,
        note=made.note,
        deadline=deadlines[0] if deadlines else None,
    )


async def _settle_products(runtime: Runtime, uow: UnitOfWork, filing: Filing, now: datetime) -> None:
    """Codes are spent by the approval, and free again once their filing is given up."""
    if filing.state is State.APPROVED:
        await spend_products(runtime, uow, filing, now)
    elif is_final(filing.state):
        await free_products(uow, filing.provider_id, filing.products, now)


async def close_handover(uow: UnitOfWork, filing_id: str) -> None:
    """End the hand-over that a filing has open, if any."""
    handover = await uow.exchange.open_handover(filing_id, lock=True)
    if handover is not None:
        await uow.exchange.save_handover(replace(handover, state=HandoverState.CLOSED))


async def touch(
    runtime: Runtime, uow: UnitOfWork, filing: Filing, now: datetime, profile_id: str, **changes: Any
) -> Filing:
    """Save a filing whose body or papers changed: a new revision, and the time to stand still starts anew."""
    touched = replace(filing, revision=filing.revision + 1, updated_at=now, **changes)
    await uow.filings.save(touched)
    await renew_idle(runtime, uow, touched, now, profile_id)
    return touched


async def renew_idle(runtime: Runtime, uow: UnitOfWork, filing: Filing, now: datetime, profile_id: str) -> None:
    """Let the time to stand still start anew: the applicant did something."""
    assert is_editable(filing.state)
    deadlines = deadlines_in(runtime, filing, profile_id, now, None)
    await uow.history.set_deadlines(with_reminders(runtime, runtime.profiles[profile_id], deadlines, now))
