"""What is refused because of what is on record of the subject."""

from authority_sandbox import places, result_codes
from authority_sandbox.database import Connection
from authority_sandbox.national_record import services_of, subject_by_certificate, subject_is_gone
from authority_sandbox.refusals import Refusal
from authority_sandbox.targets import Targets
from authority_sandbox.wire import SubmissionIn

_NEEDS_NO_SUBJECT = frozenset({"first_filing", "migrate_service"})
_MAY_CHANGE_CERTIFICATE = frozenset({"change_subject", "change_both"})
_OF_WHOLE_SUBJECT = frozenset({"change_subject", "deregister_subject"})


async def of_subject(connection: Connection, submission: SubmissionIn, targets: Targets) -> Refusal | None:
    """Return why the subject may not file this."""
    code = await _code(connection, submission, targets)
    return None if code is None else Refusal(code, places.CERTIFICATE)


async def _code(connection: Connection, submission: SubmissionIn, targets: Targets) -> str | None:
    certificate = submission.subject.certificate
    holder = await subject_by_certificate(connection, certificate.type, certificate.number)
    subject = targets.subject
    if submission.filing_type == "first_filing":
        return None if holder is None else result_codes.SUBJECT_CONFLICT
    if subject is None:
        return await _code_where_none(connection, submission)
    if subject.under_review:
        return result_codes.SUBJECT_CONFLICT
    if holder is not None and holder.subject_number != subject.subject_number:
        return result_codes.SUBJECT_CONFLICT
    if holder is None and submission.filing_type not in _MAY_CHANGE_CERTIFICATE:
        return result_codes.SUBJECT_NOT_YOURS
    if submission.filing_type in _OF_WHOLE_SUBJECT:
        services = await services_of(connection, subject.subject_number)
        if not any(submission.provider_id in service.provider_ids for service in services):
            return result_codes.SUBJECT_NOT_YOURS
    return None


async def _code_where_none(connection: Connection, submission: SubmissionIn) -> str | None:
    number = submission.subject_number
    if number is None and submission.filing_type in _NEEDS_NO_SUBJECT:
        return None
    certificate = submission.subject.certificate
    gone = await subject_is_gone(connection, number, certificate.type, certificate.number)
    return result_codes.SUBJECT_GONE if gone else result_codes.SUBJECT_NOT_YOURS
