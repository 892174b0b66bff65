"""First review (初审): what a reviewer (备案专员) decides, and the hand-over by a specialist."""

from dataclasses import dataclass, replace

from app.domain.editable_fields import every_place
from app.domain.errors import invalid
from app.domain.filing_states import ActionNotAllowed, Actor, Event, State, moved
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, ReviewFinding
from app.domain.materials import AuthenticityStatus
from app.domain.notice_causes import NoticeCause
from app.domain.principal_changes import principals_meant
from app.domain.profile import HandoverBy, PostedMaterials
from app.domain.rejection_rules import RejectionRule
from app.domain.rejections import is_reviewers_code
from app.domain.reviewing import ReviewOutcome
from app.domain.state_choices import after_pass, posted_papers_wanted
from app.domain.texts import Text
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.authority_handover import add_handover, queue_handover, send_queued
from app.usecases.call import Call
from app.usecases.filing_details import FilingDetails, detail_of, locked
from app.usecases.filing_moves import Move, move
from app.usecases.notice_planning import plan_of_filing
from app.usecases.people_to_prove import people_to_prove_in
from app.usecases.record_changes import approve
from app.usecases.review_claims import require_claim
from app.usecases.review_history import keep_decision
from app.usecases.runtime import Runtime
from app.usecases.timeline_notes import note_event

LIVENESS_FAILED = RejectionRule.LIVENESS_FAILED.rejection_code
FIRST_LOOK_PASSED = "first_look_passed"
_REASON_MISSING = Text("驳回或要求补正时至少要有一条意见。", "A rejection needs at least one finding.")
_REASON_UNKNOWN = Text("驳回原因不在目录中。", "This rejection code is not in the catalogue.")
_PLACE_UNKNOWN = Text("备案信息中没有这个位置。", "The filing has no such place.")
_POST_WITH_A_PASS = Text("只有通过初审的备案才需要邮寄资料。", "Papers go by post with a passed filing alone.")
_POST_WITH_THE_LAST_PASS = Text(
    "需要复核的备案，由复核的审核员要求邮寄资料。", "Where two look, the second asks for papers by post."
)
_NO_POST_HERE = Text("本接入商不收邮寄资料。", "This provider takes no papers by post.")
_NONE_WANTED = Text("通过时不能带意见。", "A pass carries no findings.")


@dataclass(frozen=True, slots=True)
class DecisionCommand:
    """What a reviewer decided; findings name places of the filing and codes of the catalogue.

    `post_to` is where papers are to be sent by post, with a pass whose filing waits for them.
    """

    event: Event
    findings: tuple[ReviewFinding, ...]
    post_to: str | None = None


async def decide(
    runtime: Runtime, call: Call, filing_id: str, revision: int | None, command: DecisionCommand
) -> FilingDetails:
    """Pass a filing, reject it, or ask for completion."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id, revision)
        filing = await decided_in(runtime, call, uow, filing, command)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


async def decided_in(
    runtime: Runtime,
    call: Call,
    uow: UnitOfWork,
    filing: Filing,
    command: DecisionCommand,
    batch: bytes | None = None,
) -> Filing:
    """Decide a locked filing that the caller has claimed; the caller commits."""
    next_state = moved(filing.state, command.event, Actor.REVIEWER, choice=_choice(call, filing, command))
    require_claim(filing, call)
    _check_findings(runtime, call, filing, command)
    if command.event is Event.PASS and _wants_another_look(call, filing):
        return await _looked_once(runtime, call, uow, filing, command)
    outcome = ReviewOutcome(command.event.value)
    await keep_decision(runtime, uow, call, filing, outcome, command.findings, batch)
    return await _decided(runtime, call, uow, filing, command, next_state)


def _choice(call: Call, filing: Filing, command: DecisionCommand) -> State | None:
    if command.event is not Event.PASS:
        return None
    by_post = posted_papers_wanted(call.profile.posted_materials, asked=command.post_to is not None)
    return after_pass(is_claim=filing.filing_type is FilingType.CLAIM, posted_materials_wanted=by_post)


def _wants_another_look(call: Call, filing: Filing) -> bool:
    return filing.filing_type in call.profile.second_look and filing.first_look_by in (None, call.caller.id)


async def _looked_once(
    runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing, command: DecisionCommand
) -> Filing:
    """Put a filing that one reviewer passed back into the queue, for another to look at; nothing moves."""
    if command.post_to is not None:
        raise invalid("/post_to", "none_wanted", _POST_WITH_THE_LAST_PASS)
    await keep_decision(runtime, uow, call, filing, ReviewOutcome.FIRST_LOOK)
    looked = replace(filing, assignee=None, claim_ends_at=None, first_look_by=call.caller.id)
    await uow.filings.save(looked)
    await note_event(runtime, uow, looked, call.now, FIRST_LOOK_PASSED, Actor.REVIEWER, call.caller.id)
    await plan_of_filing(runtime, uow, looked, NoticeCause.SECOND_LOOK, call.now)
    return looked


async def _decided(
    runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing, command: DecisionCommand, next_state: State
) -> Filing:
    if command.event is Event.PASS:
        await uow.materials.set_checks(filing.id, AuthenticityStatus.NEEDS_REVIEW, AuthenticityStatus.PASSED)
    faces = [finding.pointer for finding in command.findings if finding.code == LIVENESS_FAILED]
    if faces:
        meant = principals_meant(filing.body, faces, people_to_prove_in(runtime, call, filing))
        await uow.materials.fail_checks_of(filing.id, meant)
    # A claim is decided by the provider alone: what it is about is on the national record already.
    kept = await approve(runtime, uow, filing, {}, call.now) if next_state is State.APPROVED else {}
    made = Move(
        command.event,
        Actor.REVIEWER,
        next_state,
        call.provider.profile,
        call.caller.id,
        note=", ".join(finding.code for finding in command.findings) or command.post_to,
        changes={"findings": command.findings, "returned_because": None, **kept},
    )
    decided = await move(runtime, uow, filing, call.now, made)
    if next_state is State.PENDING_AUTHORITY:
        await queue_handover(runtime, uow, call.profile, decided, call.now)
    return decided


def _check_findings(runtime: Runtime, call: Call, filing: Filing, command: DecisionCommand) -> None:
    _check_post(call, filing, command)
    if command.event is Event.PASS:
        if command.findings:
            raise invalid("/findings", "none_wanted", _NONE_WANTED)
        return
    if not command.findings:
        raise invalid("/findings", "required", _REASON_MISSING)
    require_known_codes(runtime, call, command)
    for place, finding in enumerate(command.findings):
        if not _is_place(filing, finding.pointer):
            raise invalid(f"/findings/{place}/pointer", "unknown_place", _PLACE_UNKNOWN)


def require_known_codes(runtime: Runtime, call: Call, command: DecisionCommand) -> None:
    """Refuse a code that is not in the reviewers' catalogue."""
    for place, finding in enumerate(command.findings):
        if not is_reviewers_code(finding.code, call.today, runtime.rulebook):
            raise invalid(f"/findings/{place}/code", "unknown_code", _REASON_UNKNOWN)


def _check_post(call: Call, filing: Filing, command: DecisionCommand) -> None:
    """Papers by post are asked for with a pass, and of a provider that takes them."""
    if command.post_to is None:
        return
    if command.event is not Event.PASS or filing.filing_type is FilingType.CLAIM:
        raise invalid("/post_to", "none_wanted", _POST_WITH_A_PASS)
    if call.profile.posted_materials is PostedMaterials.NEVER:
        raise invalid("/post_to", "not_taken", _NO_POST_HERE)


def _is_place(filing: Filing, pointer: str) -> bool:
    """Tell a place of the filing, or one that holds such places."""
    known = every_place(filing.body)
    return any(
        pointer == place or pointer.startswith(f"{place}/") or place.startswith(f"{pointer}/") for place in known
    )


async def forward(runtime: Runtime, call: Call, filing_id: str) -> FilingDetails:
    """Hand a passed filing over to the authority, where the profile leaves that to a specialist."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id)
        sent = filing.id in await uow.exchange.sent_of([filing.id])
        moved(filing.state, Event.FORWARD, Actor.REVIEWER, handover_sent=sent)
        if filing.held:
            # What was refused for a fault of ours goes again as a new hand-over, once the fault is mended.
            filing = replace(filing, held=False, revision=filing.revision + 1, updated_at=call.now)
            await uow.filings.save(filing)
            await add_handover(runtime, uow, filing, call.now)
        elif call.profile.handover is not HandoverBy.BY_SPECIALIST:
            raise ActionNotAllowed(filing.state, ())
        await send_queued(runtime, uow, filing, call.now, Actor.REVIEWER, call.caller.id)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result
