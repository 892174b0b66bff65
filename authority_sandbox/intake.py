"""What the authority refuses at the door, before anybody looks at a submission."""

from dataclasses import dataclass

from authority_sandbox import open_submissions, result_codes
from authority_sandbox.database import Connection
from authority_sandbox.national_record import (
    ServiceEntry,
    SubjectEntry,
    services_by_domain,
    subject_by_certificate,
)
from authority_sandbox.targets import service_of, subject_of
from authority_sandbox.wire import SubmissionIn, SubmittedService

BLACKLISTED_SUBJECT_NAME = "黑名单测试单位"
CONFLICT_NAME = "冲突测试"
UNREPORTED_ADDRESS_NAME = "IP未报测试"

_PUTS_NEW_NAMES = frozenset({"first_filing", "add_service_here", "add_service_elsewhere"})
_NEEDS_NO_SUBJECT = frozenset({"first_filing", "migrate_service"})
_MAY_CHANGE_CERTIFICATE = frozenset({"change_subject", "change_both"})
_CERTIFICATE = "/subject/certificate/number"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal: the authority's code, and whether the provider rather than the applicant is at fault."""

    code: str
    pointer: str | None
    our_fault: bool = False


async def refusal_of(connection: Connection, submission: SubmissionIn) -> Refusal | None:
    """Return why this submission is refused, or None. Callers hold the record's lock."""
    subject = await subject_of(connection, submission)
    return (
        _of_blacklisted_subject(submission, subject)
        or _of_magic_names(submission)
        or await _of_subject(connection, submission, subject)
        or await _of_services(connection, submission, subject)
    )


def _of_blacklisted_subject(submission: SubmissionIn, subject: SubjectEntry | None) -> Refusal | None:
    named = submission.subject.name == BLACKLISTED_SUBJECT_NAME
    if named or (subject is not None and subject.blacklisted):
        return Refusal(result_codes.SUBJECT_BLACKLISTED, "/subject/name" if named else _CERTIFICATE)
    return None


def _of_magic_names(submission: SubmissionIn) -> Refusal | None:
    for index, service in enumerate(submission.services):
        if service.name == CONFLICT_NAME:
            return Refusal(result_codes.DOMAIN_ON_RECORD, _name_or_domain(index, service))
        if service.name == UNREPORTED_ADDRESS_NAME:
            return Refusal(result_codes.ADDRESS_NOT_REPORTED, f"/services/{index}/access", our_fault=True)
    return None


async def _of_subject(connection: Connection, submission: SubmissionIn, subject: SubjectEntry | None) -> Refusal | None:
    certificate = submission.subject.certificate
    under_way = await open_submissions.for_certificate(
        connection, submission.provider_id, certificate.type, certificate.number
    )
    if under_way.own or under_way.elsewhere or (subject is not None and subject.under_review):
        return Refusal(result_codes.SUBJECT_CONFLICT, _CERTIFICATE)
    holder = await subject_by_certificate(connection, certificate.type, certificate.number)
    if submission.filing_type == "first_filing":
        return Refusal(result_codes.SUBJECT_CONFLICT, _CERTIFICATE) if holder is not None else None
    if subject is None:
        missing = submission.subject_number is not None or submission.filing_type not in _NEEDS_NO_SUBJECT
        return Refusal(result_codes.SUBJECT_NOT_YOURS, _CERTIFICATE) if missing else None
    if holder is not None and holder.subject_number != subject.subject_number:
        return Refusal(result_codes.SUBJECT_CONFLICT, _CERTIFICATE)
    if holder is None and submission.filing_type not in _MAY_CHANGE_CERTIFICATE:
        return Refusal(result_codes.SUBJECT_NOT_YOURS, _CERTIFICATE)
    return None


async def _of_services(
    connection: Connection, submission: SubmissionIn, subject: SubjectEntry | None
) -> Refusal | None:
    for index, service in enumerate(submission.services):
        entry = await service_of(connection, service, subject)
        if entry is not None and entry.blacklisted:
            return Refusal(result_codes.SERVICE_BLACKLISTED, _name_or_domain(index, service))
        if submission.filing_type in _PUTS_NEW_NAMES:
            refusal = await _of_new_service(connection, submission, index, entry)
        else:
            code = _code_for_filed_service(submission, entry, subject)
            refusal = None if code is None else Refusal(code, _name_or_domain(index, service))
            refusal = refusal or await _of_taken_domain(connection, index, service, entry)
        if refusal is not None:
            return refusal
    return None


async def _of_new_service(
    connection: Connection, submission: SubmissionIn, index: int, entry: ServiceEntry | None
) -> Refusal | None:
    service = submission.services[index]
    if entry is not None and service.kind != "website":
        return Refusal(result_codes.DOMAIN_ON_RECORD, f"/services/{index}/name")
    taken = await _of_taken_domain(connection, index, service, None)
    if taken is not None or service.kind != "website":
        return taken
    wanted = await open_submissions.for_names(connection, submission.provider_id, "website", service.domains)
    if wanted.own or wanted.elsewhere:
        return Refusal(result_codes.DOMAIN_ON_RECORD, f"/services/{index}/domains/0")
    return None


async def _of_taken_domain(
    connection: Connection, index: int, service: SubmittedService, itself: ServiceEntry | None
) -> Refusal | None:
    """A website's domain may be on record for no other service than itself; APPs share domains with websites."""
    if service.kind != "website":
        return None
    filed = await services_by_domain(connection, service.domains)
    for place, domain in enumerate(service.domains):
        if domain in filed and (itself is None or filed[domain].id != itself.id):
            return Refusal(result_codes.DOMAIN_ON_RECORD, f"/services/{index}/domains/{place}")
    return None


def _code_for_filed_service(
    submission: SubmissionIn, entry: ServiceEntry | None, subject: SubjectEntry | None
) -> str | None:
    if entry is None:
        return result_codes.SERVICE_NOT_YOURS
    own = subject is not None and entry.subject_number == subject.subject_number
    accessed = submission.provider_id in entry.provider_ids
    match submission.filing_type:
        case "migrate_service":
            return result_codes.DOMAIN_ON_RECORD if own else None
        case _ if not own:
            return result_codes.SERVICE_NOT_YOURS
        case "add_access":
            return result_codes.ALREADY_ACCESSED if accessed else None
        case "cancel_access":
            return None if accessed else result_codes.ALREADY_CANCELLED
        case _:
            return None if accessed else result_codes.SERVICE_NOT_YOURS


def _name_or_domain(index: int, service: SubmittedService) -> str:
    return f"/services/{index}/domains/0" if service.domains else f"/services/{index}/name"
