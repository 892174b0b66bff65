"""Single changes of the national record. Callers hold its lock (`database.lock_record`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from authority_sandbox.certificates import family_of, plain_number
from authority_sandbox.database import Connection
from authority_sandbox.national_record import ServiceEntry, services_by_domain
from authority_sandbox.numbers import next_service_number, next_subject_number
from authority_sandbox.result_codes import DOMAIN_ON_RECORD, message_of


@dataclass(frozen=True, slots=True)
class NewSubject:
    """What a subject is put on record with."""

    name: str
    nature: str
    region: str
    certificate_type: str
    certificate_number: str


@dataclass(frozen=True, slots=True)
class NewService:
    """What a service is put on record with."""

    kind: str
    name: str | None
    domains: Sequence[str]


class RecordConflictError(Exception):
    """The record no longer allows a change; `code` is the authority's result code."""

    def __init__(self, code: str, message: str, pointer: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.pointer = pointer


async def create_subject(
    connection: Connection, subject: NewSubject, province: str, now: datetime, subject_number: str | None = None
) -> str:
    """Put a subject on record and return its number, allocated in `province` unless one is given."""
    number = subject_number or await next_subject_number(connection, province, now)
    await connection.execute(
        """insert into subjects (subject_number, name, nature, region, certificate_type, certificate_family,
                                 certificate_number, filed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)""",
        number,
        subject.name,
        subject.nature,
        subject.region,
        subject.certificate_type,
        family_of(subject.certificate_type),
        plain_number(subject.certificate_number),
        now,
    )
    return number


async def update_subject(connection: Connection, subject_number: str, subject: NewSubject) -> None:
    """Change what is on record of a subject; its number stays."""
    await connection.execute(
        """update subjects set name = $2, nature = $3, region = $4, certificate_type = $5, certificate_family = $6,
                               certificate_number = $7
           where subject_number = $1""",
        subject_number,
        subject.name,
        subject.nature,
        subject.region,
        subject.certificate_type,
        family_of(subject.certificate_type),
        plain_number(subject.certificate_number),
    )


async def add_service(
    connection: Connection, subject_number: str, service: NewService, provider_id: str, now: datetime
) -> ServiceEntry:
    """Put a service on record under the subject's next number. Raises RecordConflictError for a filed domain."""
    number = await next_service_number(connection, subject_number, service.kind)
    service_id: int = await connection.fetchval(
        """insert into services (subject_number, number, kind, name, filed_at)
           values ($1, $2, $3, $4, $5) returning id""",
        subject_number,
        number,
        service.kind,
        service.name,
        now,
    )
    await set_domains(connection, service_id, service.domains)
    await grant_access(connection, service_id, provider_id)
    return ServiceEntry(
        service_id,
        subject_number,
        number,
        service.kind,
        service.name,
        False,
        False,
        tuple(service.domains),
        (provider_id,),
    )


async def set_domains(connection: Connection, service_id: int, domains: Sequence[str]) -> None:
    """Make these the service's domains. Raises RecordConflictError where one is on record for another service."""
    filed = await services_by_domain(connection, domains)
    if any(entry.id != service_id for entry in filed.values()):
        raise RecordConflictError(DOMAIN_ON_RECORD, message_of(DOMAIN_ON_RECORD))
    await connection.execute("delete from service_domains where service_id = $1", service_id)
    await connection.executemany(
        "insert into service_domains (domain, service_id) values ($1, $2)",
        [(domain, service_id) for domain in dict.fromkeys(domains)],
    )


async def rename_service(connection: Connection, service_id: int, name: str) -> None:
    """Change a service's name; its number stays."""
    await connection.execute("update services set name = $2 where id = $1", service_id, name)


async def grant_access(connection: Connection, service_id: int, provider_id: str) -> None:
    """Add a provider to those through which a service is reached."""
    await connection.execute(
        "insert into service_access (service_id, provider_id) values ($1, $2) on conflict do nothing",
        service_id,
        provider_id,
    )


async def revoke_access(connection: Connection, service_id: int, provider_id: str) -> None:
    """Take a provider from those through which a service is reached; without any left it is a shell."""
    await connection.execute(
        "delete from service_access where service_id = $1 and provider_id = $2", service_id, provider_id
    )


async def deregister_service(connection: Connection, service_id: int, now: datetime) -> None:
    """Take a service off the record: its domains are free again, its number is not."""
    await connection.execute("delete from service_domains where service_id = $1", service_id)
    await connection.execute("delete from service_access where service_id = $1", service_id)
    await connection.execute("update services set deregistered_at = $2 where id = $1", service_id, now)


async def deregister_subject(connection: Connection, subject_number: str, now: datetime) -> None:
    """Take a subject off the record. Its services are taken off one by one before."""
    await connection.execute("update subjects set deregistered_at = $2 where subject_number = $1", subject_number, now)


async def mark(connection: Connection, subject_number: str, *, blacklisted: bool, under_review: bool) -> None:
    """Mark a subject and each of its services; a mark once set stays."""
    for statement in (
        "update subjects set blacklisted = blacklisted or $2, under_review = under_review or $3 "
        "where subject_number = $1",
        "update services set blacklisted = blacklisted or $2, under_review = under_review or $3 "
        "where subject_number = $1 and deregistered_at is null",
    ):
        await connection.execute(statement, subject_number, blacklisted, under_review)
