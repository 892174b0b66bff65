"""What is due after an approval (备案后的义务): listed, created by reviewers, fulfilled by the applicant."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.duties import DutyDue, code_of, end_of
from app.domain.errors import FieldError, ProblemCode, Refusal, invalid, not_found
from app.domain.feed import FeedEvent
from app.domain.filings import Deadline
from app.domain.footers import Footer, footer_of
from app.domain.obligations import Obligation, ObligationKind, ObligationState
from app.domain.public_security_numbers import public_security_number
from app.domain.records import Record
from app.domain.spot_checks import SpotCheck, spot_check
from app.domain.texts import Text
from app.ports.store.obligations import ObligationsWanted
from app.ports.store.paging import Page, PageWanted
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.obligation_deadlines import INTERNAL
from app.usecases.obligation_starts import Ground, add_obligations, end_obligation, ground_of, province_of
from app.usecases.runtime import Runtime

FURTHEST = timedelta(days=3660)
_CODE_MISSING = Text("核查整改须指明核查发现的问题。", "A correction names what the spot check found.")
_CODE_UNKNOWN = Text("核查问题目录中没有这个代码。", "The catalogue of spot checks has no such code.")
_CODE_UNWANTED = Text("只有核查整改才带问题代码。", "Only a correction has the code of a spot check.")
_CHOOSE_CODE = Text("请从核查问题目录中选择。", "Choose one of the catalogue of spot checks.")
_SERVICE_UNKNOWN = Text("该备案记录中没有这个服务。", "The record has no such service.")
_CHECK_SERVICE = Text("请填写该记录 services 中的 id。", "Give the id of one of the record's services.")
_DUE_PAST = Text("期限不能早于今天。", "The due day can't be before today.")
_DUE_FAR = Text("期限过远。", "The due day is too far away.")
_CHOOSE_DAY = Text("请另选日期，或不填以采用默认期限。", "Choose another day, or leave it out for the usual term.")
_NUMBER_FORM = Text(
    "公安备案号的格式应为“省份简称＋公网安备＋14位数字＋号”。",
    "A public-security number is a province's character, 公网安备, 14 digits and 号.",
)
_CHECK_NUMBER = Text("请照公安备案平台给出的编号填写。", "Copy the number that the public-security platform gave.")


@dataclass(frozen=True, slots=True)
class ObligationDetails:
    """An obligation, what it still waits for, what happened to it, and the footer that it asks for."""

    obligation: Obligation
    deadlines: tuple[Deadline, ...]
    events: tuple[FeedEvent, ...]
    footer: Footer | None


@dataclass(frozen=True, slots=True)
class CreateCommand:
    """What a reviewer obliges an account to; `code` is that of a spot check, for corrections alone."""

    record_id: str
    service_id: str | None
    kind: ObligationKind
    due_on: date | None
    code: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class FulfilCommand:
    """What shows that it is done: a number (of the public-security filing), or other words."""

    number: str | None
    evidence: str | None
    note: str | None


async def listed(runtime: Runtime, call: Call, wanted: ObligationsWanted, page: PageWanted) -> Page[ObligationDetails]:
    """List obligations, newest first; an applicant's are those of the own account."""
    if call.caller.account_id is not None:
        wanted = replace(wanted, account_id=call.caller.account_id)
    async with runtime.unit_of_work() as uow:
        found = await uow.obligations.list(call.provider_id, wanted, page)
        return Page(await _details_of(runtime, call, uow, found.items), found.next_after)


async def create(runtime: Runtime, call: Call, command: CreateCommand) -> ObligationDetails:
    """Oblige an account to something; raises `not-found`, `validation-failed`."""
    async with runtime.unit_of_work() as uow:
        record = await uow.records.get(call.provider_id, command.record_id, lock=True)
        if record is None:
            raise not_found()
        ground = await ground_of(runtime, uow, call.provider_id, call.now)
        obligation = _created(ground, call, record, command)
        await add_obligations(ground, [obligation])
        (result,) = await _details_of(runtime, call, uow, [obligation])
        await call.commit(uow, result)
    return result


def _created(ground: Ground, call: Call, record: Record, command: CreateCommand) -> Obligation:
    service = None if command.service_id is None else record.service(command.service_id)
    if command.service_id is not None and service is None:
        raise invalid("/service_id", "unknown_service", _SERVICE_UNKNOWN, _CHECK_SERVICE)
    found = _spot_check(ground, command)
    due = _due(ground, call, command, found)
    if found is None:
        service_kind = None if service is None else service.kind
        code = code_of(command.kind, service_kind, province_of(ground, record), call.today, ground.terms.rulebook)
    else:
        code = found.code
    return Obligation(
        id=ground.runtime.ids.new("obl"),
        provider_id=record.provider_id,
        account_id=record.account_id,
        record_id=record.id,
        service_id=command.service_id,
        kind=command.kind,
        state=ObligationState.OPEN,
        due_at=due.due_at,
        provisional=due.provisional,
        created_by=call.caller.id,
        created_at=call.now,
        code=code,
        note=command.note,
    )


def _spot_check(ground: Ground, command: CreateCommand) -> SpotCheck | None:
    if command.kind is not ObligationKind.CORRECTION:
        if command.code is not None:
            raise invalid("/code", "none_wanted", _CODE_UNWANTED)
        return None
    if command.code is None:
        raise invalid("/code", "required", _CODE_MISSING, _CHOOSE_CODE)
    found = spot_check(command.code, ground.terms.as_of, ground.terms.rulebook)
    if found is None:
        raise invalid("/code", "unknown_code", _CODE_UNKNOWN, _CHOOSE_CODE)
    return found


def _due(ground: Ground, call: Call, command: CreateCommand, found: SpotCheck | None) -> DutyDue:
    """Take the day that is given, else the term of the finding, else that of the profile."""
    if command.due_on is not None:
        if command.due_on < call.today:
            raise invalid("/due_on", "in_the_past", _DUE_PAST, _CHOOSE_DAY)
        if command.due_on > call.today + FURTHEST:
            raise invalid("/due_on", "too_far", _DUE_FAR, _CHOOSE_DAY)
        return DutyDue(end_of(command.due_on))
    if found is not None and found.working_days is not None:
        return ground.terms.working_days_from(call.today, found.working_days)
    return ground.terms.due(command.kind, call.today)


async def fulfil(runtime: Runtime, call: Call, obligation_id: str, command: FulfilCommand) -> ObligationDetails:
    """Note that an obligation is met; once more with the same evidence changes nothing.

    Raises `not-found`, `validation-failed`, `action-not-allowed` for what is over already.
    """
    async with runtime.unit_of_work() as uow:
        account_id = call.caller.account_id
        obligation = await uow.obligations.get(call.provider_id, obligation_id, account_id=account_id, lock=True)
        if obligation is None:
            raise not_found()
        evidence = _evidence(obligation, command)
        if obligation.state.is_unmet:
            notes = [words for words in (obligation.note, command.note) if words is not None]
            obligation = replace(
                obligation,
                state=ObligationState.FULFILLED,
                fulfilled_at=call.now,
                evidence=evidence,
                note="\n".join(notes) or None,
            )
            await end_obligation(uow, obligation)
        elif obligation.state is not ObligationState.FULFILLED or obligation.evidence != evidence:
            facts: dict[str, object] = {"state": obligation.state.value, "allowed_actions": []}
            raise Refusal(ProblemCode.ACTION_NOT_ALLOWED, facts=facts)
        (result,) = await _details_of(runtime, call, uow, [obligation])
        await call.commit(uow, result)
    return result


def _evidence(obligation: Obligation, command: FulfilCommand) -> str | None:
    """Return what shows the fulfilment; that of a public-security filing is its number."""
    if obligation.kind is not ObligationKind.PUBLIC_SECURITY:
        return command.number or command.evidence
    number = public_security_number(command.number or "")
    if number is None:
        error = FieldError("/number", "wrong_form", _NUMBER_FORM, remedy=_CHECK_NUMBER)
        raise Refusal(ProblemCode.VALIDATION_FAILED, errors=(error,))
    return number


async def _details_of(
    runtime: Runtime, call: Call, uow: UnitOfWork, obligations: Sequence[Obligation]
) -> tuple[ObligationDetails, ...]:
    ids = [obligation.id for obligation in obligations]
    if not ids:
        return ()
    deadlines, events = await uow.history.deadlines_of(ids), await uow.feed.about(ids)
    footers = await _footers(runtime, call, uow, obligations)
    return tuple(
        ObligationDetails(
            obligation=one,
            deadlines=tuple(deadline for deadline in deadlines.get(one.id, ()) if deadline.kind not in INTERNAL),
            events=events.get(one.id, ()),
            footer=footers.get(one.id),
        )
        for one in obligations
    )


async def _footers(
    runtime: Runtime, call: Call, uow: UnitOfWork, obligations: Sequence[Obligation]
) -> dict[str, Footer]:
    """Return what each footer obligation asks to be shown; nothing any more of what has left the record."""
    asking = [one for one in obligations if one.kind is ObligationKind.FOOTER]
    records = await uow.records.by_ids(call.provider_id, [one.record_id for one in asking]) if asking else {}
    return {
        one.id: _footer(runtime, call, records[one.record_id], one.service_id)
        for one in asking
        if one.record_id in records
    }


def _footer(runtime: Runtime, call: Call, record: Record, service_id: str | None) -> Footer:
    service = None if service_id is None else record.service(service_id)
    number = None if service is None else service.number
    province = runtime.regions.province_of(record.subject.region or "")
    return footer_of(record.subject_number, number, province, call.today, runtime.rulebook)
