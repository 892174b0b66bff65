"""Obligations that fall due: a reminder, the day itself, and what the provider does at last."""

import contextlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from app.domain.deadlines import DeadlineKind
from app.domain.errors import Refusal
from app.domain.feed import FeedEvent, FeedEventType
from app.domain.filings import Deadline
from app.domain.obligations import EscalationStep, Obligation, ObligationState
from app.domain.profile import Profile
from app.domain.records import Record
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases import record_filings
from app.usecases.deadline_told import days_left, told_of
from app.usecases.obligation_deadlines import ESCALATION, GIVING_UP, REMINDER, next_reminder
from app.usecases.runtime import Runtime

_log = structlog.get_logger("obligations")
_TRY_AGAIN_AFTER = timedelta(days=1)
_TRIED_FOR = timedelta(days=90)
_TOLD_LATE = timedelta(days=1)


async def fire(runtime: Runtime, deadline: Deadline, now: datetime) -> None:
    """Fire one deadline of an obligation, in one transaction; what follows from a cancelled access is another."""
    async with runtime.unit_of_work() as uow:
        found = await uow.obligations.by_ids([deadline.owner_id])
        obligation = await uow.obligations.get(found[0].provider_id, found[0].id, lock=True) if found else None
        if not await uow.history.fired(deadline.owner_id, deadline.kind, deadline.due_at, now):
            return
        must_cancel = False
        if obligation is not None and obligation.state.is_unmet:
            must_cancel = await _fired(runtime, uow, obligation, deadline, now)
        await uow.commit()
    if must_cancel and obligation is not None:
        await _cancel_access(runtime, obligation)


async def _fired(runtime: Runtime, uow: UnitOfWork, obligation: Obligation, deadline: Deadline, now: datetime) -> bool:
    """Do what a deadline stands for; True where the provider has to cancel access."""
    provider = await runtime.providers.get(obligation.provider_id)
    profile = runtime.profiles[provider.profile]
    if deadline.kind == REMINDER:
        await _remind(runtime, uow, obligation, profile, now)
    elif deadline.kind == ESCALATION:
        return await _escalate(runtime, uow, obligation, profile, now)
    elif deadline.kind == GIVING_UP:
        await _give_up(runtime, uow, obligation, now)
    else:
        await _fall_overdue(runtime, uow, obligation, profile, deadline, now)
    return False


async def _remind(runtime: Runtime, uow: UnitOfWork, obligation: Obligation, profile: Profile, now: datetime) -> None:
    """Remind, and set the next reminder; one that comes too late, after the day itself, says nothing any more."""
    left = days_left(obligation.due_at, now)
    if left:
        await _tell(runtime, uow, obligation, now, {"days_left": left})
    await uow.history.set_deadlines(next_reminder(obligation, profile, now))


async def _fall_overdue(
    runtime: Runtime, uow: UnitOfWork, obligation: Obligation, profile: Profile, deadline: Deadline, now: datetime
) -> None:
    """Note that the day has passed, and set the step after it.

    Its days count from when this is told: a day that lay behind from the start, or that passed while no worker ran,
    leaves the account as long to act as any other.
    """
    overdue = replace(obligation, state=ObligationState.OVERDUE)
    await uow.obligations.save(overdue)
    await _tell(runtime, uow, overdue, now, {"overdue": True})
    escalation = profile.escalations.get(obligation.kind)
    if escalation is not None:
        since = max(deadline.due_at, now - _TOLD_LATE)
        due_at = since + timedelta(days=escalation.after_days)
        await uow.history.set_deadlines([Deadline(obligation.id, ESCALATION, due_at)])


async def _escalate(runtime: Runtime, uow: UnitOfWork, obligation: Obligation, profile: Profile, now: datetime) -> bool:
    escalation = profile.escalations.get(obligation.kind)
    if escalation is None:
        await uow.history.clear_deadlines(obligation.id, (GIVING_UP,))
        return False
    is_first = obligation.state is not ObligationState.ESCALATED
    if is_first:
        await uow.obligations.save(replace(obligation, state=ObligationState.ESCALATED))
        await _tell(runtime, uow, obligation, now, {"escalated": escalation.step.value})
    if escalation.step is not EscalationStep.CANCEL_ACCESS:
        return False
    # Set before it is tried: whatever keeps the provider from filing now, an open order say, is over some day.
    await uow.history.set_deadlines([Deadline(obligation.id, ESCALATION, now + _TRY_AGAIN_AFTER)])
    if is_first:
        await uow.history.set_deadlines([Deadline(obligation.id, GIVING_UP, now + _TRIED_FOR)])
    return True


async def _give_up(runtime: Runtime, uow: UnitOfWork, obligation: Obligation, now: datetime) -> None:
    """End what could not be filed for so long: somebody has to look why."""
    await uow.history.clear_deadlines(obligation.id, (ESCALATION,))
    await _tell(runtime, uow, obligation, now, {"gave_up": True})
    _log.error("access of an unmet obligation can't be cancelled", obligation_id=obligation.id)


async def _tell(runtime: Runtime, uow: UnitOfWork, obligation: Obligation, now: datetime, data: dict[str, Any]) -> None:
    kind = DeadlineKind(obligation.kind.value)
    said = told_of(runtime, kind, obligation.due_at, now, provisional=obligation.provisional)
    event = FeedEvent(
        id=runtime.ids.new("evt"),
        provider_id=obligation.provider_id,
        account_id=obligation.account_id,
        type=FeedEventType.OBLIGATION_DUE,
        at=now,
        about_id=obligation.id,
        record_id=obligation.record_id,
        data=said | data,
    )
    await uow.feed.add([event])


async def _cancel_access(runtime: Runtime, obligation: Obligation) -> None:
    """File the cancelled access of the service in the provider's name, or of the record's first that still has any.

    Tried again day by day until there is no access left, for the order may be refused, withdrawn or rejected.
    """
    provider = await runtime.providers.get(obligation.provider_id)
    async with runtime.unit_of_work() as uow:
        record = await uow.records.get(obligation.provider_id, obligation.record_id)
        service_id = None if record is None else _service_to_leave(record, obligation)
        if service_id is None:
            await uow.history.clear_deadlines(obligation.id, (ESCALATION, GIVING_UP))
            await uow.commit()
    if record is not None and service_id is not None:
        with contextlib.suppress(Refusal):
            await record_filings.begin_for_provider(runtime, provider, record, service_id, obligation.id)


def _service_to_leave(record: Record, obligation: Obligation) -> str | None:
    concerned = [one for one in record.services if one.access_here and obligation.service_id in (None, one.id)]
    return concerned[0].id if concerned else None
