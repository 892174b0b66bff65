"""The hand-over of a filing to the authority: queued with the state that makes it due, sent by the worker."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from app.domain.exchange import Handover, HandoverState
from app.domain.filing_body_json import body_to_json
from app.domain.filing_states import Actor, Event, State
from app.domain.filings import Filing, OnFile
from app.domain.profile import HandoverBy, Profile
from app.ports.authority import CallRefusedError, SmsRecipient, Submission, SubmissionAnswer, SubmittedPaper
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.authority_answers import apply_answer, hold
from app.usecases.authority_sending import found_there, sent
from app.usecases.people_to_verify import people_to_verify
from app.usecases.renditions import PaperNotSendableError, papers_to_send
from app.usecases.runtime import Runtime
from app.usecases.timeline_notes import note_event

HAND_OVER = "hand_over"
# Why a filing is held whose papers can't be brought into the authority's form: a word of ours, for the timeline.
_NOT_SENDABLE = "paper_not_sendable"


async def queue_handover(runtime: Runtime, uow: UnitOfWork, profile: Profile, filing: Filing, now: datetime) -> None:
    """Queue the hand-over of a filing in the transaction that brought it to `pending_authority`."""
    await add_handover(runtime, uow, filing, now)
    if profile.handover is HandoverBy.WORKER:
        await send_queued(runtime, uow, filing, now, Actor.WORKER, None)


async def add_handover(runtime: Runtime, uow: UnitOfWork, filing: Filing, now: datetime) -> None:
    """Add a hand-over that nobody has sent yet."""
    handover = Handover(
        id=runtime.ids.new("sub"),
        filing_id=filing.id,
        provider_id=filing.provider_id,
        state=HandoverState.QUEUED,
        created_at=now,
    )
    await uow.exchange.add_handover(handover)


async def send_queued(
    runtime: Runtime, uow: UnitOfWork, filing: Filing, now: datetime, actor: Actor, actor_id: str | None
) -> None:
    """Let the worker send a queued hand-over; the timeline notes who forwarded it."""
    await uow.jobs.enqueue(HAND_OVER, filing.id, filing_id=filing.id)
    await note_event(runtime, uow, filing, now, Event.FORWARD.value, actor, actor_id)


async def hand_over(runtime: Runtime, filing_id: str) -> str | None:
    """Send a queued hand-over; raises AuthorityUnavailableError, and then is to be called again.

    Marked as being sent in a commit of its own, before anything leaves. A repetition first asks for the submission by
    its id, so that nothing is sent twice whatever died or got lost in between. Returns the authority's code where the
    filing is held for a fault of ours, which somebody must be told of.
    """
    marked = await _marked_as_sending(runtime, filing_id)
    if marked is None:
        return None
    filing, handover, sent_before = marked
    provider = await runtime.providers.get(filing.provider_id)
    answer: SubmissionAnswer | CallRefusedError | PaperNotSendableError | None = None
    if sent_before:
        answer = await found_there(runtime, handover, provider.number)
    if answer is None:
        answer = await _sent(runtime, filing, handover, provider.number)
    return await _noted(runtime, filing, handover, answer, provider.profile)


async def _sent(
    runtime: Runtime, filing: Filing, handover: Handover, provider_number: str
) -> SubmissionAnswer | CallRefusedError | PaperNotSendableError:
    try:
        papers = await papers_to_send(runtime, filing)
    except PaperNotSendableError as fault:
        return fault
    return await sent(runtime, handover, submission_of(runtime, filing, handover, provider_number, papers))


async def _noted(
    runtime: Runtime,
    filing: Filing,
    handover: Handover,
    answer: SubmissionAnswer | CallRefusedError | PaperNotSendableError,
    profile_id: str,
) -> str | None:
    async with runtime.unit_of_work() as uow:
        now = runtime.clock.now()
        current = (await uow.filings.get(filing.provider_id, filing.id, lock=True)) or filing
        still_open = await uow.exchange.open_handover(filing.id, lock=True)
        if still_open is None or still_open.id != handover.id or still_open.receipt is not None:
            return None
        if not isinstance(answer, SubmissionAnswer):
            code = _code_of(answer)
            await hold(runtime, uow, current, still_open, code, profile_id, now)
        else:
            applied = await apply_answer(runtime, uow, current, still_open, answer, profile_id, now)
            code = answer.refusal.code if answer.refusal is not None and applied.held else ""
        await uow.commit()
    return code or None


def _code_of(fault: CallRefusedError | PaperNotSendableError) -> str:
    if isinstance(fault, PaperNotSendableError):
        return _NOT_SENDABLE
    return fault.code or f"status_{fault.status}"


async def _marked_as_sending(runtime: Runtime, filing_id: str) -> tuple[Filing, Handover, bool] | None:
    """Mark a hand-over as being sent; the last part tells that it was marked before."""
    async with runtime.unit_of_work() as uow:
        held = await uow.filings.by_ids([filing_id])
        if not held:
            return None
        filing = await uow.filings.get(held[0].provider_id, filing_id, lock=True)
        handover = await uow.exchange.open_handover(filing_id, lock=True)
        if filing is None or filing.state is not State.PENDING_AUTHORITY or handover is None:
            return None
        if handover.state not in (HandoverState.QUEUED, HandoverState.SENDING):
            return None
        sent_before = handover.state is HandoverState.SENDING
        handover = replace(handover, state=HandoverState.SENDING)
        await uow.exchange.save_handover(handover)
        await uow.commit()
    return filing, handover, sent_before


def submission_of(
    runtime: Runtime,
    filing: Filing,
    handover: Handover,
    provider_number: str,
    papers: tuple[SubmittedPaper, ...] = (),
) -> Submission:
    """Return a filing as it is handed over."""
    body: dict[str, Any] = body_to_json(filing.body)
    on_file = filing.on_file
    people = tuple(
        SmsRecipient(one.roles, one.phone, one.certificate_last6) for one in people_to_verify(runtime, filing, handover)
    )
    return Submission(
        submission_id=handover.id,
        provider_number=provider_number,
        filing_type=filing.filing_type.value,
        province=runtime.regions.province_of(filing.body.subject.region or ""),
        subject=body["subject"],
        services=tuple(_with_number(service, on_file) for service in body.get("services", ())),
        sms_recipients=people,
        subject_number=None if on_file is None else on_file.subject_number,
        reason_code=filing.reason_code,
        papers=papers,
    )


def _with_number(service: dict[str, Any], on_file: OnFile | None) -> dict[str, Any]:
    """Name a service that is on file by its number."""
    number = None if on_file is None else on_file.number_of(service["id"])
    return service if number is None else service | {"number": number}
