"""What is refused because of what is on record of a service, or because somebody else asks for its name."""

from authority_sandbox import open_submissions, places, result_codes, switches
from authority_sandbox.database import Connection
from authority_sandbox.national_record import ServiceEntry, service_is_gone, services_by_name
from authority_sandbox.refusals import Refusal
from authority_sandbox.switches import Switch
from authority_sandbox.targets import Targets, taken_domain
from authority_sandbox.wire import NEW_NAMES, SubmissionIn, SubmittedService

_CHANGES_SERVICES = frozenset({"change_service", "change_both"})
# These are about the subject as a whole, whoever gives access to its services.
_OF_WHOLE_SUBJECT = frozenset({"change_subject", "deregister_subject"})


async def of_services(connection: Connection, submission: SubmissionIn, targets: Targets) -> Refusal | None:
    """Return why one of the services may not be filed like this."""
    if submission.filing_type in _OF_WHOLE_SUBJECT:
        return None
    for index, (service, entry) in enumerate(zip(submission.services, targets.services, strict=True)):
        place = places.name_or_domain(index, service)
        code = await _code_of_entry(connection, submission, service, entry, targets)
        refusal = None if code is None else Refusal(code, place)
        refusal = refusal or await _of_names(connection, submission, index, entry)
        if refusal is not None:
            return refusal
    return None


async def _code_of_entry(
    connection: Connection,
    submission: SubmissionIn,
    service: SubmittedService,
    entry: ServiceEntry | None,
    targets: Targets,
) -> str | None:
    if entry is not None and entry.blacklisted:
        return result_codes.SERVICE_BLACKLISTED
    if submission.filing_type in NEW_NAMES:
        return result_codes.ALREADY_REPORTED if entry is not None and service.number is not None else None
    if entry is None:
        gone = await service_is_gone(
            connection, service.number, targets.subject_number, service.kind, service.written_name
        )
        return result_codes.SERVICE_GONE if gone else result_codes.SERVICE_NOT_YOURS
    if submission.filing_type == "migrate_service":
        return _code_of_migrated(submission, entry, targets)
    if not targets.owns(entry):
        return result_codes.SERVICE_NOT_YOURS
    return await _code_of_access(connection, submission, entry)


def _code_of_migrated(submission: SubmissionIn, entry: ServiceEntry, targets: Targets) -> str | None:
    if targets.owns(entry):
        return result_codes.DOMAIN_ON_RECORD
    if entry.under_review:
        return result_codes.CHANGE_UNDER_WAY
    return None if submission.provider_id in entry.provider_ids else result_codes.SERVICE_NOT_YOURS


async def _code_of_access(connection: Connection, submission: SubmissionIn, entry: ServiceEntry) -> str | None:
    accessed = submission.provider_id in entry.provider_ids
    match submission.filing_type:
        case "add_access":
            return result_codes.ALREADY_ACCESSED if accessed else None
        case "cancel_access" if not accessed:
            return result_codes.ALREADY_CANCELLED
        case "cancel_access" if len(entry.provider_ids) == 1:
            refused = await switches.is_on(connection, Switch.REFUSE_CANCELLING_ONLY_ACCESS)
            return result_codes.ONLY_ACCESS if refused else None
        case _:
            return None if accessed else result_codes.SERVICE_NOT_YOURS


async def _of_names(
    connection: Connection, submission: SubmissionIn, index: int, entry: ServiceEntry | None
) -> Refusal | None:
    """A name or domain that is on record for another service, or that another submission asks for."""
    service = submission.services[index]
    if service.kind != "website":
        return await _of_app_name(connection, submission, index, entry)
    itself = None if submission.filing_type in NEW_NAMES else entry
    place = await taken_domain(connection, service, itself)
    if place is not None:
        return Refusal(result_codes.DOMAIN_ON_RECORD, places.domain(index, place))
    filed = () if itself is None else itself.domains
    for place, domain in enumerate(service.domains):
        wanted = await open_submissions.for_names(connection, submission.provider_id, "website", [domain])
        if domain not in filed and (wanted.own or wanted.elsewhere):
            return Refusal(result_codes.DOMAIN_ON_RECORD, places.domain(index, place))
    return None


async def _of_app_name(
    connection: Connection, submission: SubmissionIn, index: int, entry: ServiceEntry | None
) -> Refusal | None:
    service = submission.services[index]
    if submission.filing_type in NEW_NAMES:
        return None if entry is None else Refusal(result_codes.DOMAIN_ON_RECORD, places.name(index))
    if entry is None or submission.filing_type not in _CHANGES_SERVICES or service.written_name is None:
        return None
    same_name = await services_by_name(connection, service.kind, service.written_name)
    taken = any(one.subject_number == entry.subject_number and one.id != entry.id for one in same_name)
    return Refusal(result_codes.NAME_TAKEN, places.name(index)) if taken else None
