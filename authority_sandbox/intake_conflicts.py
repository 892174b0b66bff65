"""What is refused because something else of the same subject is under way."""

from authority_sandbox import places, result_codes
from authority_sandbox.database import Connection
from authority_sandbox.open_submissions import OpenSubmission, touching
from authority_sandbox.refusals import Refusal
from authority_sandbox.targets import Targets
from authority_sandbox.wire import SubmissionIn

# What the same wish for the same thing once more is told.
_SAME_AGAIN = {
    "deregister_subject": result_codes.SUBJECT_DEREGISTRATION_UNDER_WAY,
    "deregister_service": result_codes.SERVICE_DEREGISTRATION_UNDER_WAY,
    "cancel_access": result_codes.ALREADY_CANCELLED,
    "add_access": result_codes.ALREADY_ACCESSED,
}
# Access is each provider's own; what is deregistered is so for all.
_OF_ONE_PROVIDER = frozenset({"cancel_access", "add_access"})
_EXCLUDE_EACH_OTHER = {
    ("deregister_service", "deregister_subject"): result_codes.SUBJECT_BEING_DEREGISTERED,
    ("deregister_subject", "deregister_service"): result_codes.SERVICE_BEING_DEREGISTERED,
}
_CHANGES = frozenset({"change_subject", "change_service", "change_both"})


async def of_what_is_under_way(connection: Connection, submission: SubmissionIn, targets: Targets) -> Refusal | None:
    """Return the refusal where anything of this subject is open; of several the oldest counts."""
    certificate = submission.subject.certificate
    about = targets.numbers(submission.filing_type)
    for opened in await touching(connection, (certificate.type, certificate.number), about):
        again = _again(submission, targets, opened)
        return again or Refusal(_code(submission.filing_type, opened.filing_type), places.CERTIFICATE)
    return None


def _again(submission: SubmissionIn, targets: Targets, opened: OpenSubmission) -> Refusal | None:
    code = _SAME_AGAIN.get(submission.filing_type)
    others = submission.filing_type in _OF_ONE_PROVIDER and opened.provider_id != submission.provider_id
    if code is None or others or opened.filing_type != submission.filing_type:
        return None
    if submission.filing_type == "deregister_subject":
        return Refusal(code, places.CERTIFICATE)
    for index, (service, entry) in enumerate(zip(submission.services, targets.services, strict=True)):
        if entry is not None and entry.number in opened.numbers:
            return Refusal(code, places.name_or_domain(index, service))
    return None


def _code(wanted: str, opened: str) -> str:
    if opened in _CHANGES:
        return result_codes.CHANGE_UNDER_WAY
    return _EXCLUDE_EACH_OTHER.get((wanted, opened), result_codes.SUBJECT_CONFLICT)
