"""Filings begun from a record: change (变更), deregister (注销), cancel access (取消接入)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.accounts import AccountSite
from app.domain.callers import Caller, CallerKind, Scope
from app.domain.deregistrations import Consequence, acknowledgement_findings, reason_findings
from app.domain.errors import FieldError, ProblemCode, Refusal, not_found
from app.domain.filing_body import FilingBody
from app.domain.filing_states import Actor, Event, moved
from app.domain.filing_types import FilingType
from app.domain.filing_ways import way_of
from app.domain.filings import Filing
from app.domain.profile import Channel
from app.domain.providers import Provider
from app.domain.record_filings import RecordFilingRule, RecordQuestion, begin_errors, concerned, filed_as
from app.domain.records import Record, RecordedService
from app.domain.state_choices import after_submit
from app.domain.type_rules import RefusalCode
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.approvals import index_of
from app.usecases.authority_handover import queue_handover
from app.usecases.call import Call
from app.usecases.filing_details import FilingDetails, detail_of
from app.usecases.filing_moves import Move, move
from app.usecases.filing_openings import Opening, opened
from app.usecases.filing_steps import submission_digest
from app.usecases.on_file import NationalAnswer, ask_national_record, filed_by_name, on_file_here
from app.usecases.papers_on_record import attach_from_record
from app.usecases.runtime import Runtime

PROVIDER_ITSELF = "provider"
"""Who files where nobody called: the provider, for an obligation that its customer left unmet."""


@dataclass(frozen=True, slots=True)
class BeginFromRecordCommand:
    """What is to be done about which record, or about which service of it."""

    filing_type: FilingType
    channel: Channel
    record_id: str
    service_id: str | None = None
    reason_code: str | None = None
    acknowledged: tuple[str, ...] = ()


async def begin(runtime: Runtime, call: Call, command: BeginFromRecordCommand) -> FilingDetails:
    """Begin a filing about what is on file; its body is what is on file, and says what may be changed.

    Raises `not-found`, `validation-failed`, `order-in-progress`, `type-verification-refused`, `authority-unavailable`.
    """
    async with runtime.unit_of_work() as uow:
        question = await _question(uow, call, command)
    refuse_errors(begin_errors(question, call.profile, call.today, runtime.rulebook))
    national = await _national(runtime, call, question.record, concerned(command.filing_type, question))
    filing_type = filed_as(command.filing_type, question.record, national.services_left)
    _require_known(runtime, call, filing_type, command, only_access=national.only_access)
    async with runtime.unit_of_work() as uow:
        filing = await _begun(runtime, call, uow, filing_type, command, national)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


def refuse_errors(errors: Sequence[FieldError]) -> None:
    """Raise `validation-failed` with every error, if there are any."""
    if errors:
        raise Refusal(ProblemCode.VALIDATION_FAILED, errors=tuple(errors))


async def _question(
    uow: UnitOfWork, call: Call, command: BeginFromRecordCommand, *, lock: bool = False
) -> RecordQuestion:
    record = await uow.records.get(call.provider_id, command.record_id, account_id=call.caller.account_id, lock=lock)
    if record is None:
        raise not_found()
    service = None if command.service_id is None else record.service(command.service_id)
    if command.service_id is not None and service is None:
        raise not_found()
    account = await uow.accounts.get(call.provider_id, record.account_id)
    site = AccountSite.DOMESTIC if account is None else account.site
    return RecordQuestion(command.filing_type, command.channel, record, service, site)


async def _national(
    runtime: Runtime, call: Call, record: Record, services: Sequence[RecordedService]
) -> NationalAnswer:
    """Ask whether it is still on file, under review elsewhere, and reached through others."""
    certificate = record.subject.certificate
    assert certificate is not None
    asked = [filed_by_name(recorded.service) for recorded in services]
    national = await ask_national_record(runtime, call, certificate, asked)
    if national.answer.subject is None or any(one is None for one in national.answer.services):
        raise _refused(runtime, call, RecordFilingRule.NOT_ON_RECORD, ProblemCode.VALIDATION_FAILED, "/record_id")
    if national.blacklisted:
        raise _refused(runtime, call, RecordFilingRule.BLACKLISTED, ProblemCode.TYPE_VERIFICATION_REFUSED)
    if national.under_review:
        raise _refused(runtime, call, RecordFilingRule.UNDER_REVIEW_ELSEWHERE, ProblemCode.ORDER_IN_PROGRESS)
    return national


def _refused(runtime: Runtime, call: Call, rule: RecordFilingRule, code: ProblemCode, pointer: str = "") -> Refusal:
    words = runtime.rulebook.finding(rule, call.today, pointer)
    errors = (FieldError.of(words),) if pointer else ()
    facts = {} if pointer else {"reason": RefusalCode(words.code).value}
    return Refusal(code, errors=errors, facts=facts, detail=words.message, remedy=words.remedy)


def _require_known(
    runtime: Runtime, call: Call, filing_type: FilingType, command: BeginFromRecordCommand, *, only_access: bool
) -> None:
    """Ask for the reason, and for every consequence to be acknowledged."""
    way = way_of(filing_type, call.today, runtime.rulebook)
    findings = [
        *reason_findings(filing_type, command.reason_code, call.today, runtime.rulebook, required=way.reason),
        *acknowledgement_findings(
            filing_type, command.acknowledged, call.today, runtime.rulebook, only_access=only_access
        ),
    ]
    refuse_errors([FieldError.of(finding) for finding in findings])


async def _begun(
    runtime: Runtime,
    call: Call,
    uow: UnitOfWork,
    filing_type: FilingType,
    command: BeginFromRecordCommand,
    national: NationalAnswer,
) -> Filing:
    """Open the filing on the locked record: it may have changed hands, or lost a service, since it was looked at."""
    question = await _question(uow, call, command, lock=True)
    refuse_errors(begin_errors(question, call.profile, call.today, runtime.rulebook))
    verdict_now = filed_as(command.filing_type, question.record, national.services_left)
    if verdict_now is not filing_type:
        raise Refusal(ProblemCode.TYPE_VERIFICATION_CHANGED, facts={"verdict_now": verdict_now.value})
    record = question.record
    index = index_of(runtime, record.subject)
    await _require_alone(runtime, call, uow, filing_type, record, index)
    services = {one.id: one for one in concerned(filing_type, question)}
    on_file = on_file_here(record, services, only_access=national.only_access)
    opening = Opening(
        filing_type=filing_type,
        account_id=record.account_id,
        channel=command.channel.value,
        certificate_index=index,
        body=FilingBody(subject=record.subject, services=on_file.body.services),
        on_file=on_file,
        record_id=record.id,
        reason_code=command.reason_code,
        acknowledged=command.acknowledged,
    )
    filing = await opened(runtime, call, uow, opening)
    await attach_from_record(runtime, uow, call, filing, record)
    return filing


async def _require_alone(
    runtime: Runtime, call: Call, uow: UnitOfWork, filing_type: FilingType, record: Record, index: bytes
) -> None:
    """Refuse to deregister a subject together with what another account here holds of it."""
    if filing_type is not FilingType.DEREGISTER_SUBJECT:
        return
    if set(await uow.records.holders(call.provider_id, index)) - {record.account_id}:
        rule = RecordFilingRule.SERVICES_IN_OTHER_ACCOUNT
        raise _refused(runtime, call, rule, ProblemCode.VALIDATION_FAILED, "/record_id")


async def begin_for_provider(
    runtime: Runtime, provider: Provider, record: Record, service_id: str, obligation_id: str
) -> None:
    """File cancelled access in the provider's own name, straight to the authority: the end of an unmet obligation.

    Nothing is filed where the obligation was met meanwhile, or has gone with the record to another account. Raises what
    `begin` raises; `order-in-progress` where the account has an open order.
    """
    caller = Caller(CallerKind.CLIENT, PROVIDER_ITSELF, provider.id, frozenset({Scope.FILINGS.value}))
    call = Call(caller, provider, runtime.profiles[provider.profile], runtime.clock.now())
    everything = tuple(one.value for one in Consequence)
    command = BeginFromRecordCommand(
        FilingType.CANCEL_ACCESS,
        call.profile.channels[FilingType.CANCEL_ACCESS][0],
        record.id,
        service_id,
        acknowledged=everything,
    )
    service = record.service(service_id)
    national = await _national(runtime, call, record, () if service is None else (service,))
    async with runtime.unit_of_work() as uow:
        filing = await _begun(runtime, call, uow, FilingType.CANCEL_ACCESS, command, national)
        filing = await _sent(runtime, call, uow, filing, f"obligation {obligation_id}")
        # After the record, as everywhere: an approval holds the record before it touches what is due of it.
        obligation = await uow.obligations.get(provider.id, obligation_id, lock=True)
        if obligation is None or not obligation.state.is_unmet or obligation.account_id != filing.account_id:
            return
        await uow.obligations.save(replace(obligation, filing_id=filing.id))
        await uow.commit()


async def _sent(runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing, note: str) -> Filing:
    """Submit as the applicant would, past the first review: the reviewer would be the provider once more."""
    next_state = moved(filing.state, Event.SUBMIT, Actor.APPLICANT, choice=after_submit(straight_to_authority=True))
    changes = {
        "confirmed_revision": filing.revision + 1,
        "submitted_at": call.now,
        "submitted_digest": submission_digest(filing, ()),
    }
    made = Move(
        Event.SUBMIT, Actor.APPLICANT, next_state, call.provider.profile, PROVIDER_ITSELF, note=note, changes=changes
    )
    sent = await move(runtime, uow, filing, call.now, made)
    await queue_handover(runtime, uow, call.profile, sent, call.now)
    return sent
