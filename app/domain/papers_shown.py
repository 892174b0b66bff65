"""What a paper shows of a filing: it can be used again as long as that is the same, and goes once it changes."""

from collections.abc import Hashable
from datetime import date
from enum import StrEnum

from app.domain.filing_body import Certificate, FilingBody, Service
from app.domain.materials import MaterialKind
from app.domain.named_people import people_of

_OF_PEOPLE = frozenset(
    {
        MaterialKind.PRINCIPAL_ID_FRONT,
        MaterialKind.PRINCIPAL_ID_BACK,
        MaterialKind.AGENT_ID_FRONT,
        MaterialKind.AGENT_ID_BACK,
    }
)


class PaperUseRule(StrEnum):
    """The rules asked for here."""

    USED_AGAIN = "materials.used_again"


def shown(kind: MaterialKind, body: FilingBody, pointer: str) -> Hashable | None:
    """Return what a paper at a place shows, to be compared; None where nobody can tell, or it is not entered yet."""
    if kind in _OF_PEOPLE:
        person = people_of(body).get(pointer)
        return _named(person.name, person.certificate) if person is not None else None
    if kind is MaterialKind.SUBJECT_CERTIFICATE:
        return _named(body.subject.name, body.subject.certificate)
    service = _service_at(body, pointer)
    if service is None:
        return None
    if kind is MaterialKind.PRE_APPROVAL:
        return (service.kind, service.name, service.domains, service.pre_approvals)
    if kind is MaterialKind.APP_ICON:
        return (service.kind, service.name, service.platforms)
    return None


def is_expired(kind: MaterialKind, body: FilingBody, pointer: str, as_of: date) -> bool:
    """Tell whether the certificate that a paper shows has run out; of what shows none nobody knows."""
    person = people_of(body).get(pointer) if kind in _OF_PEOPLE else None
    certificate = body.subject.certificate if kind is MaterialKind.SUBJECT_CERTIFICATE else None
    if person is not None:
        certificate = person.certificate
    until = certificate.valid_until if certificate is not None else None
    return until is not None and until < as_of


def _named(name: str | None, certificate: Certificate | None) -> Hashable | None:
    return (name, certificate) if certificate is not None and certificate.number else None


def _service_at(body: FilingBody, pointer: str) -> Service | None:
    places = {f"/services/{index}": service for index, service in enumerate(body.services)}
    return places.get(pointer)
