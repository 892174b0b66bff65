"""What is on file here (备案记录): written by approvals, read by whoever may."""

from datetime import datetime

from app.domain.errors import not_found
from app.domain.filing_body import Service
from app.domain.filings import Filing, ServiceNumber
from app.domain.records import Record, RecordedService
from app.ports.store.paging import Page, PageWanted
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call, day_in_china
from app.usecases.national_mirror import certificate_index
from app.usecases.runtime import Runtime


async def put_on_record(
    runtime: Runtime,
    uow: UnitOfWork,
    filing: Filing,
    subject_number: str,
    numbers: tuple[ServiceNumber, ...],
    now: datetime,
) -> Record:
    """Write an approved filing to the record; until told otherwise a service opened on the day of its approval."""
    by_service = {one.service_id: one.number for one in numbers}
    certificate = filing.body.subject.certificate
    assert certificate is not None
    assert certificate.type is not None
    assert certificate.number is not None
    index = certificate_index(runtime, certificate.type, certificate.number)
    record = Record(
        id=runtime.ids.new("rec"),
        provider_id=filing.provider_id,
        account_id=filing.account_id,
        subject_number=subject_number,
        subject=filing.body.subject,
        services=tuple(_recorded(service, by_service[service.id], now) for service in filing.body.services),
        created_at=now,
        updated_at=now,
    )
    stored = await uow.records.put(record, index)
    names = [name for service in filing.body.services for name in service.domains]
    await uow.mirror.forget(index, names)
    return stored


def _recorded(service: Service, number: str, now: datetime) -> RecordedService:
    return RecordedService(
        id=service.id,
        kind=service.kind,
        number=number,
        name=service.name or "",
        domains=service.domains,
        access_here=True,
        opened_on=day_in_china(now),
    )


async def get(runtime: Runtime, call: Call, record_id: str) -> Record:
    """Find a record."""
    async with runtime.unit_of_work() as uow:
        record = await uow.records.get(call.provider_id, record_id, account_id=call.caller.account_id)
    if record is None:
        raise not_found()
    return record


async def listed(runtime: Runtime, call: Call, account_id: str | None, page: PageWanted) -> Page[Record]:
    """List records, newest first; an applicant's are those of the own account."""
    async with runtime.unit_of_work() as uow:
        return await uow.records.list(call.provider_id, call.caller.account_id or account_id, page)
