"""What the authority refuses at the door, before anybody looks at a submission."""

from collections.abc import Awaitable, Callable

from authority_sandbox import places, result_codes
from authority_sandbox.database import Connection
from authority_sandbox.intake_conflicts import of_what_is_under_way
from authority_sandbox.intake_form import of_form
from authority_sandbox.intake_papers import of_papers
from authority_sandbox.intake_services import of_services
from authority_sandbox.intake_subject import of_subject
from authority_sandbox.refusals import Refusal
from authority_sandbox.targets import Targets
from authority_sandbox.wire import SubmissionIn

BLACKLISTED_SUBJECT_NAME = "黑名单测试单位"
CONFLICT_NAME = "冲突测试"
UNREPORTED_ADDRESS_NAME = "IP未报测试"

Judge = Callable[[Connection, SubmissionIn, Targets], Awaitable[Refusal | None]]


async def refusal_of(connection: Connection, submission: SubmissionIn, targets: Targets) -> Refusal | None:
    """Return why this submission is refused, or None. Callers hold the record's lock."""
    for judge in _IN_TURN:
        refusal = await judge(connection, submission, targets)
        if refusal is not None:
            return refusal
    return None


async def _of_blacklist(_connection: Connection, submission: SubmissionIn, targets: Targets) -> Refusal | None:
    named = submission.subject.name == BLACKLISTED_SUBJECT_NAME
    if named or (targets.subject is not None and targets.subject.blacklisted):
        return Refusal(result_codes.SUBJECT_BLACKLISTED, "/subject/name" if named else places.CERTIFICATE)
    return None


async def _of_magic_names(_connection: Connection, submission: SubmissionIn, _targets: Targets) -> Refusal | None:
    for index, service in enumerate(submission.services):
        if service.name == CONFLICT_NAME:
            return Refusal(result_codes.DOMAIN_ON_RECORD, places.name_or_domain(index, service))
        if service.name == UNREPORTED_ADDRESS_NAME:
            return Refusal(result_codes.ADDRESS_NOT_REPORTED, f"/services/{index}/access", our_fault=True)
    return None


_IN_TURN: tuple[Judge, ...] = (
    _of_blacklist,
    _of_magic_names,
    of_form,
    of_papers,
    of_what_is_under_way,
    of_subject,
    of_services,
)
