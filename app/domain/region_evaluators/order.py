"""What an order holds, as regional rules count it: its services, sites, domains and cloud resources."""

from app.domain.filing_body import Service, ServiceKind
from app.domain.filing_types import FilingType
from app.domain.region_questions import Question

ADDS = frozenset({FilingType.ADD_SERVICE_HERE, FilingType.ADD_SERVICE_ELSEWHERE})
_BRINGS = ADDS | {FilingType.FIRST_FILING, FilingType.ADD_ACCESS}
_CHANGES = frozenset({FilingType.CHANGE_SUBJECT, FilingType.CHANGE_SERVICE, FilingType.CHANGE_BOTH})


def services_of(question: Question) -> tuple[Service, ...]:
    """Return the services that an order is about: all that it brings, of a change those that change."""
    if question.context.filing_type in _BRINGS:
        return question.body.services
    if question.context.filing_type not in _CHANGES or question.context.on_file is None:
        return ()
    filed = {one.id: one for one in question.context.on_file.body.services}
    return tuple(one for one in question.body.services if filed.get(one.id) != one)


def sites_of(question: Question) -> tuple[Service, ...]:
    """Return the websites among them."""
    return tuple(one for one in services_of(question) if one.kind is ServiceKind.WEBSITE)


def domains_in(question: Question) -> int:
    """Count the domains of an order."""
    return sum(len(one.domains) for one in services_of(question))


def resources_in(question: Question) -> int:
    """Count the cloud resources of an order: the addresses or ranges at which its services are reached."""
    return sum(len(access.ip_ranges) for one in services_of(question) for access in one.access)


def brought_by(question: Question) -> int:
    """Count the services that come on record with an order; a change brings none."""
    return len(question.body.services) if question.context.filing_type in _BRINGS else 0
