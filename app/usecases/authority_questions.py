"""Asking the authority where a submission stands: once a deadline has passed, and again until it has spoken."""

from datetime import datetime

import structlog

from app.domain.authority_questions import QUESTION, Awaited, pauses
from app.domain.deadlines import DeadlineKind
from app.domain.filing_states import AT_THE_AUTHORITY, Actor, Event
from app.domain.filings import Deadline, Filing
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.authority_results import apply_report
from app.usecases.call import day_in_china
from app.usecases.runtime import Runtime

_log = structlog.get_logger("authority")
_OVERDUE = (DeadlineKind.SMS.value, DeadlineKind.AUTHORITY_REVIEW.value)
OF_THE_AUTHORITY = (*_OVERDUE, QUESTION)
"""The rows before whose firing the authority is asked."""
_EVENTS = {
    "sms_expired": Event.SMS_EXPIRED,
    "sms_attempts_spent": Event.SMS_ATTEMPTS_SPENT,
    "authority_review": Event.SMS_ALL_PASSED,
    "approved": Event.APPROVED,
    "rejected": Event.REJECTED,
}


async def catch_up(runtime: Runtime, filing_id: str) -> None:
    """Apply what the authority says of a filing in its hands.

    Its word counts, not our clock. Harmless twice: what was applied before changes nothing.
    """
    async with runtime.unit_of_work() as uow:
        handover = await uow.exchange.open_handover(filing_id)
    if handover is None or handover.receipt is None:
        return
    state = await runtime.authority.state_of(handover.receipt)
    event = _EVENTS.get(state.state)
    if event is None:
        return
    actor = Actor.CLOCK if event is Event.SMS_EXPIRED else Actor.AUTHORITY
    async with runtime.unit_of_work() as uow:
        await apply_report(runtime, uow, handover, event, state.result or {}, runtime.clock.now(), actor)
        await uow.commit()


async def ask_again(runtime: Runtime, uow: UnitOfWork, filing: Filing, now: datetime) -> None:
    """Let the worker ask again, after ever longer pauses, while a filing is in the authority's hands.

    The caller holds the filing, so that nobody moves it meanwhile, and commits.
    """
    if filing.state not in AT_THE_AUTHORITY:
        return
    overdue_since = await uow.history.passed(filing.id, _OVERDUE)
    awaited = Awaited.CODES if overdue_since is None else Awaited.RESULT
    since = overdue_since or filing.updated_at
    if overdue_since is not None:
        _log.warning("the authority is late", filing_id=filing.id, since=overdue_since.isoformat())
    at = pauses(awaited, day_in_china(now), runtime.rulebook).next(since, now)
    await uow.history.set_deadlines([Deadline(filing.id, QUESTION, at)])
