"""Deadlines that fall due: each fires once, as an ordinary event of the actor clock."""

from datetime import datetime

from app.domain.authority_questions import QUESTION
from app.domain.deadlines import DeadlineKind
from app.domain.expiries import EXPIRY_KINDS, LOOK_AGAIN
from app.domain.filing_states import AbandonedBecause, Actor, Event, is_final, moved
from app.domain.filings import Deadline, Filing
from app.domain.kept_data import ERASURE
from app.domain.reminders import reminded_kind
from app.ports.authority import AuthorityUnavailableError, CallRefusedError
from app.ports.store.unit_of_work import StoreUnavailableError, UnitOfWork
from app.usecases import data_erasure, expiry_deadlines, filing_reminders, obligation_firing, record_ends
from app.usecases.asking_again import OF_THE_AUTHORITY, ask_again
from app.usecases.authority_questions import catch_up
from app.usecases.filing_moves import Move, move
from app.usecases.runtime import Runtime
from app.usecases.transfers import expire

_BATCH = 100


async def fire_due(runtime: Runtime, now: datetime) -> int:
    """Fire what fell due, oldest first, and return how many there were.

    One deadline is one transaction, and firing is marked in it: two workers can't fire the same one. What one of them
    fails with keeps no other from firing: that one stays due, and an error is raised at the end, a fault of ours before
    an outage. While the authority is away it is asked of no further filing.
    """
    fired, last, failed = 0, None, list[Exception]()
    while True:
        async with runtime.unit_of_work() as uow:
            due = await uow.history.due(now, _BATCH, after=last)
        for deadline in due:
            await _tried(runtime, deadline, now, failed)
        fired += len(due)
        if len(due) < _BATCH:
            break
        last = due[-1]
    if failed:
        raise next((error for error in failed if not isinstance(error, AuthorityUnavailableError)), failed[0])
    return fired


async def _tried(runtime: Runtime, deadline: Deadline, now: datetime, failed: list[Exception]) -> None:
    """Fire a deadline, and put what it fails with among the failures; without a database nothing can be fired."""
    outages = [error for error in failed if isinstance(error, AuthorityUnavailableError)]
    is_away = any(not isinstance(error, CallRefusedError) for error in outages)
    if is_away and deadline.kind in OF_THE_AUTHORITY:
        return
    try:
        await _fire(runtime, deadline, now)
    except StoreUnavailableError:
        raise
    except Exception as error:
        failed.append(error)


async def _fire(runtime: Runtime, deadline: Deadline, now: datetime) -> None:
    """Fire a deadline of whatever it belongs to; an id begins with what it is of."""
    kind = deadline.owner_id.partition("_")[0]
    if kind == "obl":
        await obligation_firing.fire(runtime, deadline, now)
    elif kind == "rec":
        await record_ends.fire(runtime, deadline, now)
    elif kind == "trf":
        await _fire_of_transfer(runtime, deadline, now)
    else:
        await _fire_of_filing(runtime, deadline, now)


async def _fire_of_transfer(runtime: Runtime, deadline: Deadline, now: datetime) -> None:
    async with runtime.unit_of_work() as uow:
        (held,) = await uow.transfers.by_ids([deadline.owner_id])
        await expire(uow, held.provider_id, held.id, now)
        if await uow.history.fired(deadline.owner_id, deadline.kind, deadline.due_at, now):
            await uow.commit()


async def _fire_of_filing(runtime: Runtime, deadline: Deadline, now: datetime) -> None:
    if deadline.kind in OF_THE_AUTHORITY:
        await catch_up(runtime, deadline.owner_id)
    async with runtime.unit_of_work() as uow:
        # The filing first, like every other move: whoever holds it may be about to take this deadline away.
        (held,) = await uow.filings.by_ids([deadline.owner_id])
        filing = await uow.filings.get(held.provider_id, held.id, lock=True)
        assert filing is not None
        if not await uow.history.fired(deadline.owner_id, deadline.kind, deadline.due_at, now):
            return
        await _fired(runtime, uow, filing, deadline, now)
        await uow.commit()


async def _fired(runtime: Runtime, uow: UnitOfWork, filing: Filing, deadline: Deadline, now: datetime) -> None:
    """Do what a deadline of a filing stands for; one that moves nothing is told all the same."""
    if deadline.kind == ERASURE:
        await data_erasure.erase(runtime, uow, filing, now)
        return
    if is_final(filing.state):
        return
    reminded = reminded_kind(deadline.kind)
    kind = reminded or deadline.kind
    if kind in EXPIRY_KINDS:
        await expiry_deadlines.tell_anew(runtime, uow, filing, DeadlineKind(kind), now)
    elif kind == LOOK_AGAIN:
        await expiry_deadlines.tell_anew(runtime, uow, filing, None, now)
    elif reminded is not None:
        await filing_reminders.remind(runtime, uow, filing, reminded, now)
    elif deadline.kind == DeadlineKind.IDLE.value:
        await _give_up(runtime, uow, filing, now)
    elif deadline.kind in (DeadlineKind.SMS.value, QUESTION):
        # Its clock may be a little behind ours, and its message may be lost: nothing else would end this wait.
        await ask_again(runtime, uow, filing, now)
    else:
        await filing_reminders.tell(runtime, uow, filing, deadline, now)
        if deadline.kind == DeadlineKind.AUTHORITY_REVIEW.value:
            await ask_again(runtime, uow, filing, now)


async def _give_up(runtime: Runtime, uow: UnitOfWork, filing: Filing, now: datetime) -> None:
    provider = await runtime.providers.get(filing.provider_id)
    made = Move(
        Event.IDLE_EXPIRED,
        Actor.CLOCK,
        moved(filing.state, Event.IDLE_EXPIRED, Actor.CLOCK),
        provider.profile,
        changes={"abandoned_because": AbandonedBecause.EXPIRED},
    )
    await move(runtime, uow, filing, now, made)
