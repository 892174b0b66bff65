"""What a filing leans on and that ends some day: certificates, domains, servers and codes."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from app.domain.deadlines import DeadlineKind
from app.domain.filing_body import Certificate, FilingBody, Service, Subject
from app.domain.working_days import SHANGHAI

EXPIRY_KINDS = (
    DeadlineKind.CERTIFICATE_EXPIRY,
    DeadlineKind.DOMAIN_EXPIRY,
    DeadlineKind.RESOURCE_EXPIRY,
    DeadlineKind.CODE_EXPIRY,
)
LOOK_AGAIN = "look_again"
"""The row that lets the worker look anew what a filing is to be reminded of, and when; nobody's deadline."""


def first_certificate_end(body: FilingBody) -> datetime | None:
    """Return when the first of a filing's certificates is valid no more."""
    return first_end(certificate.valid_until for certificate in _certificates(body))


def may_end_otherwise(was: FilingBody, now: FilingBody) -> bool:
    """Tell whether a change concerns when something ends: a certificate's last day, or which domains there are."""
    return first_certificate_end(was) != first_certificate_end(now) or _domains(was) != _domains(now)


def first_end(last_days: Iterable[date | None]) -> datetime | None:
    """Return when the first of these last days is over in Beijing; None where none is known."""
    first = min((day for day in last_days if day is not None and day < date.max), default=None)
    if first is None:
        return None
    return datetime.combine(first + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)


def papers_of_subject(subject: Subject) -> Iterator[Certificate]:
    """Return the certificates of a subject and of the people who act for it."""
    people = [subject.legal_representative, subject.agent, subject.principal]
    papers = [subject.certificate, *(person.certificate for person in people if person is not None)]
    yield from (paper for paper in papers if paper is not None)


def papers_of_service(service: Service) -> Iterator[Certificate]:
    """Return the certificate of who answers for a service, if it is known."""
    if service.principal is not None and service.principal.certificate is not None:
        yield service.principal.certificate


def _certificates(body: FilingBody) -> Iterator[Certificate]:
    yield from papers_of_subject(body.subject)
    for service in body.services:
        yield from papers_of_service(service)


def _domains(body: FilingBody) -> set[str]:
    return {domain for service in body.services for domain in service.domains}
