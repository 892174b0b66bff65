"""The places of a filing that papers are for, by the word in which a row of the requirement tables names them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from app.domain.filing_body import FilingBody, Person, Service, Subject
from app.domain.filing_types import FilingType
from app.domain.filings import OnFile
from app.domain.regions import Regions


class Place(StrEnum):
    """Whose papers a row speaks of; `person` is everybody who is named, the agent apart."""

    SUBJECT = "subject"
    SUBJECT_PRINCIPAL = "subject_principal"
    PERSON = "person"
    AGENT = "agent"
    SERVICE = "service"
    SERVICE_PRINCIPAL = "service_principal"


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A filing as far as its papers depend on it; `services_on_file` counts those that the subject has already.

    `faces` are the places of all who have to show who they are (`people_to_prove`), by the provider's profile.
    """

    body: FilingBody
    filing_type: FilingType
    regions: Regions
    on_file: OnFile | None = None
    services_on_file: int = 0
    faces: tuple[str, ...] = ()

    @property
    def subject_on_file(self) -> Subject:
        """Return what is on file of the subject, as far as it is known."""
        return self.on_file.body.subject if self.on_file is not None else Subject()

    def service_on_file(self, service_id: str) -> Service | None:
        """Return what is on file of one of the services."""
        filed = self.on_file.body.services if self.on_file is not None else ()
        return next((one for one in filed if one.id == service_id), None)


@dataclass(frozen=True, slots=True)
class Spot:
    """One place by its JSON Pointer, with who or what is there now and on file; nobody entered yet is an empty one."""

    question: PaperQuestion
    pointer: str
    person: Person = field(default_factory=Person)
    person_on_file: Person = field(default_factory=Person)
    service: Service | None = None
    service_on_file: Service | None = None


def spots(place: Place, question: PaperQuestion) -> tuple[Spot, ...]:
    """Return the places that a word means in one filing, each role of a person apart."""
    return tuple(_FOUND[place](question))


def different(found: Iterable[Spot]) -> tuple[Spot, ...]:
    """Leave out who was named before: one person shows the papers once, for the first of the roles.

    Somebody whose number is not there yet can't be told from anybody.
    """
    numbers: set[str] = set()
    kept = []
    for spot in found:
        number = number_of(spot.person)
        if number is None or number not in numbers:
            kept.append(spot)
        if number is not None:
            numbers.add(number)
    return tuple(kept)


def number_of(person: Person) -> str | None:
    """Return somebody's certificate number as it is compared, None while it is not there."""
    return person.certificate.number.upper() if person.certificate and person.certificate.number else None


def _subject(question: PaperQuestion) -> list[Spot]:
    return [Spot(question, "/subject")]


def _subject_principal(question: PaperQuestion) -> list[Spot]:
    now, before = question.body.subject.principal, question.subject_on_file.principal
    return [Spot(question, "/subject/principal", now or Person(), before or Person())]


def _agent(question: PaperQuestion) -> list[Spot]:
    now, before = question.body.subject.agent, question.subject_on_file.agent
    return [Spot(question, "/subject/agent", now or Person(), before or Person())]


def _people(question: PaperQuestion) -> list[Spot]:
    """Return everybody who shows papers: the principals, and a legal representative who is entered apart."""
    now, before = question.body.subject.legal_representative, question.subject_on_file.legal_representative
    apart = Spot(question, "/subject/legal_representative", now or Person(), before or Person())
    return [*_subject_principal(question), *([] if now is None else [apart]), *_service_principals(question)]


def _services(question: PaperQuestion) -> list[Spot]:
    return [
        Spot(question, f"/services/{index}", service=service, service_on_file=question.service_on_file(service.id))
        for index, service in enumerate(question.body.services)
    ]


def _service_principals(question: PaperQuestion) -> list[Spot]:
    return [_principal_of(index, service, question) for index, service in enumerate(question.body.services)]


def _principal_of(index: int, service: Service, question: PaperQuestion) -> Spot:
    filed = question.service_on_file(service.id)
    before = filed.principal if filed is not None else None
    return Spot(
        question, f"/services/{index}/principal", service.principal or Person(), before or Person(), service, filed
    )


_FOUND: Mapping[Place, Callable[[PaperQuestion], list[Spot]]] = MappingProxyType(
    {
        Place.SUBJECT: _subject,
        Place.SUBJECT_PRINCIPAL: _subject_principal,
        Place.PERSON: _people,
        Place.AGENT: _agent,
        Place.SERVICE: _services,
        Place.SERVICE_PRINCIPAL: _service_principals,
    }
)
