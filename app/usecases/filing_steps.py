"""What the applicant does with a filing: confirm, submit, resubmit, withdraw, abandon."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from app.domain.errors import FieldError, ProblemCode, Refusal
from app.domain.filing_body_json import body_to_json
from app.domain.filing_states import (
    AbandonedBecause,
    Action,
    Actor,
    Event,
    State,
    moved,
)
from app.domain.filings import Filing
from app.domain.materials import Material
from app.domain.profile import AfterSms
from app.domain.state_choices import after_submit, after_unchanged, resubmission
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.authority_handover import queue_handover
from app.usecases.call import Call
from app.usecases.filing_checks import blocking
from app.usecases.filing_details import FilingDetails, detail_of, locked
from app.usecases.filing_diffs import require_change
from app.usecases.filing_moves import Move, move
from app.usecases.offered_actions import require_offered
from app.usecases.renditions import queue_renditions
from app.usecases.review_history import keep_raised
from app.usecases.runtime import Runtime
from app.usecases.timeline_notes import note_event


def submission_digest(filing: Filing, materials: Sequence[Material]) -> str:
    """Return a digest of what is submitted: the body and the papers, whatever their ids."""
    papers = sorted((paper.kind.value, paper.for_pointer, paper.sha256) for paper in materials)
    content = json.dumps([body_to_json(filing.body), papers], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


async def confirm(runtime: Runtime, call: Call, filing_id: str, revision: int | None) -> FilingDetails:
    """Record that the applicant agrees to exactly this revision; nothing moves."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id, revision)
        await require_offered(runtime, call, uow, filing, Action.CONFIRM)
        if not filing.is_confirmed:
            filing = replace(filing, confirmed_revision=filing.revision)
            await uow.filings.save(filing)
            await note_event(runtime, uow, filing, call.now, Action.CONFIRM.value, Actor.APPLICANT, call.caller.owner)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


async def submit(runtime: Runtime, call: Call, filing_id: str, revision: int | None) -> FilingDetails:
    """Submit a draft, or what was withdrawn, to first review."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id, revision)
        await require_offered(runtime, call, uow, filing, Action.SUBMIT)
        straight = filing.filing_type in call.profile.sent_straight_on
        choice = after_submit(straight_to_authority=straight)
        next_state = moved(filing.state, Event.SUBMIT, Actor.APPLICANT, choice=choice)
        materials = await uow.materials.of(filing.id)
        await _require_ready(runtime, call, uow, filing, materials, confirmed=True)
        digest = submission_digest(filing, materials)
        filing = await _sent(runtime, call, uow, filing, Event.SUBMIT, next_state, digest)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


async def resubmit(runtime: Runtime, call: Call, filing_id: str, revision: int | None) -> FilingDetails:
    """Submit again what was sent back: changed to first review, unchanged where the table says."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id, revision)
        await require_offered(runtime, call, uow, filing, Action.RESUBMIT)
        materials = await uow.materials.of(filing.id)
        digest = submission_digest(filing, materials)
        changed = digest != filing.submitted_digest
        event = resubmission(filing.state, filing.returned_because, changed=changed)
        next_state = moved(filing.state, event, Actor.APPLICANT, choice=_choice(call, event))
        await _require_ready(runtime, call, uow, filing, materials, confirmed=changed)
        filing = await _sent(runtime, call, uow, filing, event, next_state, digest)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


def _choice(call: Call, event: Event) -> State | None:
    if event is not Event.RESUBMIT_UNCHANGED:
        return None
    return after_unchanged(through_first_review=call.profile.after_sms is AfterSms.FIRST_REVIEW)


async def _require_ready(
    runtime: Runtime,
    call: Call,
    uow: UnitOfWork,
    filing: Filing,
    materials: tuple[Material, ...],
    *,
    confirmed: bool,
) -> None:
    """Look at the account, then whether there is a change, then at errors and papers, then at the confirmation."""
    account = await uow.accounts.get(filing.provider_id, filing.account_id)
    if account is None or not account.real_name_verified:
        raise Refusal(ProblemCode.ACCOUNT_NOT_VERIFIED)
    require_change(runtime, call, filing)
    errors = await blocking(runtime, call, uow, filing, materials)
    if errors:
        raise Refusal(ProblemCode.CHECKS_FAILED, errors=tuple(FieldError.of(error) for error in errors))
    if confirmed and not filing.is_confirmed:
        raise Refusal(ProblemCode.CONFIRMATION_REQUIRED)


async def _sent(
    runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing, event: Event, next_state: State, digest: str
) -> Filing:
    await keep_raised(uow, filing)
    changes = {
        "submitted_at": call.now,
        "submitted_digest": digest,
        "returned_because": None,
        "findings": (),
        "held": False,
        "rules_as_of": call.today,
        "rulebook_digest": runtime.rulebook.digest,
    }
    made = Move(event, Actor.APPLICANT, next_state, call.provider.profile, call.caller.owner, changes=changes)
    sent = await move(runtime, uow, filing, call.now, made)
    await queue_renditions(uow, sent)
    if next_state is State.PENDING_AUTHORITY:
        await queue_handover(runtime, uow, call.profile, sent, call.now)
    return sent


async def withdraw(
    runtime: Runtime, call: Call, filing_id: str, revision: int | None, reason: str | None
) -> FilingDetails:
    """Take a filing back for editing (撤销); not once its hand-over is being sent."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id, revision)
        await require_offered(runtime, call, uow, filing, Action.WITHDRAW)
        made = Move(
            Event.WITHDRAW,
            Actor.APPLICANT,
            moved(filing.state, Event.WITHDRAW, Actor.APPLICANT),
            call.provider.profile,
            call.caller.owner,
            note=reason,
            changes={"assignee": None, "held": False},
        )
        filing = await move(runtime, uow, filing, call.now, made)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


async def abandon(
    runtime: Runtime, call: Call, filing_id: str, revision: int | None, reason: str | None
) -> FilingDetails:
    """Give a filing up (放弃): its code is free again."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id, revision)
        await require_offered(runtime, call, uow, filing, Action.ABANDON)
        made = Move(
            Event.ABANDON,
            Actor.APPLICANT,
            moved(filing.state, Event.ABANDON, Actor.APPLICANT),
            call.provider.profile,
            call.caller.owner,
            note=reason,
            changes={"abandoned_because": AbandonedBecause.APPLICANT},
        )
        filing = await move(runtime, uow, filing, call.now, made)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result
