"""A record and its services as rows of `records`, `record_services` and `record_names`."""

from typing import Any

from sqlalchemy import Row, select

from app.domain.filing_body import Service, ServiceKind
from app.domain.filing_body_json import service_from_json, service_to_json, subject_from_json, subject_to_json
from app.domain.records import Record, RecordedService
from app.storage.sealing import Sealing
from app.storage.tables import record_services, records

RECORDS = select(
    records.c.id,
    records.c.provider_id,
    records.c.account_id,
    records.c.subject_number,
    records.c.subject_sealed,
    records.c.filing_id,
    records.c.created_at,
    records.c.updated_at,
)
SERVICES = select(
    record_services.c.id,
    record_services.c.record_id,
    record_services.c.provider_id,
    record_services.c.kind,
    record_services.c.number,
    record_services.c.name,
    record_services.c.domains,
    record_services.c.service_sealed,
    record_services.c.access_here,
    record_services.c.opened_on,
    record_services.c.opened_told,
    record_services.c.filing_id,
    record_services.c.resource_id,
)


def subject_values(record: Record, record_id: str, certificate_index: bytes, sealing: Sealing) -> dict[str, Any]:
    """Return what is written of a record's subject, sealed for the row of an id."""
    return {
        "certificate_index": certificate_index,
        "subject_sealed": sealing.seal_json(subject_to_json(record.subject), _subject_place(record_id)),
        "filing_id": record.filing_id,
        "updated_at": record.updated_at,
    }


def record_of(row: Row[Any], services: tuple[RecordedService, ...], sealing: Sealing) -> Record:
    """Return the record of a row of `RECORDS`."""
    return Record(
        id=row.id,
        provider_id=row.provider_id,
        account_id=row.account_id,
        subject_number=row.subject_number,
        subject=subject_from_json(sealing.open_json(row.subject_sealed, _subject_place(row.id))),
        services=services,
        created_at=row.created_at,
        updated_at=row.updated_at,
        filing_id=row.filing_id,
    )


def service_values(provider_id: str, service: RecordedService, sealing: Sealing) -> dict[str, Any]:
    """Return what is written of a service. It is sealed for its number, since put again it keeps the id that it has."""
    place = _service_place(provider_id, service.number)
    return {
        "kind": service.kind.value,
        "number": service.number,
        "name": service.name,
        "domains": list(service.domains),
        "service_sealed": sealing.seal_json(service_to_json(service.service), place),
        "access_here": service.access_here,
        "opened_on": service.opened_on,
        "opened_told": service.opened_told,
        "filing_id": service.filing_id,
        "resource_id": service.resource_id,
    }


def service_of(row: Row[Any], sealing: Sealing) -> RecordedService:
    """Return the service of a row of `SERVICES`; the service and what is on file of it have one id."""
    return RecordedService(
        id=row.id,
        service=_whole(row, sealing),
        number=row.number,
        access_here=row.access_here,
        opened_on=row.opened_on,
        opened_told=row.opened_told,
        filing_id=row.filing_id,
        resource_id=row.resource_id,
    )


def _whole(row: Row[Any], sealing: Sealing) -> Service:
    if row.service_sealed is None:
        return Service(row.id, ServiceKind(row.kind), row.name or None, tuple(row.domains))
    content = sealing.open_json(row.service_sealed, _service_place(row.provider_id, row.number))
    return service_from_json({**content, "id": row.id})


def _subject_place(record_id: str) -> str:
    return f"records.subject:{record_id}"


def _service_place(provider_id: str, number: str) -> str:
    return f"record_services.service:{provider_id}:{number}"
