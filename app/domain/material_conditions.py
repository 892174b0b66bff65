"""The conditions that rows of the requirement tables name: what each asks of a filing, at one place of it."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from app.domain.certificate_homes import home_of
from app.domain.domain_names import GOVERNMENT_SUFFIXES
from app.domain.filing_body import CertificateType, Person, Service, Subject, SubjectNature
from app.domain.material_places import Spot, number_of
from app.domain.principal_changes import is_new_person
from app.domain.provinces import province_of

# Only a passport has no back; its data page is the front.
_ONE_SIDED = frozenset({CertificateType.PASSPORT})


class Condition(StrEnum):
    """When a paper is wanted; a change is one against what is on file, and all is changed where nothing is."""

    SUBJECT_CHANGED = "subject_changed"
    """What the subject's certificate shows, or an address, or the superior."""
    NAME_CHANGED = "name_changed"
    REPRESENTATIVE_CHANGED = "representative_changed"
    """The subject's principal or legal representative is somebody else."""
    PERSON_CHANGED = "person_changed"
    """The person at the place is somebody else, or shows another certificate."""
    PERSON_REPLACED = "person_replaced"
    """The person at the place is somebody else, and has to show it (真实性核验)."""
    FACE_WANTED = "face_wanted"
    """The person at the place has to show who they are, by the filing's type and the provider's profile."""
    DOMAINS_CHANGED = "domains_changed"
    """There is a domain that was not on file, or its holder's name or number is another."""
    APPROVALS_CHANGED = "approvals_changed"
    """There is a prior approval that was not on file."""
    APP_CHANGED = "app_changed"
    HAS_DOMAINS = "has_domains"
    HAS_APPROVALS = "has_approvals"
    HAS_BACK = "has_back"
    """The person's certificate has a back; one that is not told yet has."""
    NOT_LEGAL_REPRESENTATIVE = "not_legal_representative"
    """The person at the place is known to be another than the legal representative."""
    GOVERNMENT_SITE = "government_site"
    ANOTHER_PROVINCE = "another_province"
    """The subject's certificate is of another province than the filing."""


def holds(condition: Condition, spot: Spot) -> bool:
    """Tell whether a condition holds at a place of a filing; one about a service or person only where there is one."""
    return _HOLDS[condition](spot)


def _subject_changed(spot: Spot) -> bool:
    now, before = spot.question.body.subject, spot.question.subject_on_file
    pairs = (
        (now.name, before.name),
        (now.nature, before.nature),
        (now.region, before.region),
        (now.certificate, before.certificate),
        (now.contact_address, before.contact_address),
        (now.investor_or_superior, before.investor_or_superior),
    )
    return any(one != other for one, other in pairs)


def _name_changed(spot: Spot) -> bool:
    return spot.question.body.subject.name != spot.question.subject_on_file.name


def _representative_changed(spot: Spot) -> bool:
    now, before = spot.question.body.subject, spot.question.subject_on_file
    return _is_another(now.principal, before.principal) or _is_another(
        now.legal_representative, before.legal_representative
    )


def _is_another(now: Person | None, before: Person | None) -> bool:
    one, other = now or Person(), before or Person()
    return (one.name, number_of(one)) != (other.name, number_of(other))


def _person_changed(spot: Spot) -> bool:
    now, before = spot.person, spot.person_on_file
    return (now.name, now.certificate) != (before.name, before.certificate)


def _person_replaced(spot: Spot) -> bool:
    return is_new_person(spot.person_on_file, spot.person)


def _face_wanted(spot: Spot) -> bool:
    return spot.pointer in spot.question.faces


def _domains_changed(spot: Spot) -> bool:
    service, filed = _service(spot), _on_file(spot)
    now, before = spot.question.body.subject, spot.question.subject_on_file
    added = {*service.domains} - {*filed.domains}
    return bool(service.domains) and (_holder(now) != _holder(before) or bool(added))


def _holder(subject: Subject) -> tuple[str | None, str | None]:
    return subject.name, subject.certificate.number if subject.certificate is not None else None


def _approvals_changed(spot: Spot) -> bool:
    return bool({*_service(spot).pre_approvals} - {*_on_file(spot).pre_approvals})


def _app_changed(spot: Spot) -> bool:
    service, filed = _service(spot), _on_file(spot)
    return (service.name, service.platforms) != (filed.name, filed.platforms)


def _has_domains(spot: Spot) -> bool:
    return bool(_service(spot).domains)


def _has_approvals(spot: Spot) -> bool:
    return bool(_service(spot).pre_approvals)


def _has_back(spot: Spot) -> bool:
    return spot.person.certificate is None or spot.person.certificate.type not in _ONE_SIDED


def _not_legal_representative(spot: Spot) -> bool:
    """Compare with the legal representative as far as somebody is known to be that."""
    subject, person = spot.question.body.subject, spot.person
    if person.is_legal_representative is not None:
        return not person.is_legal_representative
    principal = subject.principal or Person()
    representative = subject.legal_representative or (principal if principal.is_legal_representative else Person())
    numbers = {number_of(person), number_of(representative)}
    return None not in numbers and len(numbers) > 1


def _government_site(spot: Spot) -> bool:
    suffixes = tuple(f".{suffix}" for suffix in GOVERNMENT_SUFFIXES)
    is_agency = spot.question.body.subject.nature is SubjectNature.GOVERNMENT_AGENCY
    return is_agency or any(domain.endswith(suffixes) for domain in _service(spot).domains)


def _another_province(spot: Spot) -> bool:
    """Go by what the certificate tells of its province."""
    subject = spot.question.body.subject
    if subject.certificate is None or not subject.region:
        return False
    home = home_of(subject.certificate, spot.question.regions)
    return home is not None and home != province_of(subject.region)


def _service(spot: Spot) -> Service:
    assert spot.service is not None
    return spot.service


def _on_file(spot: Spot) -> Service:
    return spot.service_on_file or Service(id=_service(spot).id, kind=_service(spot).kind)


_HOLDS: Mapping[Condition, Callable[[Spot], bool]] = MappingProxyType(
    {
        Condition.SUBJECT_CHANGED: _subject_changed,
        Condition.NAME_CHANGED: _name_changed,
        Condition.REPRESENTATIVE_CHANGED: _representative_changed,
        Condition.PERSON_CHANGED: _person_changed,
        Condition.PERSON_REPLACED: _person_replaced,
        Condition.FACE_WANTED: _face_wanted,
        Condition.DOMAINS_CHANGED: _domains_changed,
        Condition.APPROVALS_CHANGED: _approvals_changed,
        Condition.APP_CHANGED: _app_changed,
        Condition.HAS_DOMAINS: _has_domains,
        Condition.HAS_APPROVALS: _has_approvals,
        Condition.HAS_BACK: _has_back,
        Condition.NOT_LEGAL_REPRESENTATIVE: _not_legal_representative,
        Condition.GOVERNMENT_SITE: _government_site,
        Condition.ANOTHER_PROVINCE: _another_province,
    }
)

OF_SERVICES = frozenset(
    {
        Condition.DOMAINS_CHANGED,
        Condition.APPROVALS_CHANGED,
        Condition.APP_CHANGED,
        Condition.HAS_DOMAINS,
        Condition.HAS_APPROVALS,
        Condition.GOVERNMENT_SITE,
    }
)
"""These ask about a service, so only rows for one may name them."""

OF_PEOPLE = frozenset(
    {
        Condition.PERSON_CHANGED,
        Condition.PERSON_REPLACED,
        Condition.FACE_WANTED,
        Condition.HAS_BACK,
        Condition.NOT_LEGAL_REPRESENTATIVE,
    }
)
"""These ask about a person, so only rows for one may name them."""
