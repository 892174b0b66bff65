"""Filings (备案订单): beginning one from a type verification, and finding them."""

from dataclasses import dataclass, replace

from app.domain.errors import ProblemCode, Refusal, not_found
from app.domain.filing_body import FilingBody
from app.domain.filing_types import FilingType
from app.domain.filing_ways import way_of
from app.domain.filings import Filing, OnFile, TypeVerification
from app.domain.records import Record
from app.domain.texts import Text
from app.domain.transfer_rules import is_bound_to_other
from app.domain.type_rules import RefusalCode
from app.ports.store.filings import FilingsWanted
from app.ports.store.paging import Page, PageWanted
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.filing_copies import copied_body
from app.usecases.filing_details import FilingDetails, detail_of, details_of, found
from app.usecases.filing_openings import Opening, opened
from app.usecases.filing_products import ProductCommand, take_products
from app.usecases.on_file import NationalAnswer, ask_of_body, on_file_elsewhere, on_file_here
from app.usecases.papers_on_record import attach_from_record
from app.usecases.runtime import Runtime
from app.usecases.verified_types import decide_again, usable_verification, verified_body, with_access

_CLAIMS = Text("核验结果为认领备案：请改用认领接口。", "The verdict is a claim: it is begun as one.")
_CLAIM_INSTEAD = Text("请调用 POST /v1/claims。", "Call POST /v1/claims.")
_ADDITION = Text("该核验用于向草稿添加服务。", "This verification adds services to a draft.")
_ADD_INSTEAD = Text("请调用 POST /v1/filings/{id}/services。", "Call POST /v1/filings/{id}/services.")


@dataclass(frozen=True, slots=True)
class BeginCommand:
    """A verification, and the code or the server that the filing is made with; `copy_from` an older filing's id."""

    type_verification_id: str
    product: ProductCommand
    copy_from: str | None


async def begin(runtime: Runtime, call: Call, command: BeginCommand) -> FilingDetails:
    """Begin a filing: decide once more, take code or places, and freeze what was verified."""
    async with runtime.unit_of_work() as uow:
        verification = await usable_verification(uow, call, command.type_verification_id)
        _require_own_way(verification)
    verified = verified_body(runtime, await decide_again(runtime, call, verification))
    national = await _asked_of_filed(runtime, call, verification, verified)
    async with runtime.unit_of_work() as uow:
        verification = await usable_verification(uow, call, command.type_verification_id, lock=True)
        service_ids = [service.id for service in verified.services]
        taken = await take_products(runtime, call, uow, command.product, verification.account_id, service_ids)
        record = await record_still_held(call, uow, verification)
        opening = opening_of(verification, verified, record, national)
        body = await _copied(runtime, uow, call, verification, command.copy_from, opening.body)
        opening = replace(opening, body=with_access(body, taken.ip), products=taken.products)
        filing = await open_verified(runtime, call, uow, opening, record)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


def _require_own_way(verification: TypeVerification) -> None:
    """Send what is begun elsewhere there."""
    if verification.filing_type is FilingType.CLAIM:
        facts = {"filing_type": FilingType.CLAIM.value}
        raise Refusal(ProblemCode.TYPE_VERIFICATION_REFUSED, facts=facts, detail=_CLAIMS, remedy=_CLAIM_INSTEAD)
    if verification.addition_to is not None:
        facts = {"filing_id": verification.addition_to}
        raise Refusal(ProblemCode.TYPE_VERIFICATION_REFUSED, facts=facts, detail=_ADDITION, remedy=_ADD_INSTEAD)


async def _asked_of_filed(
    runtime: Runtime, call: Call, verification: TypeVerification, verified: FilingBody
) -> NationalAnswer | None:
    """Ask what is on file of a subject that is; nothing is of one that files for the first time."""
    if verification.filing_type is FilingType.FIRST_FILING:
        return None
    return await ask_of_body(runtime, call, verified)


def opening_of(
    verification: TypeVerification, verified: FilingBody, record: Record | None, national: NationalAnswer | None
) -> Opening:
    """Put together what a filing from a verification begins with: the record held here goes before the national one."""
    assert verification.filing_type is not None
    body, on_file = prefilled(verified, record, national)
    return Opening(
        filing_type=verification.filing_type,
        account_id=verification.account_id,
        channel=verification.channel,
        certificate_index=verification.certificate_index,
        body=body,
        on_file=on_file,
        type_verification_id=verification.id,
        record_id=record.id if record is not None else None,
    )


async def record_still_held(call: Call, uow: UnitOfWork, verification: TypeVerification) -> Record | None:
    """Find the account's record of a verified subject, and hold it; raises `type-verification-changed`."""
    record = await uow.records.held_by(call.provider_id, verification.account_id, verification.certificate_index)
    if record is not None:
        record = await uow.records.get(call.provider_id, record.id, lock=True)
    await _require_still_held(call, uow, verification, record)
    return record


async def _require_still_held(
    call: Call, uow: UnitOfWork, verification: TypeVerification, record: Record | None
) -> None:
    """A transfer may have moved the subject, or another one here, since it was judged; the record's row is held."""
    here = record is not None and record.account_id == verification.account_id
    moved = verification.filing_type is FilingType.ADD_SERVICE_HERE and not here
    if not here:
        moved = moved or bool(await uow.records.holders(call.provider_id, verification.certificate_index))
    if moved:
        raise _changed_to(RefusalCode.SUBJECT_IN_OTHER_ACCOUNT)
    # From here on no transfer brings the account another subject: its row is held until the commit.
    await uow.filings.open_of([verification.account_id])
    held = await uow.records.of_account(call.provider_id, verification.account_id)
    if is_bound_to_other(None if record is None else record.subject_number, held, call.profile):
        raise _changed_to(RefusalCode.ACCOUNT_BOUND_TO_OTHER_SUBJECT)


def _changed_to(verdict_now: RefusalCode) -> Refusal:
    return Refusal(ProblemCode.TYPE_VERIFICATION_CHANGED, facts={"verdict_now": verdict_now.value})


def prefilled(
    verified: FilingBody, record: Record | None, national: NationalAnswer | None
) -> tuple[FilingBody, OnFile | None]:
    """Return the body with what is on file filled in, and what that is."""
    certificate = verified.subject.certificate
    assert certificate is not None
    elsewhere = None if national is None else on_file_elsewhere(national, certificate, verified.services)
    if record is None:
        return _named_as_filed(verified, elsewhere), elsewhere
    numbers = {} if elsewhere is None else {one.service_id: one.number for one in elsewhere.numbers}
    held = {
        service.id: recorded
        for service in verified.services
        for recorded in record.services
        if recorded.number == numbers.get(service.id)
    }
    on_file = on_file_here(record, held, beside=elsewhere)
    named = _named_as_filed(verified, elsewhere)
    known = {service.id: service for service in on_file.body.services if service.id in held}
    services = tuple(known.get(service.id, service) for service in named.services)
    return replace(named, subject=record.subject, services=services), on_file


def _named_as_filed(verified: FilingBody, elsewhere: OnFile | None) -> FilingBody:
    """Fill in the names on file: with an access filing they have to be the same (接入备案)."""
    if elsewhere is None:
        return verified
    names = {service.id: service.name for service in elsewhere.body.services}
    services = tuple(replace(one, name=one.name or names.get(one.id)) for one in verified.services)
    subject = replace(verified.subject, name=elsewhere.body.subject.name)
    return replace(verified, subject=subject, services=services)


async def _copied(
    runtime: Runtime,
    uow: UnitOfWork,
    call: Call,
    verification: TypeVerification,
    copy_from: str | None,
    body: FilingBody,
) -> FilingBody:
    if copy_from is None:
        return body
    source = await uow.filings.get(call.provider_id, copy_from, account_id=verification.account_id)
    if source is None or source.erased_at is not None:
        raise not_found()
    assert verification.filing_type is not None
    way = way_of(verification.filing_type, call.today, runtime.rulebook)
    return copied_body(source.body, body, subject_stays=way.subject_is_fixed)


async def open_verified(
    runtime: Runtime, call: Call, uow: UnitOfWork, opening: Opening, record: Record | None
) -> Filing:
    """Open a filing from a verification, which is used up by it; papers of the record are taken over."""
    assert opening.type_verification_id is not None
    filing = await opened(runtime, call, uow, opening)
    await uow.verifications.use(opening.type_verification_id, filing.id)
    if record is not None:
        await attach_from_record(runtime, uow, call, filing, record)
    return filing


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
