"""What an approved submission does to the national record, by filing type."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from authority_sandbox import places, result_codes
from authority_sandbox.database import Connection
from authority_sandbox.national_record import ServiceEntry, SubjectEntry, services_of, subject_by_certificate
from authority_sandbox.record_writing import (
    NewService,
    NewSubject,
    RecordConflictError,
    add_service,
    create_subject,
    deregister_service,
    deregister_subject,
    grant_access,
    rename_service,
    revoke_access,
    set_domains,
    update_subject,
)
from authority_sandbox.targets import service_of, subject_of, taken_domain
from authority_sandbox.wire import SubmissionIn, SubmittedService
from authority_sandbox.working_days import BEIJING

# Subject number, and each submitted service's id with its number.
Outcome = tuple[str, list[tuple[str, str]]]
Filed = tuple[SubmittedService, ServiceEntry]
Change = Callable[[Connection, SubmissionIn, datetime], Awaitable[Outcome]]


async def write(connection: Connection, submission: SubmissionIn, now: datetime) -> dict[str, Any]:
    """Write an approved submission down and return its result. Callers hold the record's lock.

    Raises RecordConflictError where the record has changed since intake and no longer allows it.
    """
    subject_number, services = await _CHANGES[submission.filing_type](connection, submission, now)
    return {
        "subject_number": subject_number,
        "services": [{"service_id": service_id, "number": number} for service_id, number in services],
        "on": now.astimezone(BEIJING).date().isoformat(),
    }


async def _first_filing(connection: Connection, submission: SubmissionIn, now: datetime) -> Outcome:
    certificate = submission.subject.certificate
    if await subject_by_certificate(connection, certificate.type, certificate.number) is not None:
        raise _conflict(result_codes.SUBJECT_CONFLICT, places.CERTIFICATE)
    subject_number = await create_subject(connection, _new_subject(submission), submission.province, now)
    return await _add_services(connection, submission, subject_number, now)


async def _add_to_subject(connection: Connection, submission: SubmissionIn, now: datetime) -> Outcome:
    subject = await _subject(connection, submission)
    return await _add_services(connection, submission, subject.subject_number, now)


async def _add_services(
    connection: Connection, submission: SubmissionIn, subject_number: str, now: datetime
) -> Outcome:
    numbers = []
    for index, service in enumerate(submission.services):
        await _check_domains(connection, index, service, None)
        new = NewService(service.kind, service.written_name, _domains(service))
        entry = await add_service(connection, subject_number, new, submission.provider_id, now)
        numbers.append((service.id, entry.number))
    return subject_number, numbers


async def _add_access(connection: Connection, submission: SubmissionIn, _now: datetime) -> Outcome:
    subject, services = await _filed(connection, submission)
    for _, entry in services:
        await grant_access(connection, entry.id, submission.provider_id)
    return _unchanged(subject, services)


async def _cancel_access(connection: Connection, submission: SubmissionIn, _now: datetime) -> Outcome:
    subject, services = await _filed(connection, submission)
    for _, entry in services:
        await revoke_access(connection, entry.id, submission.provider_id)
    return _unchanged(subject, services)


async def _change(connection: Connection, submission: SubmissionIn, _now: datetime) -> Outcome:
    subject, services = await _filed(connection, submission)
    if submission.filing_type != "change_service":
        certificate = submission.subject.certificate
        holder = await subject_by_certificate(connection, certificate.type, certificate.number)
        if holder is not None and holder.subject_number != subject.subject_number:
            raise _conflict(result_codes.SUBJECT_CONFLICT, places.CERTIFICATE)
        await update_subject(connection, subject.subject_number, _new_subject(submission))
    if submission.filing_type != "change_subject":
        for index, (service, entry) in enumerate(services):
            await _change_service(connection, index, service, entry)
    return _unchanged(subject, services)


async def _change_service(connection: Connection, index: int, service: SubmittedService, entry: ServiceEntry) -> None:
    """Write down what a change says; a name or domains that it leaves out stay as they are."""
    if service.written_name is not None:
        await rename_service(connection, entry.id, service.written_name)
    domains = _domains(service)
    if domains:
        await _check_domains(connection, index, service, entry)
        await set_domains(connection, entry.id, domains)


async def _deregister_service(connection: Connection, submission: SubmissionIn, now: datetime) -> Outcome:
    """The service goes and its domains are free; the subject stays, a shell where it was its last."""
    subject, services = await _filed(connection, submission)
    for _, entry in services:
        await deregister_service(connection, entry.id, now)
    return _unchanged(subject, services)


async def _deregister_subject(connection: Connection, submission: SubmissionIn, now: datetime) -> Outcome:
    """The subject goes with all its services: certificate and domains are free, its numbers are not."""
    subject = await _subject(connection, submission)
    for entry in await services_of(connection, subject.subject_number):
        await deregister_service(connection, entry.id, now)
    await deregister_subject(connection, subject.subject_number, now)
    return subject.subject_number, []


async def _migrate_service(connection: Connection, submission: SubmissionIn, now: datetime) -> Outcome:
    """The service leaves its old subject and gets the next number of the new one, which is filed if need be.

    The old subject stays, a shell where it was its last. Whoever gave access goes on giving it.
    """
    target = await subject_of(connection, submission)
    leaving = [
        (service, await _leaving(connection, index, service, target))
        for index, service in enumerate(submission.services)
    ]
    if target is None:
        subject_number = await create_subject(connection, _new_subject(submission), submission.province, now)
    else:
        subject_number = target.subject_number
    for _, entry in leaving:
        await deregister_service(connection, entry.id, now)
    numbers = []
    for index, (service, entry) in enumerate(leaving):
        await _check_domains(connection, index, service, None)
        new = NewService(service.kind, service.written_name or entry.name, _domains(service) or entry.domains)
        moved = await add_service(connection, subject_number, new, submission.provider_id, now)
        for provider_id in entry.provider_ids:
            await grant_access(connection, moved.id, provider_id)
        numbers.append((service.id, moved.number))
    return subject_number, numbers


async def _leaving(
    connection: Connection, index: int, service: SubmittedService, target: SubjectEntry | None
) -> ServiceEntry:
    entry = await service_of(connection, service, target)
    if entry is None or (target is not None and entry.subject_number == target.subject_number):
        raise _conflict(result_codes.SERVICE_GONE, places.name_or_domain(index, service))
    return entry


async def _subject(connection: Connection, submission: SubmissionIn) -> SubjectEntry:
    subject = await subject_of(connection, submission)
    if subject is None:
        raise _conflict(result_codes.SUBJECT_GONE, places.CERTIFICATE)
    return subject


async def _filed(connection: Connection, submission: SubmissionIn) -> tuple[SubjectEntry, list[Filed]]:
    subject = await _subject(connection, submission)
    if submission.filing_type == "change_subject":
        return subject, []
    services = []
    for index, service in enumerate(submission.services):
        entry = await service_of(connection, service, subject)
        if entry is None or entry.subject_number != subject.subject_number:
            raise _conflict(result_codes.SERVICE_GONE, places.name_or_domain(index, service))
        services.append((service, entry))
    return subject, services


async def _check_domains(
    connection: Connection, index: int, service: SubmittedService, itself: ServiceEntry | None
) -> None:
    place = await taken_domain(connection, service, itself)
    if place is not None:
        raise _conflict(result_codes.DOMAIN_ON_RECORD, places.domain(index, place))


def _unchanged(subject: SubjectEntry, services: list[Filed]) -> Outcome:
    return subject.subject_number, [(service.id, entry.number) for service, entry in services]


def _new_subject(submission: SubmissionIn) -> NewSubject:
    subject = submission.subject
    return NewSubject(
        subject.name, subject.nature, subject.region, subject.certificate.type, subject.certificate.number
    )


def _domains(service: SubmittedService) -> list[str]:
    # Domains on record are those of websites; an APP may name the domain of a website that has its own filing.
    return service.domains if service.kind == "website" else []


def _conflict(code: str, pointer: str | None = None) -> RecordConflictError:
    return RecordConflictError(code, result_codes.message_of(code), pointer)


_CHANGES: dict[str, Change] = {
    "first_filing": _first_filing,
    "add_service_here": _add_to_subject,
    "add_service_elsewhere": _add_to_subject,
    "add_access": _add_access,
    "cancel_access": _cancel_access,
    "change_subject": _change,
    "change_service": _change,
    "change_both": _change,
    "deregister_service": _deregister_service,
    "deregister_subject": _deregister_subject,
    "migrate_service": _migrate_service,
}
