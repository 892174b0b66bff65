"""Deadlines that fall due: each fires once, as an ordinary event of the actor clock."""

from datetime import datetime

from app.domain.deadlines import DeadlineKind
from app.domain.filing_states import AbandonedBecause, Actor, Event, moved
from app.domain.filings import Deadline
from app.usecases import sms_verifications
from app.usecases.filing_moves import Move, move
from app.usecases.runtime import Runtime

_BATCH = 100


async def fire_due(runtime: Runtime, now: datetime) -> int:
    """Fire what fell due, oldest first, and return how many there were.

    One deadline is one transaction, and firing is marked in it: two workers can't fire the same one. Raises
    AuthorityUnavailableError where the authority must be asked and is not there; that deadline stays due.
    """
    async with runtime.unit_of_work() as uow:
        due = await uow.history.due(now, _BATCH)
    for deadline in due:
        await _fire(runtime, deadline, now)
    return len(due)


async def _fire(runtime: Runtime, deadline: Deadline, now: datetime) -> None:
    if deadline.kind == DeadlineKind.SMS.value:
        await sms_verifications.expire(runtime, deadline.filing_id)
    async with runtime.unit_of_work() as uow:
        if not await uow.history.fired(deadline.filing_id, deadline.kind, deadline.due_at, now):
            return
        if deadline.kind == DeadlineKind.IDLE.value:
            held = await uow.filings.by_ids([deadline.filing_id])
            filing = await uow.filings.get(held[0].provider_id, deadline.filing_id, lock=True)
            assert filing is not None
            provider = await runtime.providers.get(filing.provider_id)
            made = Move(
                Event.IDLE_EXPIRED,
                Actor.CLOCK,
                moved(filing.state, Event.IDLE_EXPIRED, Actor.CLOCK),
                provider.profile,
                changes={"abandoned_because": AbandonedBecause.EXPIRED},
            )
            await move(runtime, uow, filing, now, made)
        await uow.commit()
