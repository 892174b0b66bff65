"""What the authority answers to a hand-over, applied to the filing."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from app.domain.exchange import Handover, HandoverState, SmsEntry, SmsState, SmsVerification
from app.domain.filing_states import Actor, Event, ReturnedBecause, State, moved
from app.domain.filings import Filing, ReviewFinding
from app.domain.notice_causes import NoticeCause
from app.domain.rejections import authority_result, is_our_fault, place_in
from app.domain.sms_recipients import figures
from app.domain.state_choices import after_intake_refusal
from app.ports.authority import SubmissionAnswer
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.asking_again import ask_again
from app.usecases.call import day_in_china
from app.usecases.filing_moves import Move, move
from app.usecases.notice_planning import plan_of_filing
from app.usecases.people_to_verify import people_to_verify
from app.usecases.runtime import Runtime
from app.usecases.timeline_notes import note_event

HANDOVER_NOTICE = "handover_notice"


async def apply_answer(
    runtime: Runtime,
    uow: UnitOfWork,
    filing: Filing,
    handover: Handover,
    answer: SubmissionAnswer,
    profile_id: str,
    now: datetime,
) -> Filing:
    """Note the receipt and move the filing: to SMS verification, to review, or back."""
    if answer.refusal is not None:
        return await _refused(runtime, uow, filing, handover, answer, profile_id, now)
    await uow.exchange.save_handover(replace(handover, state=HandoverState.ANSWERED, receipt=answer.receipt))
    event = Event.ACCEPTED_SMS_DUE if answer.sms_due else Event.ACCEPTED_NO_SMS
    next_state = moved(filing.state, event, Actor.AUTHORITY)
    if answer.sms_due:
        await uow.exchange.add_sms(_recipients(runtime, filing, handover, answer))
    made = Move(event, Actor.AUTHORITY, next_state, profile_id, sms_expires_at=answer.sms_expires_at)
    accepted = await move(runtime, uow, filing, now, made)
    if answer.sms_due and answer.sms_entry is SmsEntry.AUTHORITY_SITE:
        # Nothing of what is entered there passes through here: it is followed by asking.
        await ask_again(runtime, uow, accepted, now)
    if answer.sms_due and runtime.profiles[profile_id].handover_notice:
        # The provider's own word to everybody who is about to get a code; the code itself is the authority's.
        await note_event(runtime, uow, accepted, now, HANDOVER_NOTICE, Actor.WORKER, None)
    return accepted


def _recipients(
    runtime: Runtime, filing: Filing, handover: Handover, answer: SubmissionAnswer
) -> list[SmsVerification]:
    day = day_in_china(handover.created_at)
    resends = figures(day, runtime.rulebook).resends
    assert answer.sms_expires_at is not None
    return [
        SmsVerification(
            id=runtime.ids.new("sms"),
            filing_id=filing.id,
            handover_id=handover.id,
            roles=one.roles,
            phone=one.phone,
            certificate_last6=one.certificate_last6,
            state=SmsState.PENDING,
            expires_at=answer.sms_expires_at,
            resends_left=resends,
            entered_at_authority=answer.sms_entry is SmsEntry.AUTHORITY_SITE,
        )
        for one in people_to_verify(runtime, filing, handover)
    ]


async def _refused(
    runtime: Runtime,
    uow: UnitOfWork,
    filing: Filing,
    handover: Handover,
    answer: SubmissionAnswer,
    profile_id: str,
    now: datetime,
) -> Filing:
    refusal = answer.refusal
    assert refusal is not None
    handover = replace(handover, receipt=answer.receipt)
    if refusal.our_fault or is_our_fault(refusal.code, day_in_china(now), runtime.rulebook):
        return await hold(runtime, uow, filing, handover, refusal.code, profile_id, now)
    await uow.exchange.save_handover(replace(handover, state=HandoverState.CLOSED))
    finding = finding_of(runtime, filing, refusal.code, refusal.pointer, refusal.message, now)
    changes: dict[str, Any] = {"returned_because": ReturnedBecause.INTAKE, "findings": (finding,), "held": False}
    made = Move(
        Event.REFUSED_AT_INTAKE,
        Actor.AUTHORITY,
        _after_refusal(filing, our_fault=False),
        profile_id,
        note=refusal.code,
        changes=changes,
    )
    return await move(runtime, uow, filing, now, made)


async def hold(
    runtime: Runtime, uow: UnitOfWork, filing: Filing, handover: Handover, code: str, profile_id: str, now: datetime
) -> Filing:
    """Hold a filing whose hand-over failed for a fault of ours: it stays, and a reviewer forwards it once mended."""
    await uow.exchange.save_handover(replace(handover, state=HandoverState.CLOSED))
    next_state = _after_refusal(filing, our_fault=True)
    made = Move(Event.REFUSED_AT_INTAKE, Actor.AUTHORITY, next_state, profile_id, note=code, changes={"held": True})
    held = await move(runtime, uow, filing, now, made)
    await plan_of_filing(runtime, uow, held, NoticeCause.FILING_HELD, now)
    return held


def _after_refusal(filing: Filing, *, our_fault: bool) -> State:
    choice = after_intake_refusal(our_fault=our_fault)
    return moved(filing.state, Event.REFUSED_AT_INTAKE, Actor.AUTHORITY, choice=choice)


def finding_of(
    runtime: Runtime, filing: Filing, number: str, pointer: str | None, message: str | None, now: datetime
) -> ReviewFinding:
    """Turn a result number of the authority into a finding of the catalogue; the number may tell the place."""
    result = authority_result(number, day_in_china(now), runtime.rulebook)
    place = place_in(filing.body, result.pointer) if pointer is None else pointer
    return ReviewFinding(place, result.rejection.code, by="authority", note=result.note(message))
