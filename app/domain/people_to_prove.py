"""Who has to show who they are (真实性核验): service principals always, the subject's where a profile wants it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.filing_body import CertificateType, FilingBody, Person
from app.domain.filing_ways import Asked, Way
from app.domain.filings import OnFile
from app.domain.material_places import number_of
from app.domain.principal_changes import SUBJECT_PRINCIPAL, is_new_person, principals_to_prove
from app.domain.profile import FaceExemption, FaceOf, Profile


@dataclass(frozen=True, slots=True)
class _Case:
    """The subject's principal as entered and as on file (None: no record), and the numbers of whoever else shows it."""

    now: Person
    on_file: Person | None
    numbers_shown: frozenset[str | None]


def people_to_prove(profile: Profile, way: Way, on_file: OnFile | None, body: FilingBody) -> tuple[str, ...]:
    """Return the JSON Pointers of everybody who has to show it in a filing, the subject's principal first."""
    of_services = principals_to_prove(way, on_file, body)
    case = _Case(
        now=body.subject.principal or Person(),
        on_file=None if on_file is None else on_file.body.subject.principal or Person(),
        numbers_shown=frozenset(_numbers_at(of_services, body)),
    )
    return (SUBJECT_PRINCIPAL, *of_services) if _is_wanted(profile, way.subject_authenticity, case) else of_services


def _numbers_at(pointers: tuple[str, ...], body: FilingBody) -> list[str | None]:
    people = {f"/services/{place}/principal": one.principal or Person() for place, one in enumerate(body.services)}
    return [number_of(people[pointer]) for pointer in pointers]


def _is_wanted(profile: Profile, asked: Asked, case: _Case) -> bool:
    if FaceOf.SUBJECT_PRINCIPAL not in profile.faces_wanted_of or asked is Asked.NEVER:
        return False
    if asked is Asked.IF_CHANGED and not is_new_person(case.on_file or Person(), case.now):
        return False
    return not any(_SPARES[one](case) for one in profile.faces_exempt)


def _is_not_mainland(case: _Case) -> bool:
    """Go by the kind of certificate; as long as it is not told, nobody is taken to be from elsewhere."""
    certificate = case.now.certificate
    return certificate is not None and certificate.type not in (None, CertificateType.RESIDENT_ID)


def _is_service_principal(case: _Case) -> bool:
    """Go by who shows it in this very filing: a principal of a service who need not is no stand-in."""
    number = number_of(case.now)
    return number is not None and number in case.numbers_shown


def _is_unchanged(case: _Case) -> bool:
    return case.on_file is not None and not is_new_person(case.on_file, case.now)


_SPARES: Mapping[FaceExemption, Callable[[_Case], bool]] = MappingProxyType(
    {
        FaceExemption.NOT_MAINLAND: _is_not_mainland,
        FaceExemption.IS_SERVICE_PRINCIPAL: _is_service_principal,
        FaceExemption.UNCHANGED_ON_FILE: _is_unchanged,
    }
)
