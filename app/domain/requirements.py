"""The papers (材料) wanted for exactly one filing, and the files that each kind of paper may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.filing_body import CertificateType, FilingBody, HandlerKind, Person, Service, ServiceKind, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.materials import MaterialKind
from app.domain.rulebook import Rulebook, RuleVersion
from app.domain.texts import Text

# Only a passport has no back; its data page is the front.
ONE_SIDED = (CertificateType.PASSPORT,)


class MaterialRule(StrEnum):
    """The rules asked for here."""

    WANTED = "materials.wanted"
    BY_REGION = "materials.by_region"
    LIMITS = "materials.limits"
    LABELS = "materials.labels"


@dataclass(frozen=True, slots=True)
class MaterialLimits:
    """What a file of one kind may be: media types, and the largest size in bytes."""

    formats: tuple[str, ...]
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Requirement:
    """One paper: whose (`for_`, a JSON Pointer into the filing), which files, and the rule that wants it.

    A paper of one of the kinds in `alternatives` for the same pointer serves as well. `template` names the document
    that the service fills in for signing.
    """

    kind: MaterialKind
    required: bool
    for_: str
    formats: tuple[str, ...]
    max_bytes: int
    notes: Text
    rule: str
    source: str
    template: str | None = None
    alternatives: tuple[MaterialKind, ...] = ()

    def is_met_by(self, kind: MaterialKind, for_pointer: str) -> bool:
        """Tell whether a paper of this kind for this pointer is what is wanted."""
        return for_pointer == self.for_ and kind in (self.kind, *self.alternatives)


def limits(kind: MaterialKind, as_of: date, rulebook: Rulebook) -> MaterialLimits:
    """Return the files that a kind of paper may be."""
    table = rulebook.at(MaterialRule.LIMITS, as_of).value
    row = table.get(kind.value, table["default"])
    return MaterialLimits(formats=tuple(row["formats"]), max_bytes=row["max_bytes"])


def label(kind: MaterialKind, as_of: date, rulebook: Rulebook) -> Text:
    """Return what a kind of paper is called."""
    words = rulebook.at(MaterialRule.LABELS, as_of).value[kind.value]
    return Text(zh=words["zh"], en=words["en"])


def requirements(
    body: FilingBody,
    filing_type: FilingType,  # noqa: ARG001 - every type wants the same papers until the change types come
    as_of: date,
    rulebook: Rulebook,
) -> tuple[Requirement, ...]:
    """Return the papers wanted, in the order of the table, those of the region at the end.

    One person in several roles shows the papers once, for the first of the roles.
    """
    national = rulebook.at(MaterialRule.WANTED, as_of)
    regional = rulebook.at(MaterialRule.BY_REGION, as_of)
    places = _places(body)
    found = [
        _requirement(row, pointer, MaterialRule.WANTED, national, as_of, rulebook)
        for row in national.value
        if _is_meant(row, body)
        for pointer in places[row["for"]]
    ]
    for row in regional.value.get(_province(body), ()):
        pointers = places[row["for"]]
        found += [_requirement(row, one, MaterialRule.BY_REGION, regional, as_of, rulebook) for one in pointers]
    return tuple(found)


def _is_meant(row: Mapping[str, Any], body: FilingBody) -> bool:
    """Tell whether a row speaks of this subject and this handler; a nature not given yet counts as a unit's."""
    kind = "individual" if body.subject.nature is SubjectNature.INDIVIDUAL else "unit"
    handler = body.subject.handler or HandlerKind.LEGAL_REPRESENTATIVE
    return row["subject"] in ("any", kind) and row["handler"] in ("any", handler.value)


def _places(body: FilingBody) -> dict[str, tuple[str, ...]]:
    """Return the JSON Pointers behind each word that a row's `for` may be."""
    services = [(f"/services/{index}", service) for index, service in enumerate(body.services)]
    agent = [("/subject/agent", body.subject.agent or Person())]
    people = _different(_people(body, services))
    principals = _different([(f"{pointer}/principal", service.principal or Person()) for pointer, service in services])
    return {
        "subject": ("/subject",),
        "person": tuple(pointer for pointer, _ in people),
        "card_holder": _with_a_back(people),
        "agent": ("/subject/agent",),
        "agent_card": _with_a_back(agent),
        "service_principal": tuple(pointer for pointer, _ in principals),
        "domain_service": tuple(pointer for pointer, service in services if service.domains),
        "app": tuple(pointer for pointer, service in services if service.kind is ServiceKind.APP),
        "approved_service": tuple(pointer for pointer, service in services if service.pre_approvals),
    }


def _people(body: FilingBody, services: list[tuple[str, Service]]) -> list[tuple[str, Person]]:
    """Return everybody who shows papers: the principals, and a legal representative who is entered apart."""
    people = [("/subject/principal", body.subject.principal or Person())]
    if body.subject.legal_representative is not None:
        people.append(("/subject/legal_representative", body.subject.legal_representative))
    return people + [(f"{pointer}/principal", service.principal or Person()) for pointer, service in services]


def _different(people: list[tuple[str, Person]]) -> list[tuple[str, Person]]:
    """Leave out who was named before; somebody whose number is not there yet can't be told from anybody."""
    numbers: set[str] = set()
    found = []
    for pointer, person in people:
        number = person.certificate.number.upper() if person.certificate and person.certificate.number else None
        if number is None or number not in numbers:
            found.append((pointer, person))
        if number is not None:
            numbers.add(number)
    return found


def _with_a_back(people: list[tuple[str, Person]]) -> tuple[str, ...]:
    """Return the pointers of those whose certificate has a back; one not told yet has."""
    return tuple(
        pointer for pointer, person in people if person.certificate is None or person.certificate.type not in ONE_SIDED
    )


def _province(body: FilingBody) -> str:
    """Return the province of the filing, an empty word as long as none is told."""
    return f"{body.subject.region[:2]}0000" if body.subject.region else ""


def _requirement(
    row: Mapping[str, Any], pointer: str, rule: MaterialRule, version: RuleVersion, as_of: date, rulebook: Rulebook
) -> Requirement:
    """Turn one row into what is wanted at one place."""
    kind = MaterialKind(row["kind"])
    allowed = limits(kind, as_of, rulebook)
    return Requirement(
        kind=kind,
        required=row["required"],
        for_=pointer,
        formats=allowed.formats,
        max_bytes=allowed.max_bytes,
        notes=Text(zh=row["notes"]["zh"], en=row["notes"]["en"]),
        rule=rule.value,
        source=version.source,
        template=row.get("template"),
        alternatives=tuple(MaterialKind(one) for one in row.get("alternatives", ())),
    )
