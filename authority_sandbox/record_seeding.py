"""Putting subjects straight on the national record, and reading it back, for whoever plays a case."""

from datetime import datetime
from typing import Any

from authority_sandbox.control_wire import RecordedService, RecordIn
from authority_sandbox.database import Connection, lock_record
from authority_sandbox.errors import SandboxError
from authority_sandbox.national_record import (
    ServiceEntry,
    SubjectEntry,
    services_by_domain,
    services_by_name,
    services_of,
    subject_by_certificate,
    subject_by_certificate_number,
    subject_by_number,
)
from authority_sandbox.record_writing import (
    NewService,
    NewSubject,
    add_service,
    create_subject,
    grant_access,
    mark,
    rename_service,
)

OTHER_PROVIDER = "990099"


async def put_record(connection: Connection, record: RecordIn, now: datetime) -> dict[str, Any]:
    """Put a subject with its services on record, or add them to the subject of that certificate.

    A domain that another subject has filed, and a number that another subject bears, are refused with 409.
    """
    async with connection.transaction():
        await lock_record(connection)
        subject_number = await _subject_number(connection, record, now)
        services = [
            await _put_service(connection, subject_number, record.provider_id, service, now)
            for service in record.services
        ]
        await mark(connection, subject_number, blacklisted=record.blacklisted, under_review=record.under_review)
    return {
        "subject_number": subject_number,
        "services": [
            {"kind": asked.kind, "filed_name": asked.asked, "number": entry.number}
            for asked, entry in zip(record.services, services, strict=True)
        ],
    }


async def read_record(
    connection: Connection, *, certificate_number: str | None, subject_number: str | None
) -> dict[str, Any]:
    """Return what the national record has of one subject; 404 where it has nothing."""
    if certificate_number is not None:
        subject = await subject_by_certificate_number(connection, certificate_number)
    else:
        subject = await subject_by_number(connection, subject_number or "")
    if subject is None:
        raise SandboxError(404, "not_on_record", "No such subject is on record.")
    services = await services_of(connection, subject.subject_number)
    return _record_out(subject, services)


async def _subject_number(connection: Connection, record: RecordIn, now: datetime) -> str:
    certificate = record.subject.certificate
    existing = await subject_by_certificate(connection, certificate.type, certificate.number)
    if existing is not None:
        if record.subject_number not in (None, existing.subject_number):
            raise SandboxError(409, "certificate_on_record", "This certificate is on record under another number.")
        return existing.subject_number
    if record.subject_number is not None and await connection.fetchval(
        "select exists (select from subjects where subject_number = $1)", record.subject_number
    ):
        raise SandboxError(409, "number_on_record", "This number belongs to another subject.")
    subject = NewSubject(
        record.subject.name, record.subject.nature, record.subject.region, certificate.type, certificate.number
    )
    return await create_subject(connection, subject, record.subject.region, now, record.subject_number)


async def _put_service(
    connection: Connection, subject_number: str, provider_id: str, service: RecordedService, now: datetime
) -> ServiceEntry:
    provider = provider_id if service.access_here else OTHER_PROVIDER
    existing = await _existing(connection, subject_number, service)
    if existing is None:
        domains = [service.domain] if service.kind == "website" and service.domain else []
        new = NewService(service.kind, service.name, domains)
        return await add_service(connection, subject_number, new, provider, now)
    if existing.subject_number != subject_number:
        raise SandboxError(409, "domain_on_record", "This domain is on record for another subject.")
    await grant_access(connection, existing.id, provider)
    if service.name is not None and existing.name is None:
        await rename_service(connection, existing.id, service.name)
    return existing


async def _existing(connection: Connection, subject_number: str, service: RecordedService) -> ServiceEntry | None:
    if service.kind == "website":
        return (await services_by_domain(connection, [service.asked])).get(service.asked)
    same_name = await services_by_name(connection, service.kind, service.asked)
    return next((entry for entry in same_name if entry.subject_number == subject_number), None)


def _record_out(subject: SubjectEntry, services: list[ServiceEntry]) -> dict[str, Any]:
    return {
        "subject_number": subject.subject_number,
        "name": subject.name,
        "nature": subject.nature,
        "region": subject.region,
        "certificate": {"type": subject.certificate_type},
        "blacklisted": subject.blacklisted,
        "under_review": subject.under_review,
        "services": [
            {
                "number": service.number,
                "kind": service.kind,
                "name": service.name,
                "domains": list(service.domains),
                "provider_ids": list(service.provider_ids),
            }
            for service in services
        ],
    }
