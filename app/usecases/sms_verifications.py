"""SMS verification (短信核验): who still has to enter a code, entering one, and asking for a new one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.errors import ProblemCode, Refusal, not_found
from app.domain.exchange import Handover, SmsEntry, SmsState, SmsVerification
from app.domain.exchange_journal import Exchanged, Outcome
from app.domain.filing_states import ActionNotAllowed, Event, State
from app.domain.phone_numbers import as_filed
from app.domain.sms_recipients import SmsRule, entry_page, figures
from app.domain.texts import Text
from app.ports.authority import AuthorityUnavailableError, SmsCheckAnswer
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.authority_outage import outage_told
from app.usecases.authority_results import apply_report
from app.usecases.authorization_codes import call_window, seconds_left
from app.usecases.call import Call, day_in_china
from app.usecases.exchange_journal import note_apart
from app.usecases.filing_details import found, locked
from app.usecases.offered_actions import offered
from app.usecases.runtime import Runtime

_PHONES_AN_ADDRESS = 6
_OUTAGE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class SmsEntered:
    """What came of an accepted code; `waiting_for` is how many others still have to enter theirs."""

    all_verified: bool
    waiting_for: int


@dataclass(frozen=True, slots=True)
class _Sought:
    recipient: SmsVerification
    handover: Handover


async def of(runtime: Runtime, call: Call, filing_id: str) -> tuple[SmsVerification, ...]:
    """Return the recipients of a filing's latest hand-over."""
    async with runtime.unit_of_work() as uow:
        await found(uow, call, filing_id)
        return await uow.exchange.sms_of(filing_id)


def where_no_code_arrives(runtime: Runtime) -> Text:
    """Return what somebody can do whose code does not come, or whose phone is dead."""
    words: Text = runtime.rulebook.at(SmsRule.NO_CODE, day_in_china(runtime.clock.now())).value
    return words


async def enter(runtime: Runtime, phone: str, certificate_last6: str, code: str, address: str) -> SmsEntered:
    """Relay a code that somebody entered, of whatever tenant.

    Somebody who is not known is told the same as somebody who mistyped: `sms-code-wrong` with the tries left, which
    for strangers are counted apart. Who is awaited in several orders has a code of each, and nobody but the authority
    can tell them apart: each order is asked until one takes the code. Raises `sms-returned`, `sms-code-expired`,
    `sms-entered-at-authority`, `rate-limited`,
    `authority-unavailable`.
    """
    phone = as_filed(phone)
    await _count_try(runtime, phone, address)
    # Whoever is awaited or not is told the same: it is the gateway that takes no codes.
    with outage_told(_OUTAGE_SECONDS):
        _require_relay(runtime, at_authority=await runtime.authority.sms_entry() is SmsEntry.AUTHORITY_SITE)
    sought = [one for one in await _sought(runtime, phone, certificate_last6) if not one.recipient.entered_at_authority]
    answers = []
    for one in sought:
        with outage_told(_OUTAGE_SECONDS):
            answer = await _relayed(runtime, one.handover, phone, certificate_last6, code)
        await _note(runtime, one, answer)
        if answer.outcome == "verified":
            return SmsEntered(answer.all_verified, answer.waiting_for)
        # Of whoever verified nothing is awaited any more: a wrong code of theirs is answered like a stranger's.
        if answer.outcome != "wrong" or one.recipient.state is not SmsState.VERIFIED:
            answers.append(answer)
    if not answers:
        raise await _stranger(runtime, phone, certificate_last6, address)
    # An order that took a code before, with an answer that never came, takes any: others are asked all the same.
    taken = next((answer for answer in answers if answer.outcome == "already_verified"), None)
    if taken is None or any(answer.outcome == "returned" for answer in answers):
        raise _refused(answers)
    return SmsEntered(taken.all_verified, taken.waiting_for)


async def _relayed(
    runtime: Runtime, handover: Handover, phone: str, certificate_last6: str, code: str
) -> SmsCheckAnswer:
    assert handover.receipt is not None
    try:
        return await runtime.authority.check_sms(handover.receipt, phone, certificate_last6, code)
    except AuthorityUnavailableError as away:
        await note_apart(runtime, handover, Exchanged.CODE, Outcome.NO_ANSWER, str(away))
        raise


def _require_relay(runtime: Runtime, *, at_authority: bool) -> None:
    """Raise `sms-entered-at-authority`, with the page and the numbers that codes come from."""
    if at_authority:
        page = entry_page(day_in_china(runtime.clock.now()), runtime.rulebook)
        facts = {"address": page.address, "senders": list(page.senders)}
        raise Refusal(ProblemCode.SMS_ENTERED_AT_AUTHORITY, facts=facts)


def _refused(answers: Sequence[SmsCheckAnswer]) -> Refusal:
    """Say what came of a code that no order took, the gravest first."""
    outcomes = {answer.outcome for answer in answers}
    if "returned" in outcomes:
        return Refusal(ProblemCode.SMS_RETURNED)
    if outcomes == {"expired"}:
        return Refusal(ProblemCode.SMS_CODE_EXPIRED)
    left = min(answer.tries_left for answer in answers if answer.outcome != "expired")
    return Refusal(ProblemCode.SMS_CODE_WRONG, facts={"tries_left": left})


async def _count_try(runtime: Runtime, phone: str, address: str) -> None:
    """Count the try against its phone, in all processes alike; an address with too many strangers waits too."""
    window, limit = call_window(runtime), runtime.limits.sms_tries_per_minute
    async with runtime.unit_of_work() as uow:
        by_phone = await uow.attempts.add("sms_phone", phone, window)
        strangers = await uow.attempts.count("sms_address", address, window)
        await uow.commit()
    if by_phone > limit or strangers >= _PHONES_AN_ADDRESS * limit:
        raise Refusal(ProblemCode.RATE_LIMITED, retry_after=seconds_left(runtime, window))


async def _sought(runtime: Runtime, phone: str, certificate_last6: str) -> list[_Sought]:
    """Find the codes somebody can mean: those that are awaited, else the latest, which is over."""
    async with runtime.unit_of_work() as uow:
        people = await uow.exchange.sms_by_person(phone, certificate_last6.upper())
        known = []
        for recipient in people:
            handover = await uow.exchange.get_handover(recipient.handover_id)
            if handover is not None and handover.receipt is not None:
                known.append(_Sought(recipient, handover))
    awaited = [one for one in known if one.recipient.state is SmsState.PENDING]
    return awaited or known[:1]


async def _stranger(runtime: Runtime, phone: str, certificate_last6: str, address: str) -> Refusal:
    """Answer as if there were a code, and it were wrong.

    The authority is asked something here too, so that neither the time taken nor an outage tells who is awaited.
    """
    with outage_told(_OUTAGE_SECONDS):
        await runtime.authority.check()
    now = runtime.clock.real_now()
    day = datetime.combine(now.date(), datetime.min.time(), tzinfo=now.tzinfo)
    async with runtime.unit_of_work() as uow:
        # Many people may share an address, and those who are awaited do not count against it.
        await uow.attempts.add("sms_address", address, call_window(runtime))
        wrong = await uow.attempts.add("sms_stranger", f"{phone}:{certificate_last6.upper()}", day)
        await uow.commit()
    borne = figures(day_in_china(runtime.clock.now()), runtime.rulebook).wrong_tries
    return Refusal(ProblemCode.SMS_CODE_WRONG, facts={"tries_left": max(0, borne - wrong)})


async def _note(runtime: Runtime, sought: _Sought, answer: SmsCheckAnswer) -> None:
    """Save what the authority said; its callback says the same later and then changes nothing."""
    now, handover = runtime.clock.now(), sought.handover
    async with runtime.unit_of_work() as uow:
        await uow.filings.get(handover.provider_id, handover.filing_id, lock=True)
        # Already: whoever enters a code again whose answer got lost.
        if answer.outcome in ("verified", "already_verified"):
            await _save(uow, sought.recipient, state=SmsState.VERIFIED)
        event = _event(answer)
        if event is not None:
            await apply_report(runtime, uow, handover, event, {}, now)
        await uow.commit()


async def _save(uow: UnitOfWork, recipient: SmsVerification, **changes: Any) -> SmsVerification:
    """Change one recipient as it stands now: while the authority was asked, others may have changed it too."""
    stored = await uow.exchange.sms_of(recipient.filing_id)
    changed = replace(next((one for one in stored if one.id == recipient.id), recipient), **changes)
    await uow.exchange.save_sms(changed)
    return changed


def _event(answer: SmsCheckAnswer) -> Event | None:
    if answer.outcome in ("verified", "already_verified") and answer.all_verified:
        return Event.SMS_ALL_PASSED
    return {"returned": Event.SMS_ATTEMPTS_SPENT, "expired": Event.SMS_EXPIRED}.get(answer.outcome)


async def resend(runtime: Runtime, call: Call, filing_id: str, role: str) -> SmsVerification:
    """Ask for a new code for everyone of a role; the old one is void, deadline and count stay. Returns the first."""
    recipients, handover = await _to_resend(runtime, call, filing_id, role)
    _require_relay(runtime, at_authority=any(one.entered_at_authority for one in recipients))
    assert handover.receipt is not None
    answers = []
    for recipient in recipients:
        with outage_told(_OUTAGE_SECONDS):
            left = recipient.resends_left
            answers.append(await runtime.authority.resend_sms(handover.receipt, recipient.phone, left))
    outcomes = {answer.outcome for answer in answers}
    if "expired" in outcomes:
        raise Refusal(ProblemCode.SMS_CODE_EXPIRED)
    if outcomes == {"not_awaited"}:
        raise ActionNotAllowed(State.AWAITING_SMS, ())
    async with runtime.unit_of_work() as uow:
        await locked(uow, call, filing_id)
        saved = [
            await _save(uow, recipient, resends_left=0 if answer.outcome == "resends_spent" else answer.resends_left)
            for recipient, answer in zip(recipients, answers, strict=True)
            if answer.outcome != "not_awaited"
        ]
        if "sent" not in outcomes:
            await uow.commit()
            raise Refusal(ProblemCode.RESENDS_SPENT)
        await call.commit(uow, saved[0])
    return saved[0]


async def _to_resend(runtime: Runtime, call: Call, filing_id: str, role: str) -> tuple[list[SmsVerification], Handover]:
    async with runtime.unit_of_work() as uow:
        filing = await found(uow, call, filing_id)
        if filing.state is not State.AWAITING_SMS:
            raise ActionNotAllowed(filing.state, await offered(runtime, call, uow, filing))
        people = [one for one in await uow.exchange.sms_of(filing_id) if role in one.roles]
        handover = await uow.exchange.open_handover(filing_id)
    pending = [one for one in people if one.state is SmsState.PENDING]
    if not people or handover is None:
        raise not_found()
    if not pending:
        raise ActionNotAllowed(filing.state, ())
    left = [one for one in pending if one.resends_left > 0]
    if not left:
        raise Refusal(ProblemCode.RESENDS_SPENT)
    return left, handover
