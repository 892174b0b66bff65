"""What on the national record a submission speaks of."""

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
from authority_sandbox.wire import SubmissionIn, SubmittedService


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
        return await service_by_number(connection, service.number)
    if service.kind == "website":
        filed = await services_by_domain(connection, service.domains)
        return next((filed[domain] for domain in service.domains if domain in filed), None)
    same_name = await services_by_name(connection, service.kind, service.name)
    return next((one for one in same_name if subject and one.subject_number == subject.subject_number), None)
