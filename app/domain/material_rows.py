"""The requirement tables as the domain reads them: one row says of whom, when and why a kind of paper is wanted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from app.domain.filing_body import HandlerKind, ServiceKind, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.material_conditions import Condition
from app.domain.material_places import PaperQuestion, Place, Spot
from app.domain.materials import MaterialKind
from app.domain.rulebook import Rulebook, RuleVersion
from app.domain.texts import Text

ANY = "any"
UNIT = "unit"
INDIVIDUAL = "individual"


class RequirementRule(StrEnum):
    """The tables, in the order in which they are asked; what a province wants comes after what all want.

    What stood before the rest of its time comes first, so that its notes are read as long as it is in force.
    """

    BACKDROP_PHOTOS = "materials.backdrop_photos"
    WANTED = "materials.wanted"
    COMMITMENT_LETTERS = "materials.by_region.commitment_letters"
    PRINCIPALS_LETTERS = "materials.by_region.principals_letters"
    RESIDENCE_PERMITS = "materials.by_region.residence_permits"
    CONSTRUCTION_PLANS = "materials.by_region.construction_plans"
    GOVERNMENT_PAPERS = "materials.by_region.government_papers"
    CHANGE_PAPERS = "materials.by_region.change_papers"


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One row; the columns are explained in the file of `materials.wanted`. `provinces` None means everywhere."""

    rule: RequirementRule
    kind: MaterialKind
    required: bool
    place: Place
    types: frozenset[FilingType]
    natures: frozenset[SubjectNature]
    handler: HandlerKind | None
    services: frozenset[ServiceKind]
    conditions: tuple[Condition, ...]
    provinces: frozenset[str] | None
    from_services: int
    reason: Text
    notes: Text
    source: str
    template: str | None
    alternatives: tuple[MaterialKind, ...]

    def speaks_of(self, question: PaperQuestion, province: str) -> bool:
        """Tell whether the row speaks of such a filing; a nature not given yet counts as a unit's."""
        subject = question.body.subject
        return (
            question.filing_type in self.types
            and (subject.nature or SubjectNature.ENTERPRISE) in self.natures
            and self.handler in (None, subject.handler or HandlerKind.LEGAL_REPRESENTATIVE)
            and (self.provinces is None or province in self.provinces)
            and question.services_on_file + len(question.body.services) >= self.from_services
        )

    def speaks_at(self, spot: Spot) -> bool:
        """Tell whether the row speaks of a service of this kind."""
        return spot.service is None or spot.service.kind in self.services


def natures_meant(said: str | Iterable[str]) -> frozenset[SubjectNature]:
    """Return the natures behind `any`, `unit`, `individual` or a list of them."""
    if isinstance(said, str):
        return frozenset(nature for nature in SubjectNature if said in (ANY, UNIT if nature.is_unit else INDIVIDUAL))
    return frozenset(SubjectNature(one) for one in said)


@lru_cache(maxsize=64)
def rows_at(as_of: date, rulebook: Rulebook) -> tuple[MaterialRow, ...]:
    """Return the rows of all tables as they are in force on a day."""
    versions = [(rule, rulebook.at(rule, as_of)) for rule in RequirementRule]
    return tuple(
        _row(rule, version, row) for rule, version in versions if not version.repealed for row in version.value
    )


def _row(rule: RequirementRule, version: RuleVersion, row: Mapping[str, Any]) -> MaterialRow:
    provinces = row.get("provinces")
    return MaterialRow(
        rule=rule,
        kind=MaterialKind(row["kind"]),
        required=row["required"],
        place=Place(row["for"]),
        types=frozenset(FilingType(one) for one in row["types"]),
        natures=natures_meant(row["natures"]),
        handler=None if row["handler"] == ANY else HandlerKind(row["handler"]),
        services=frozenset(ServiceKind(one) for one in row.get("kinds", ServiceKind)),
        conditions=tuple(Condition(one) for one in row.get("when", ())),
        provinces=None if provinces is None else frozenset(provinces),
        from_services=row.get("from_services", 0),
        reason=_text(row["reason"]),
        notes=_text(row["notes"]),
        source=next(one.in_words() for one in version.citations if one.section == row["source"]),
        template=row.get("template"),
        alternatives=tuple(MaterialKind(one) for one in row.get("alternatives", ())),
    )


def _text(words: Mapping[str, str]) -> Text:
    return Text(zh=words["zh"], en=words["en"])
