"""Asking the authority where a submission stands: once a deadline has passed, and again until it has spoken."""

from app.domain.exchange_journal import Exchanged, Outcome
from app.domain.filing_states import Actor, Event
from app.usecases.authority_results import apply_report
from app.usecases.exchange_journal import note
from app.usecases.runtime import Runtime

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
        now = runtime.clock.now()
        moved = await apply_report(runtime, uow, handover, event, state.result or {}, now, actor)
        # That codes have run out we ask as soon as they have: its message is not late.
        if moved is not None and event is not Event.SMS_EXPIRED:
            await note(runtime, uow, handover, Exchanged.QUESTION, Outcome.FOUND, now, event.value)
        await uow.commit()
