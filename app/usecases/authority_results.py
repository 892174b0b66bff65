"""What the authority reports of filings in its hands: kept first, then applied, each once."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from app.domain.exchange import Handover, HandoverState, SmsState
from app.domain.exchange_journal import Exchanged, Outcome
from app.domain.filing_states import Actor, Event, ReturnedBecause, State, moved, next_states
from app.domain.filings import Filing, ReviewFinding
from app.domain.rejections import is_our_fault
from app.ports.store.exchange import Callback
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.authority_answers import finding_of
from app.usecases.call import day_in_china
from app.usecases.exchange_journal import note
from app.usecases.filing_moves import Move, move
from app.usecases.record_changes import approve
from app.usecases.runtime import Runtime

_log = structlog.get_logger("authority")
APPLY_CALLBACK = "apply_callback"


class NotYetApplicableError(Exception):
    """The answer to the hand-over itself has not been noted yet; the message is to be applied again later."""


async def keep(runtime: Runtime, callback: Callback) -> bool:
    """Keep a message and let the worker apply it; False where it came before."""
    async with runtime.unit_of_work() as uow:
        is_new = await uow.exchange.add_callback(callback)
        if is_new:
            await uow.jobs.enqueue(APPLY_CALLBACK, callback.receipt, callback_id=callback.id)
        await _note_arrival(runtime, uow, callback, is_new=is_new)
        await uow.commit()
    return is_new


async def _note_arrival(runtime: Runtime, uow: UnitOfWork, callback: Callback, *, is_new: bool) -> None:
    """Note a message that came again, or before the answer to its hand-over; what it says is for later."""
    handover = await uow.exchange.by_receipt(callback.receipt)
    outcome = None if is_new else Outcome.REPEATED
    submission_id = callback.payload.get("submission_id")
    if handover is None and submission_id is not None:
        handover = await uow.exchange.get_handover(submission_id)
        outcome = outcome or Outcome.EARLY
    if handover is not None and outcome is not None:
        await note(runtime, uow, handover, Exchanged.MESSAGE, outcome, callback.received_at, callback.type)


async def apply(runtime: Runtime, callback_id: str) -> None:
    """Apply a kept message, once; raises NotYetApplicableError."""
    async with runtime.unit_of_work() as uow:
        callback = await uow.exchange.callback(callback_id, lock=True)
        if callback is None or callback.applied_at is not None:
            return
        handover = await uow.exchange.by_receipt(callback.receipt)
        if handover is None:
            raise NotYetApplicableError(callback.receipt)
        now, event = runtime.clock.now(), Event(callback.type)
        moved_filing = await apply_report(runtime, uow, handover, event, callback.payload.get("result") or {}, now)
        outcome = Outcome.APPLIED if moved_filing is not None else await _unapplied(uow, handover)
        await note(runtime, uow, handover, Exchanged.MESSAGE, outcome, now, callback.type)
        await uow.exchange.callback_applied(callback.id, now)
        await uow.commit()


async def _unapplied(uow: UnitOfWork, handover: Handover) -> Outcome:
    """Tell a message that changed nothing because it was known from one whose hand-over is over."""
    current = await uow.exchange.open_handover(handover.filing_id)
    return Outcome.KNOWN if current is not None and current.id == handover.id else Outcome.LATE


async def apply_report(
    runtime: Runtime,
    uow: UnitOfWork,
    handover: Handover,
    event: Event,
    result: dict[str, Any],
    now: datetime,
    actor: Actor = Actor.AUTHORITY,
) -> Filing | None:
    """Move a filing by what the authority says; what is over already, or said before, changes nothing."""
    filing = await uow.filings.get(handover.provider_id, handover.filing_id, lock=True)
    current = await uow.exchange.open_handover(handover.filing_id, lock=True)
    if filing is None or current is None or current.id != handover.id:
        return None
    if not next_states(filing.state, event, actor):
        return None
    if event in (Event.SMS_ALL_PASSED, Event.APPROVED, Event.REJECTED):
        await _settle_sms(uow, filing, SmsState.VERIFIED)
    elif event in (Event.SMS_EXPIRED, Event.SMS_ATTEMPTS_SPENT):
        await _settle_sms(uow, filing, SmsState.EXPIRED)
    provider = await runtime.providers.get(filing.provider_id)
    changes = await _changes(runtime, uow, filing, event, result, now)
    note = "callback_lost" if filing.state is State.AWAITING_SMS and event in (Event.APPROVED, Event.REJECTED) else None
    made = Move(event, actor, moved(filing.state, event, actor), provider.profile, note=note, changes=changes)
    if event is not Event.SMS_ALL_PASSED:
        await uow.exchange.save_handover(replace(current, state=HandoverState.CLOSED))
    return await move(runtime, uow, filing, now, made)


async def _settle_sms(uow: UnitOfWork, filing: Filing, state: SmsState) -> None:
    for recipient in await uow.exchange.sms_of(filing.id):
        if recipient.state is SmsState.PENDING:
            await uow.exchange.save_sms(replace(recipient, state=state))


async def _changes(
    runtime: Runtime, uow: UnitOfWork, filing: Filing, event: Event, result: dict[str, Any], now: datetime
) -> dict[str, Any]:
    if event is Event.APPROVED:
        kept = await approve(runtime, uow, filing, result, now)
        return {**kept, "returned_because": None, "findings": ()}
    if event is Event.REJECTED:
        number = str(result.get("code", ""))
        if is_our_fault(number, day_in_china(now), runtime.rulebook):
            # Nobody but us can mend it, and the applicant is told to wait for that.
            _log.error("filing rejected for a fault of ours", filing_id=filing.id, code=number)
        finding = finding_of(runtime, filing, number, result.get("pointer"), result.get("message"), now)
        return {"returned_because": ReturnedBecause.AUTHORITY, "findings": (finding,)}
    because = {Event.SMS_ATTEMPTS_SPENT: ReturnedBecause.SMS_ATTEMPTS, Event.SMS_EXPIRED: ReturnedBecause.SMS_TIMEOUT}
    if event in because:
        code = because[event].value
        return {"returned_because": because[event], "findings": (ReviewFinding("", code, by="authority"),)}
    return {}
