"""Reading the national record: subjects with their services, as they stand now."""

from collections.abc import Iterable
from dataclasses import dataclass

import asyncpg

from authority_sandbox.certificates import family_of, plain_number
from authority_sandbox.database import Connection


@dataclass(frozen=True, slots=True)
class SubjectEntry:
    """A subject (主体) on record."""

    subject_number: str
    name: str
    nature: str
    region: str
    certificate_type: str
    certificate_number: str
    blacklisted: bool
    under_review: bool


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """A service (互联网信息服务) on record, with the providers through which it is reached.

    `name` is None for a website that was put on record by its domain alone.
    """

    id: int
    subject_number: str
    number: str
    kind: str
    name: str | None
    blacklisted: bool
    under_review: bool
    domains: tuple[str, ...]
    provider_ids: tuple[str, ...]


async def subject_by_certificate(
    connection: Connection, certificate_type: str, certificate_number: str
) -> SubjectEntry | None:
    """Return the subject that this certificate stands for, whichever paper of the family is on file."""
    row = await connection.fetchrow(
        """select * from subjects
           where certificate_family = $1 and certificate_number = $2 and deregistered_at is null""",
        family_of(certificate_type),
        plain_number(certificate_number),
    )
    return None if row is None else _subject(row)


async def subject_by_certificate_number(connection: Connection, certificate_number: str) -> SubjectEntry | None:
    """Return the subject with this certificate number, of any family."""
    row = await connection.fetchrow(
        "select * from subjects where certificate_number = $1 and deregistered_at is null order by filed_at limit 1",
        plain_number(certificate_number),
    )
    return None if row is None else _subject(row)


async def subject_by_number(connection: Connection, subject_number: str) -> SubjectEntry | None:
    """Return the subject with this filing number."""
    row = await connection.fetchrow(
        "select * from subjects where subject_number = $1 and deregistered_at is null", subject_number
    )
    return None if row is None else _subject(row)


async def services_of(connection: Connection, subject_number: str) -> list[ServiceEntry]:
    """Return a subject's services, oldest first."""
    rows = await connection.fetch("select * from service_entries where subject_number = $1 order by id", subject_number)
    return [_service(row) for row in rows]


async def service_by_number(connection: Connection, number: str) -> ServiceEntry | None:
    """Return the service with this filing number."""
    row = await connection.fetchrow("select * from service_entries where number = $1", number)
    return None if row is None else _service(row)


async def services_by_domain(connection: Connection, domains: Iterable[str]) -> dict[str, ServiceEntry]:
    """Return which of these exact names are on record, each with its service."""
    rows = await connection.fetch(
        """select d.domain as filed_domain, e.*
           from service_domains d join service_entries e on e.id = d.service_id
           where d.domain = any($1::text[])""",
        list(domains),
    )
    return {row["filed_domain"]: _service(row) for row in rows}


async def services_by_name(connection: Connection, kind: str, name: str) -> list[ServiceEntry]:
    """Return the APPs (or mini-programs, quick apps) of this name, of all subjects: names may repeat."""
    rows = await connection.fetch("select * from service_entries where kind = $1 and name = $2 order by id", kind, name)
    return [_service(row) for row in rows]


async def subject_is_gone(
    connection: Connection, subject_number: str | None, certificate_type: str, certificate_number: str
) -> bool:
    """Tell whether a subject of this number, or without a number of this certificate, was deregistered."""
    gone: bool = await connection.fetchval(
        """select exists (
               select from subjects where deregistered_at is not null
                 and case when $1::text is null then certificate_family = $2 and certificate_number = $3
                          else subject_number = $1 end)""",
        subject_number,
        family_of(certificate_type),
        plain_number(certificate_number),
    )
    return gone


async def service_is_gone(
    connection: Connection, number: str | None, subject_number: str | None, kind: str, name: str | None
) -> bool:
    """Tell whether a service of this number, or without a number of this name of the subject, was deregistered."""
    gone: bool = await connection.fetchval(
        """select exists (
               select from services where deregistered_at is not null
                 and case when $1::text is null then subject_number = $2 and kind = $3 and name = $4
                          else number = $1 end)""",
        number,
        subject_number,
        kind,
        name,
    )
    return gone


def _subject(row: asyncpg.Record) -> SubjectEntry:
    return SubjectEntry(**{name: row[name] for name in SubjectEntry.__slots__})


def _service(row: asyncpg.Record) -> ServiceEntry:
    values = {name: row[name] for name in ServiceEntry.__slots__}
    return ServiceEntry(**{**values, "domains": tuple(row["domains"]), "provider_ids": tuple(row["provider_ids"])})
