"""What on the national record a submission speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass

from authority_sandbox.database import Connection
from authority_sandbox.national_record import (
    ServiceEntry,
    SubjectEntry,
    service_by_number,
    services_by_domain,
    services_by_name,
    subject_by_certificate,
    subject_by_number,
)
from authority_sandbox.wire import NEW_NAMES, SubmissionIn, SubmittedService


@dataclass(frozen=True, slots=True)
class Targets:
    """The subject on record, and for each submitted service the one on record; None where there is none."""

    subject: SubjectEntry | None
    services: Sequence[ServiceEntry | None]

    @property
    def subject_number(self) -> str | None:
        """The subject's number."""
        return None if self.subject is None else self.subject.subject_number

    def owns(self, entry: ServiceEntry) -> bool:
        """Tell whether a service belongs to the subject."""
        return entry.subject_number == self.subject_number

    def numbers(self, filing_type: str) -> frozenset[str]:
        """Return the filing numbers that a submission of this type is about.

        A name that is new on file is about no service; a migration is about the service's old subject too.
        """
        found = {self.subject_number} - {None}
        for entry in self.services if filing_type not in NEW_NAMES else ():
            if entry is not None and (filing_type == "migrate_service" or self.owns(entry)):
                found |= {entry.number, entry.subject_number}
        return frozenset(number for number in found if number is not None)


async def targets_of(connection: Connection, submission: SubmissionIn) -> Targets:
    """Return what a submission speaks of."""
    subject = await subject_of(connection, submission)
    return Targets(subject, [await service_of(connection, service, subject) for service in submission.services])


async def subject_of(connection: Connection, submission: SubmissionIn) -> SubjectEntry | None:
    """Return the subject on record: by the number where one is given, else by the certificate."""
    if submission.subject_number is not None:
        return await subject_by_number(connection, submission.subject_number)
    certificate = submission.subject.certificate
    return await subject_by_certificate(connection, certificate.type, certificate.number)


async def service_of(
    connection: Connection, service: SubmittedService, subject: SubjectEntry | None
) -> ServiceEntry | None:
    """Return the service on record: by its number, a website by a domain, others by name within the subject."""
    if service.number is not None:
        numbered = await service_by_number(connection, service.number)
        return numbered if numbered is not None and numbered.kind == service.kind else None
    if service.kind == "website":
        filed = await services_by_domain(connection, service.domains)
        return next((filed[domain] for domain in service.domains if domain in filed), None)
    same_name = await services_by_name(connection, service.kind, service.written_name or "")
    return next((one for one in same_name if subject and one.subject_number == subject.subject_number), None)


async def taken_domain(connection: Connection, service: SubmittedService, itself: ServiceEntry | None) -> int | None:
    """Return the place of a website's first domain that is on record for another service than itself.

    Others than websites may name the domain of a website that has its own filing.
    """
    if service.kind != "website":
        return None
    filed = await services_by_domain(connection, service.domains)
    for place, domain in enumerate(service.domains):
        if domain in filed and (itself is None or filed[domain].id != itself.id):
            return place
    return None
