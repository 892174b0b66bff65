"""What is refused for its own sake: names, reasons, home pages and provinces, by filing type."""

from authority_sandbox import places, result_codes
from authority_sandbox.database import Connection
from authority_sandbox.domains import plain_domain, with_parents
from authority_sandbox.national_record import ServiceEntry, services_by_domain
from authority_sandbox.refusals import Refusal
from authority_sandbox.targets import Targets
from authority_sandbox.wire import NEW_NAMES, SubmissionIn, SubmittedService

# Why something is deregistered (注销原因).
REASONS = frozenset({"no_longer_operated", "domain_sold", "subject_dissolved", "moved_provider", "other"})

_NEEDS_REASON = frozenset({"deregister_subject", "deregister_service"})
_MAY_GIVE_REASON = frozenset({"cancel_access"})
_WRITES_SUBJECT = frozenset({"first_filing", "change_subject", "change_both", "migrate_service"})
_WRITES_SERVICES = NEW_NAMES | {"add_access", "change_service", "change_both", "migrate_service"}
_CHANGES_SUBJECT = frozenset({"change_subject", "change_both"})


async def of_form(connection: Connection, submission: SubmissionIn, targets: Targets) -> Refusal | None:
    """Return what is wrong with what a submission says, whatever else is on record or under way."""
    return (
        _of_reason(submission)
        or _of_province(submission, targets)
        or _of_names(submission, targets)
        or await _of_home_pages(connection, submission, targets)
    )


def _of_reason(submission: SubmissionIn) -> Refusal | None:
    reason = submission.reason_code
    judged = submission.filing_type in _NEEDS_REASON or (
        submission.filing_type in _MAY_GIVE_REASON and reason is not None
    )
    if not judged or reason in REASONS:
        return None
    # The provider picks the code from its own catalogue: nothing here is for the applicant to cure.
    return Refusal(result_codes.REASON_UNKNOWN, places.REASON, our_fault=True)


def _of_province(submission: SubmissionIn, targets: Targets) -> Refusal | None:
    """Each province takes its own subjects only, and a subject on record stays in its province."""
    region = submission.subject.region
    if submission.province[:2] != region[:2]:
        return Refusal(result_codes.NOT_THIS_PROVINCE, places.REGION, our_fault=True)
    if targets.subject is None or targets.subject.region[:2] == region[:2] or submission.filing_type == "first_filing":
        return None
    fixed = submission.filing_type in _CHANGES_SUBJECT
    return Refusal(result_codes.PROVINCE_FIXED if fixed else result_codes.NOT_THIS_PROVINCE, places.REGION)


def _of_names(submission: SubmissionIn, targets: Targets) -> Refusal | None:
    subject = submission.subject
    if submission.filing_type in _WRITES_SUBJECT:
        if not subject.name.strip():
            return Refusal(result_codes.NAME_EMPTY, "/subject/name")
        if subject.principal is not None and not (subject.principal.name or "").strip():
            return Refusal(result_codes.NAME_EMPTY, "/subject/principal/name")
    if submission.filing_type not in _WRITES_SERVICES:
        return None
    for index, (service, entry) in enumerate(zip(submission.services, targets.services, strict=True)):
        # What is on record without a name stays so until somebody gives it one.
        if service.written_name is None and (entry is None or entry.name is not None):
            return Refusal(result_codes.NAME_EMPTY, places.name(index))
    return None


async def _of_home_pages(connection: Connection, submission: SubmissionIn, targets: Targets) -> Refusal | None:
    if submission.filing_type not in _WRITES_SERVICES:
        return None
    for index, (service, entry) in enumerate(zip(submission.services, targets.services, strict=True)):
        code = await _code_of_home_page(connection, service, entry)
        if code is not None:
            return Refusal(code, places.home_page(index, service))
    return None


async def _code_of_home_page(
    connection: Connection, service: SubmittedService, entry: ServiceEntry | None
) -> str | None:
    if service.kind != "website" or not service.home_url or not service.home_url.strip():
        return None
    try:
        host = plain_domain(host_of(service.home_url))
    except ValueError:
        return result_codes.HOME_PAGE_MALFORMED
    domains = service.domains or (() if entry is None else entry.domains)
    names = with_parents(host)
    if any(name in domains for name in names):
        return None
    filed = await services_by_domain(connection, names)
    return result_codes.HOME_PAGE_TAKEN if filed else result_codes.HOME_PAGE_WITHOUT_DOMAIN


def host_of(home_url: str) -> str:
    """Return the host of a home page that may be written with or without scheme, port and path."""
    rest = home_url.strip().partition("://")[2] or home_url.strip()
    for end in "/?#":
        rest = rest.partition(end)[0]
    return rest.partition(":")[0]
