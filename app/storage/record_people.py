"""Who answers for subjects and services on record, by keyed hashes: found by certificate or mobile, never read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from app.domain.certificate_numbers import lookup_key, normalised
from app.domain.checks_people import certificate_number
from app.domain.filing_body import Certificate, Person
from app.domain.phone_numbers import as_filed
from app.domain.records import RecordedService
from app.domain.region_facts import PersonOnRecord
from app.storage.sealing import Sealing
from app.storage.statements import Statements

# Rows taken away and rows written never overlap, so the order in which PostgreSQL does both is of no matter.
_WRITE = text("""
    with wanted as (
        select * from unnest(
            cast(:holders as text[]), cast(:services as text[]),
            cast(:certificates as bytea[]), cast(:mobiles as bytea[])
        ) as w (holder_id, service_id, certificate_index, mobile_index)
    ), gone as (
        delete from record_people p
        where p.holder_id = any(cast(:all_holders as text[]))
          and not exists (select from wanted w where w.holder_id = p.holder_id)
    )
    insert into record_people (holder_id, provider_id, record_id, service_id, certificate_index, mobile_index)
    select holder_id, :provider_id, case when service_id is null then holder_id end, service_id,
           certificate_index, mobile_index
    from wanted
    on conflict (holder_id) do update
    set certificate_index = excluded.certificate_index, mobile_index = excluded.mobile_index
""")
_LIKE = text("""
    select distinct p.certificate_index, p.mobile_index, r.certificate_index as subject_index,
           p.service_id is not null as answers_for_service
    from record_people p
    left join record_services s on s.id = p.service_id
    join records r on r.id = coalesce(p.record_id, s.record_id)
    where p.provider_id = :provider_id
      and (p.certificate_index = any(cast(:certificates as bytea[])) or p.mobile_index = any(cast(:mobiles as bytea[])))
""")


@dataclass(frozen=True, slots=True)
class Holder:
    """What somebody answers for: the subject of a record, or a service, by the id of its row."""

    id: str
    person: Person | None
    is_service: bool = False


def holders_in(services: Mapping[str, RecordedService]) -> list[Holder]:
    """Return services, given by the ids of their rows, with who answers for them."""
    return [Holder(service_id, one.service.principal, is_service=True) for service_id, one in services.items()]


async def write_people(statements: Statements, sealing: Sealing, provider_id: str, holders: Sequence[Holder]) -> None:
    """Write who answers for what, in the place of who did."""
    hashed = [(one, *_hashes(one.person, sealing)) for one in holders if one.person is not None]
    told = [row for row in hashed if row[1] is not None or row[2] is not None]
    await statements.run(
        _WRITE,
        {
            "provider_id": provider_id,
            "all_holders": [one.id for one in holders],
            "holders": [one.id for one, _, _ in told],
            "services": [one.id if one.is_service else None for one, _, _ in told],
            "certificates": [certificate for _, certificate, _ in told],
            "mobiles": [mobile for _, _, mobile in told],
        },
    )


async def people_like(
    statements: Statements, sealing: Sealing, provider_id: str, people: Sequence[Person], subject: Certificate | None
) -> tuple[PersonOnRecord, ...]:
    """Return who is on record with the certificate or the mobile of one of these people.

    Numbers of theirs and of the `subject` come back as they were given, all others as the hashes that stand for them.
    """
    hashed = [(one, *_hashes(one, sealing)) for one in people]
    numbers = {certificate: certificate_number(one) or "" for one, certificate, _ in hashed if certificate is not None}
    mobiles = {mobile: one.mobile or "" for one, _, mobile in hashed if mobile is not None}
    asked = {"provider_id": provider_id, "certificates": list(numbers), "mobiles": list(mobiles)}
    found = await statements.all(_LIKE, asked) if numbers or mobiles else ()
    own = None if subject is None else _certificate_hash(subject, sealing)
    if subject is not None and own is not None:
        numbers[own] = subject.number or ""
    return tuple(
        PersonOnRecord(
            subject=_told(row.subject_index, numbers),
            certificate=_told(row.certificate_index, numbers),
            mobile=_told(row.mobile_index, mobiles),
            answers_for_service=row.answers_for_service,
        )
        for row in found
    )


def _told(hashed: bytes | None, known: Mapping[bytes, str]) -> str:
    return "" if hashed is None else known.get(hashed, hashed.hex())


def _hashes(person: Person, sealing: Sealing) -> tuple[bytes | None, bytes | None]:
    certificate = None if person.certificate is None else _certificate_hash(person.certificate, sealing)
    return certificate, sealing.index("phone", as_filed(person.mobile)) if person.mobile else None


def _certificate_hash(certificate: Certificate, sealing: Sealing) -> bytes | None:
    """Hash a certificate as subjects are looked up by theirs: an individual answers under the number of the subject."""
    if certificate.type is None or not certificate.number:
        return None
    key = lookup_key(certificate.type, normalised(certificate.type, certificate.number))
    return sealing.index("certificate", key)
