"""First review (初审): the queue, and what a reviewer (备案专员) decides."""

from dataclasses import dataclass, replace

from app.domain.editable_fields import every_place
from app.domain.errors import ProblemCode, Refusal, invalid
from app.domain.filing_states import Action, ActionNotAllowed, Actor, Event, State, allowed_actions, moved
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, ReviewFinding
from app.domain.materials import AuthenticityStatus
from app.domain.principal_changes import principals_meant
from app.domain.profile import HandoverBy, PostedMaterials
from app.domain.rejection_rules import RejectionRule
from app.domain.rejections import is_reviewers_code
from app.domain.state_choices import after_pass, posted_papers_wanted
from app.domain.texts import Text
from app.ports.store.filings import FilingsWanted
from app.ports.store.paging import Page, PageWanted
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.authority_handover import add_handover, queue_handover, send_queued
from app.usecases.call import Call
from app.usecases.filing_details import FilingDetails, detail_of, details_of, locked
from app.usecases.filing_moves import Move, move
from app.usecases.people_to_prove import people_to_prove_in
from app.usecases.record_changes import approve
from app.usecases.runtime import Runtime

LIVENESS_FAILED = RejectionRule.LIVENESS_FAILED.rejection_code
WAITING = (State.FIRST_REVIEW.value, State.RESUBMITTED.value)
_REASON_MISSING = Text("驳回或要求补正时至少要有一条意见。", "A rejection needs at least one finding.")
_REASON_UNKNOWN = Text("驳回原因不在目录中。", "This rejection code is not in the catalogue.")
_PLACE_UNKNOWN = Text("备案信息中没有这个位置。", "The filing has no such place.")
_POST_WITH_A_PASS = Text("只有通过初审的备案才需要邮寄资料。", "Papers go by post with a passed filing alone.")
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


async def queue(runtime: Runtime, call: Call, wanted: FilingsWanted, page: PageWanted) -> Page[FilingDetails]:
    """List what waits for review, oldest first."""
    if wanted.states is None:
        wanted = replace(wanted, states=WAITING)
    async with runtime.unit_of_work() as uow:
        filings = await uow.filings.queue(call.provider_id, wanted, page)
        return Page(await details_of(uow, filings.items), filings.next_after)


async def claim(runtime: Runtime, call: Call, filing_id: str) -> FilingDetails:
    """Take a filing for oneself; again by the same reviewer changes nothing."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id)
        if not _may_decide(filing):
            raise ActionNotAllowed(filing.state, Event.PASS, allowed_actions(filing.state, Actor.REVIEWER))
        if filing.assignee not in (None, call.caller.id):
            raise Refusal(ProblemCode.CLAIMED_BY_ANOTHER)
        filing = replace(filing, assignee=call.caller.id)
        await uow.filings.save(filing)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


def _may_decide(filing: Filing) -> bool:
    return Action.REJECT in allowed_actions(filing.state, Actor.REVIEWER)


async def release(runtime: Runtime, call: Call, filing_id: str) -> FilingDetails:
    """Give a claimed filing back to the queue."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id)
        _require_claim(filing, call)
        filing = replace(filing, assignee=None)
        await uow.filings.save(filing)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


def _require_claim(filing: Filing, call: Call) -> None:
    if filing.assignee is None:
        raise Refusal(ProblemCode.NOT_CLAIMED)
    if filing.assignee != call.caller.id:
        raise Refusal(ProblemCode.CLAIMED_BY_ANOTHER)


async def decide(
    runtime: Runtime, call: Call, filing_id: str, revision: int | None, command: DecisionCommand
) -> FilingDetails:
    """Pass a filing, reject it, or ask for completion."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id, revision)
        choice = None
        if command.event is Event.PASS:
            is_claim = filing.filing_type is FilingType.CLAIM
            by_post = posted_papers_wanted(call.profile.posted_materials, asked=command.post_to is not None)
            choice = after_pass(is_claim=is_claim, posted_materials_wanted=by_post)
        next_state = moved(filing.state, command.event, Actor.REVIEWER, choice=choice)
        if filing.assignee != call.caller.id:
            raise Refusal(ProblemCode.NOT_CLAIMED)
        _check_findings(runtime, call, filing, command)
        filing = await _decided(runtime, call, uow, filing, command, next_state)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


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
        changes={"findings": command.findings, "assignee": None, "returned_because": None, **kept},
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
    for place, finding in enumerate(command.findings):
        if not is_reviewers_code(finding.code, call.today, runtime.rulebook):
            raise invalid(f"/findings/{place}/code", "unknown_code", _REASON_UNKNOWN)
        if not _is_place(filing, finding.pointer):
            raise invalid(f"/findings/{place}/pointer", "unknown_place", _PLACE_UNKNOWN)


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
            raise ActionNotAllowed(filing.state, Event.FORWARD, ())
        await send_queued(runtime, uow, filing, call.now, Actor.REVIEWER, call.caller.id)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


async def papers_arrived(
    runtime: Runtime, call: Call, filing_id: str, revision: int | None, tracking_number: str | None
) -> FilingDetails:
    """Note that the papers came by post; the filing goes on to its hand-over."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id, revision)
        next_state = moved(filing.state, Event.POSTED_RECEIVED, Actor.REVIEWER)
        made = Move(
            Event.POSTED_RECEIVED,
            Actor.REVIEWER,
            next_state,
            call.provider.profile,
            call.caller.id,
            note=tracking_number,
            changes={"assignee": None},
        )
        filing = await move(runtime, uow, filing, call.now, made)
        await queue_handover(runtime, uow, call.profile, filing, call.now)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result
