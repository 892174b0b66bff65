"""What an approval does to what is on file here, by filing type: put on record, changed, taken off."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.domain.filing_body import Service
from app.domain.filing_types import FilingType
from app.domain.filing_ways import way_of
from app.domain.filings import Filing, ServiceNumber
from app.domain.obligations import ObligationKind
from app.domain.records import Record, RecordedService
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.approvals import Approval, forget, tell
from app.usecases.call import day_in_china
from app.usecases.obligation_starts import (
    begin_duties,
    cancel_obligations,
    give_shell_notice,
    ground_of,
    meet_by_filing,
)
from app.usecases.record_ends import forget_ends
from app.usecases.runtime import Runtime

Change = Callable[[Approval], Awaitable[Record]]


async def approve(
    runtime: Runtime, uow: UnitOfWork, filing: Filing, result: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Write an approved filing to the record, and begin its duties; return what the filing itself is to keep.

    `result` is what the authority reports; numbers that it leaves out are those that were on file before.
    """
    ground = await ground_of(runtime, uow, filing.provider_id, now)
    approval = Approval(ground, filing, _subject_number(filing, result), _numbers(filing, result))
    record = await _CHANGES[filing.filing_type](approval)
    duties = way_of(filing.filing_type, ground.terms.as_of, runtime.rulebook).duties
    if duties:
        await begin_duties(ground, duties, record, [recorded for _, recorded in _concerned(approval, record)])
    return {
        "record_id": record.id,
        "subject_number": approval.subject_number,
        "service_numbers": approval.numbers,
    }


def _subject_number(filing: Filing, result: Mapping[str, Any]) -> str:
    number = result.get("subject_number") or (filing.on_file.subject_number if filing.on_file is not None else None)
    assert number is not None, "an approval has a subject number"
    return str(number)


def _numbers(filing: Filing, result: Mapping[str, Any]) -> tuple[ServiceNumber, ...]:
    on_file = () if filing.on_file is None else filing.on_file.numbers
    known = {one.service_id: one.number for one in on_file}
    known |= {one["service_id"]: one["number"] for one in result.get("services") or ()}
    return tuple(ServiceNumber(one.id, known[one.id]) for one in filing.body.services if one.id in known)


async def _put(approval: Approval) -> Record:
    """Put subject and services on the account's record of that subject; what was on it already stays beside them."""
    filing, index = approval.filing, approval.index_of(approval.filing.body.subject)
    held = await _held(approval, index)
    # With a service added here the subject is not up for review: what is on file of it stays.
    stays = held if filing.filing_type is FilingType.ADD_SERVICE_HERE else None
    record = Record(
        id=approval.ground.runtime.ids.new("rec"),
        provider_id=filing.provider_id,
        account_id=filing.account_id,
        subject_number=approval.subject_number,
        subject=filing.body.subject if stays is None else stays.subject,
        services=tuple(_recorded(approval, service, held) for service in filing.body.services),
        created_at=approval.ground.now,
        updated_at=approval.ground.now,
        filing_id=filing.id if stays is None else stays.filing_id,
    )
    stored = await approval.uow.records.put(record, index)
    put = [recorded for _, recorded in _concerned(approval, stored)]
    # What has a service again, or access, is a shell no longer.
    await meet_by_filing(approval.ground, ObligationKind.SHELL_NOTICE, stored.id, {None, *_ids(put)}, filing.id)
    await forget(approval, [(stored.subject, filing.body.services)])
    await tell(approval, stored, "put_on_record", put)
    return stored


async def _held(approval: Approval, index: bytes) -> Record | None:
    filing = approval.filing
    held = await approval.uow.records.held_by(filing.provider_id, filing.account_id, index)
    if held is None or held.subject_number != approval.subject_number:
        return None
    return await approval.uow.records.get(filing.provider_id, held.id, lock=True)


def _recorded(approval: Approval, service: Service, held: Record | None) -> RecordedService:
    """Return a service as it goes on record; until told otherwise it opened on the day of its approval."""
    number = approval.number_of(service.id)
    assert number is not None, "an approved service has a number"
    before = next((one for one in held.services if one.number == number), None) if held is not None else None
    fresh = RecordedService(
        id=service.id,
        service=service,
        number=number,
        access_here=True,
        opened_on=day_in_china(approval.ground.now),
        filing_id=approval.filing.id,
        resource_id=approval.resource_of(service.id),
    )
    if before is None:
        return fresh
    kept = replace(fresh, opened_on=before.opened_on, opened_told=before.opened_told)
    resource_id = fresh.resource_id or before.resource_id
    return replace(kept, id=before.id, service=replace(service, id=before.id), resource_id=resource_id)


async def _change(approval: Approval) -> Record:
    """Write subject, services or both anew under the numbers that they have."""
    filing, before = approval.filing, await _locked(approval)
    record = replace(before, updated_at=approval.ground.now)
    others: Sequence[Record] = ()
    if filing.filing_type is not FilingType.CHANGE_SERVICE:
        others = await _of_others(approval, before)
        record = replace(record, subject=filing.body.subject, filing_id=filing.id)
        for one in (record, *(replace(other, subject=record.subject) for other in others)):
            await approval.uow.records.save_subject(one, approval.index_of(record.subject))
    pairs = [] if filing.filing_type is FilingType.CHANGE_SUBJECT else _concerned(approval, before)
    for service, recorded in pairs:
        changed = _rewritten(approval, service, recorded)
        await approval.uow.records.save_service(record, changed, approval.index_of(record.subject))
    await _begin_for_paid(approval, record, pairs)
    touched = [recorded for _, recorded in pairs]
    updated = _ids(touched) if filing.filing_type is FilingType.CHANGE_SERVICE else (None, *_ids(touched))
    await meet_by_filing(approval.ground, ObligationKind.UPDATE, record.id, updated, filing.id)
    old = [recorded.service for recorded in before.services]
    await forget(approval, [(before.subject, old), (record.subject, [*old, *filing.body.services])])
    await tell(approval, record, "changed", touched)
    for other in others:
        await tell(approval, other, "changed", ())
    return record


async def _of_others(approval: Approval, record: Record) -> list[Record]:
    """Return, and hold, what other accounts have of the same subject: single services may have moved there."""
    found = await approval.uow.records.of_subject(record.provider_id, approval.index_of(record.subject))
    return [one for one in found if one.id != record.id and one.subject_number == record.subject_number]


async def _begin_for_paid(approval: Approval, record: Record, pairs: Sequence[tuple[Service, RecordedService]]) -> None:
    """Oblige to a licence what was free before and asks for payment from now on."""
    paid = [
        _rewritten(approval, service, recorded)
        for service, recorded in pairs
        if service.paid_service and not recorded.service.paid_service
    ]
    await begin_duties(approval.ground, (ObligationKind.COMMERCIAL_LICENCE.value,), record, paid)


def _rewritten(approval: Approval, service: Service, recorded: RecordedService) -> RecordedService:
    return replace(
        recorded,
        service=replace(service, id=recorded.id),
        filing_id=approval.filing.id,
        resource_id=approval.resource_of(service.id) or recorded.resource_id,
    )


async def _deregister_service(approval: Approval) -> Record:
    """The subject stays for its other services; with the only one that it has it is deregistered itself."""
    record = await _locked(approval)
    leaving = [recorded for _, recorded in _concerned(approval, record)]
    return await _take_off(approval, record, leaving, "service_removed")


async def _take_off(approval: Approval, record: Record, leaving: Sequence[RecordedService], change: str) -> Record:
    """Take services off a record with all that is due of them."""
    for recorded in leaving:
        await approval.uow.records.remove_service(record.id, recorded.id)
    await cancel_obligations(approval.ground, record.id, _ids(leaving))
    left = replace(record, services=tuple(one for one in record.services if one not in leaving))
    await forget(approval, [(record.subject, [one.service for one in leaving])])
    await tell(approval, record, change, leaving)
    return left


async def _deregister_subject(approval: Approval) -> Record:
    """The record goes whole with what other accounts hold of the subject, and everything due of it is void."""
    record = await _locked(approval)
    for one in (record, *await _of_others(approval, record)):
        await cancel_obligations(approval.ground, one.id, {None, *_ids(one.services)})
        await approval.uow.records.remove(one.id)
        await forget(approval, [(one.subject, [service.service for service in one.services])])
        await tell(approval, one, "record_removed", one.services)
        await forget_ends(approval.uow, one.id)
    return record


async def _cancel_access(approval: Approval) -> Record:
    """The numbers stay; what was the only access leaves a shell, unless another provider is found."""
    record = await _locked(approval)
    leaving = [recorded for _, recorded in _concerned(approval, record)]
    stamped = replace(record, updated_at=approval.ground.now)
    on_file = approval.filing.on_file
    for recorded in leaving:
        without = replace(recorded, access_here=False)
        await approval.uow.records.save_service(stamped, without, approval.index_of(record.subject))
        if on_file is not None and on_file.only_access:
            await give_shell_notice(approval.ground, record, recorded)
    # Its server is no longer behind it, so nothing is due of the server's addresses.
    await cancel_obligations(approval.ground, record.id, _ids(leaving), (ObligationKind.UPDATE,))
    await forget(approval, [(record.subject, [one.service for one in leaving])])
    await tell(approval, stamped, "access_cancelled", leaving)
    return stamped


async def _migrate(approval: Approval) -> Record:
    """Take the service off the source account's record, and put it on the target's under its new number."""
    filing = approval.filing
    assert filing.transfer_id is not None
    transfer = await approval.uow.transfers.get(filing.provider_id, filing.transfer_id)
    assert transfer is not None
    source = await approval.uow.records.get(filing.provider_id, transfer.record_id, lock=True)
    if source is not None:
        leaving = [one for one in source.services if one.id == transfer.service_id]
        left = await _take_off(approval, source, leaving, "service_migrated")
        if not any(one.services for one in (left, *await _of_others(approval, source))):
            await give_shell_notice(approval.ground, left, None)
    return await _put(approval)


async def _locked(approval: Approval) -> Record:
    """Return the record that the filing is about, held until the commit: an open order keeps it in its account."""
    assert approval.filing.record_id is not None
    record = await approval.uow.records.get(approval.filing.provider_id, approval.filing.record_id, lock=True)
    assert record is not None, "a record stays while an order about it is open"
    return record


def _concerned(approval: Approval, record: Record) -> list[tuple[Service, RecordedService]]:
    """Pair the filing's services with those on record: their numbers are the same, their ids need not be."""
    by_number = {one.number: one for one in record.services}
    numbered = [(service, approval.number_of(service.id)) for service in approval.filing.body.services]
    return [(service, by_number[number]) for service, number in numbered if number is not None and number in by_number]


def _ids(services: Sequence[RecordedService]) -> tuple[str, ...]:
    return tuple(one.id for one in services)


_CHANGES: Mapping[FilingType, Change] = {
    FilingType.FIRST_FILING: _put,
    FilingType.ADD_SERVICE_HERE: _put,
    FilingType.ADD_SERVICE_ELSEWHERE: _put,
    FilingType.ADD_ACCESS: _put,
    FilingType.CLAIM: _put,
    FilingType.CHANGE_SUBJECT: _change,
    FilingType.CHANGE_SERVICE: _change,
    FilingType.CHANGE_BOTH: _change,
    FilingType.DEREGISTER_SUBJECT: _deregister_subject,
    FilingType.DEREGISTER_SERVICE: _deregister_service,
    FilingType.CANCEL_ACCESS: _cancel_access,
    FilingType.MIGRATE_SERVICE: _migrate,
}
