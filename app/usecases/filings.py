"""Filings (备案订单): beginning one from a type verification, and finding them."""

from dataclasses import dataclass, replace
from typing import Any

from app.domain.errors import ProblemCode, Refusal, not_found
from app.domain.filing_body import (
    Access,
    Certificate,
    CertificateType,
    FilingBody,
    IpRange,
    Service,
    ServiceKind,
    Subject,
    SubjectNature,
)
from app.domain.filing_states import Actor, State
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, Product, TimelineEntry, TypeVerification
from app.domain.texts import Text
from app.domain.type_rules import RefusalCode
from app.domain.type_verification import Verdict
from app.ports.store.filings import FilingsWanted, OpenOrderFoundError
from app.ports.store.paging import Page, PageWanted
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.filing_copies import copied_body
from app.usecases.filing_deadlines import deadlines_in
from app.usecases.filing_details import FilingDetails, detail_of, details_of, found
from app.usecases.filing_products import product_of
from app.usecases.runtime import Runtime
from app.usecases.type_questions import AskedServiceInput, TypeQuestion, read_question
from app.usecases.type_verifications import judge

CARRIED = (FilingType.FIRST_FILING,)
_TYPE_NOT_CARRIED = Text("本版本尚不能办理该备案类型。", "This release does not carry filings of this type yet.")
_FILE_OTHERWISE = Text(
    "请联系接入商人工办理，或等待后续版本。", "Ask the provider to file it by hand, or wait for a later release."
)
_OPEN_ORDER_REFUSALS = (
    RefusalCode.ORDER_IN_PROGRESS,
    RefusalCode.CERTIFICATE_HAS_OPEN_ORDER,
    RefusalCode.SERVICE_HAS_OPEN_ORDER,
)


@dataclass(frozen=True, slots=True)
class BeginCommand:
    """A verification, and the code or the server that the filing is made with; `copy_from` an older filing's id."""

    type_verification_id: str
    authorization_code: str | None
    resource_id: str | None
    copy_from: str | None


async def begin(runtime: Runtime, call: Call, command: BeginCommand) -> FilingDetails:
    """Begin a filing: decide once more, take code or place, and freeze what was verified."""
    async with runtime.unit_of_work() as uow:
        verification = await _usable_verification(uow, call, command.type_verification_id)
    await _decide_again(runtime, call, verification)
    async with runtime.unit_of_work() as uow:
        verification = await _usable_verification(uow, call, command.type_verification_id, lock=True)
        product, ip = await product_of(
            runtime, call, uow, command.authorization_code, command.resource_id, verification.account_id
        )
        body = _body(runtime, verification, ip)
        if command.copy_from is not None:
            source = await uow.filings.get(call.provider_id, command.copy_from, account_id=verification.account_id)
            if source is None:
                raise not_found()
            body = copied_body(source.body, body)
        filing = await _opened(runtime, call, uow, verification, product, body)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


async def _usable_verification(
    uow: UnitOfWork, call: Call, verification_id: str, *, lock: bool = False
) -> TypeVerification:
    verification = await uow.verifications.get(call.provider_id, verification_id, lock=lock)
    if verification is None:
        raise not_found()
    call.caller.require_account(verification.account_id)
    if verification.filing_type is None:
        refusal = verification.answer["refusal"]
        raise Refusal(ProblemCode.TYPE_VERIFICATION_REFUSED, facts={"reason": refusal["code"]})
    if verification.filing_id is not None:
        raise Refusal(ProblemCode.TYPE_VERIFICATION_USED, facts={"filing_id": verification.filing_id})
    if verification.expires_at <= call.now:
        raise Refusal(ProblemCode.TYPE_VERIFICATION_EXPIRED)
    if verification.filing_type not in CARRIED:
        facts = {"filing_type": verification.filing_type.value}
        raise Refusal(
            ProblemCode.TYPE_VERIFICATION_REFUSED, facts=facts, detail=_TYPE_NOT_CARRIED, remedy=_FILE_OTHERWISE
        )
    return verification


def question_of(runtime: Runtime, call: Call, verification: TypeVerification) -> TypeQuestion:
    """Read a stored verification's question again."""
    asked = verification.asked
    services = [
        AskedServiceInput(
            ServiceKind(one["kind"]),
            tuple(one["names"]) if one["kind"] == ServiceKind.WEBSITE else (),
            None if one["kind"] == ServiceKind.WEBSITE else one["names"][0],
        )
        for one in asked["services"]
    ]
    return read_question(
        runtime,
        call,
        nature=SubjectNature(asked["nature"]),
        certificate=(CertificateType(asked["certificate"]["type"]), asked["certificate"]["number"]),
        region=asked["region"],
        channel=verification.channel,
        services=services,
        pointers=[f"/services/{place}" for place in range(len(services))],
    )


async def _decide_again(runtime: Runtime, call: Call, verification: TypeVerification) -> None:
    """Things may have changed within the 24 hours; the verdict must still be the same."""
    question = question_of(runtime, call, verification)
    judged = await judge(runtime, call, verification.account_id, question, verification.certificate_index)
    verdict: Verdict = judged.verdict
    if verdict.refusal is not None and verdict.refusal.code in _OPEN_ORDER_REFUSALS:
        raise Refusal(
            ProblemCode.ORDER_IN_PROGRESS,
            facts={"reason": verdict.refusal.code.value},
            detail=verdict.refusal.message,
            remedy=verdict.refusal.remedy,
        )
    if verdict.filing_type is not verification.filing_type:
        now_is = verdict.refusal.code.value if verdict.refusal else str(verdict.filing_type)
        raise Refusal(ProblemCode.TYPE_VERIFICATION_CHANGED, facts={"verdict_now": now_is})


def _body(runtime: Runtime, verification: TypeVerification, ip: str | None) -> FilingBody:
    """Fill in what was verified, and the address that the code or the server stands for."""
    asked: dict[str, Any] = verification.asked
    access = (Access(ip_ranges=(IpRange(ip, ip),)),) if ip else ()
    services = []
    for one in asked["services"]:
        kind, names = ServiceKind(one["kind"]), tuple(one["names"])
        is_website = kind is ServiceKind.WEBSITE
        services.append(
            Service(
                id=runtime.ids.new("svc"),
                kind=kind,
                name=None if is_website else names[0],
                domains=names if is_website else (),
                main_domain=names[0] if is_website else None,
                access=access,
            )
        )
    certificate = Certificate(CertificateType(asked["certificate"]["type"]), asked["certificate"]["number"])
    subject = Subject(nature=SubjectNature(asked["nature"]), region=asked["region"], certificate=certificate)
    return FilingBody(subject=subject, services=tuple(services))


async def _opened(
    runtime: Runtime, call: Call, uow: UnitOfWork, verification: TypeVerification, product: Product, body: FilingBody
) -> Filing:
    assert verification.filing_type is not None
    filing = Filing(
        id=runtime.ids.new("fil"),
        provider_id=call.provider_id,
        account_id=verification.account_id,
        filing_type=verification.filing_type,
        channel=verification.channel,
        state=State.DRAFT,
        revision=1,
        type_verification_id=verification.id,
        product=product,
        body=body,
        created_at=call.now,
        updated_at=call.now,
        rules_as_of=call.today,
        rulebook_digest=runtime.rulebook.digest,
    )
    try:
        await uow.filings.add(filing, verification.certificate_index, call.profile.orders_per_account)
    except OpenOrderFoundError as open_order:
        raise Refusal(ProblemCode.ORDER_IN_PROGRESS, facts={"reason": _open_reason(open_order.kind)}) from open_order
    await uow.verifications.use(verification.id, filing.id)
    await _note_beginning(runtime, call, uow, filing)
    return filing


async def _note_beginning(runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing) -> None:
    deadlines = deadlines_in(runtime, filing, call.provider.profile, call.now, None)
    await uow.history.set_deadlines(deadlines)
    await uow.history.add(
        TimelineEntry(
            id=runtime.ids.new("evt"),
            filing_id=filing.id,
            at=call.now,
            actor=Actor.APPLICANT.value,
            actor_id=call.caller.owner,
            event="created",
            from_state=None,
            to_state=State.DRAFT,
            deadline=deadlines[0],
        )
    )


def _open_reason(kind: str) -> str:
    return {
        "account": RefusalCode.ORDER_IN_PROGRESS,
        "certificate": RefusalCode.CERTIFICATE_HAS_OPEN_ORDER,
        "name": RefusalCode.SERVICE_HAS_OPEN_ORDER,
    }[kind].value


async def get(runtime: Runtime, call: Call, filing_id: str) -> FilingDetails:
    """Find a filing."""
    async with runtime.unit_of_work() as uow:
        return await detail_of(uow, await found(uow, call, filing_id))


async def listed(runtime: Runtime, call: Call, wanted: FilingsWanted, page: PageWanted) -> Page[FilingDetails]:
    """List filings, newest first; an applicant's are those of the own account."""
    if call.caller.account_id is not None:
        wanted = replace(wanted, account_id=call.caller.account_id)
    async with runtime.unit_of_work() as uow:
        filings = await uow.filings.list(call.provider_id, wanted, page)
        return Page(await details_of(uow, filings.items), filings.next_after)
