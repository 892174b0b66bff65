"""The papers (材料) wanted for exactly one filing, and the files that each kind of paper may be."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain.material_conditions import holds
from app.domain.material_places import PaperQuestion, Spot, different, spots
from app.domain.material_rows import MaterialRow, rows_at
from app.domain.materials import MaterialKind
from app.domain.papers_of_regions import notes_of_region, with_notes
from app.domain.provinces import province_of
from app.domain.rulebook import Rulebook
from app.domain.texts import Text


class MaterialRule(StrEnum):
    """The rules asked for here, beside the requirement tables (`material_rows`)."""

    LIMITS = "materials.limits"
    LABELS = "materials.labels"
    STEPS = "materials.steps"


class Step(StrEnum):
    """Where in a guided way of filing a paper is asked for."""

    TYPE_VERIFICATION = "type_verification"
    INFORMATION = "information"
    PAPERS = "papers"


@dataclass(frozen=True, slots=True)
class MaterialLimits:
    """What a file of one kind may be: media types, the largest size in bytes, the most pages.

    `least_pixels` are those of the longer and the shorter side that a picture should have.
    """

    formats: tuple[str, ...]
    max_bytes: int
    max_pages: int = 1
    least_pixels: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One paper: whose (`for_`, a JSON Pointer into the filing), why, which files, and the rule that wants it.

    A paper of one of the kinds in `alternatives` for the same pointer serves as well. `template` names the document
    that the service fills in for signing; `step` says when a guided form asks for the paper.
    """

    kind: MaterialKind
    required: bool
    for_: str
    formats: tuple[str, ...]
    max_bytes: int
    reason: Text
    notes: Text
    rule: str
    source: str
    step: Step
    template: str | None = None
    alternatives: tuple[MaterialKind, ...] = ()

    def is_met_by(self, kind: MaterialKind, for_pointer: str) -> bool:
        """Tell whether a paper of this kind for this pointer is what is wanted."""
        return for_pointer == self.for_ and kind in (self.kind, *self.alternatives)


def limits(kind: MaterialKind, as_of: date, rulebook: Rulebook) -> MaterialLimits:
    """Return the files that a kind of paper may be."""
    table = rulebook.at(MaterialRule.LIMITS, as_of).value
    row = table.get(kind.value, table["default"])
    least = row.get("least_pixels")
    return MaterialLimits(
        formats=tuple(row["formats"]),
        max_bytes=row["max_bytes"],
        max_pages=row.get("max_pages", 1),
        least_pixels=None if least is None else (least[0], least[1]),
    )


def label(kind: MaterialKind, as_of: date, rulebook: Rulebook) -> Text:
    """Return what a kind of paper is called."""
    words = rulebook.at(MaterialRule.LABELS, as_of).value[kind.value]
    return Text(zh=words["zh"], en=words["en"])


def step_of(kind: MaterialKind, *, is_unit: bool, as_of: date, rulebook: Rulebook) -> Step:
    """Return the step in which a guided form asks a unit or a person for a paper; what no row names comes last."""
    rows = rulebook.at(MaterialRule.STEPS, as_of).value["unit" if is_unit else "individual"]
    return next((Step(step) for step, kinds in rows.items() if kind.value in kinds), Step.PAPERS)


def requirements(question: PaperQuestion, as_of: date, rulebook: Rulebook) -> tuple[Requirement, ...]:
    """Return the papers wanted, in the order of the tables; no paper twice for one place, and then a must before a may.

    One person in several roles shows the papers once, for the first of the roles.
    """
    region = question.body.subject.region
    province = province_of(region) if region else ""
    told = notes_of_region(question, as_of, rulebook)
    found: dict[tuple[MaterialKind, str], Requirement] = {}
    for row in rows_at(as_of, rulebook):
        if not row.speaks_of(question, province):
            continue
        for spot in _spots_meant(row, question):
            there = found.get((row.kind, spot.pointer))
            if there is None or (row.required and not there.required):
                found[row.kind, spot.pointer] = _requirement(row, spot, question, as_of, rulebook)
    return tuple(replace(one, notes=with_notes(one.notes, told.get(one.kind, ()))) for one in found.values())


def _spots_meant(row: MaterialRow, question: PaperQuestion) -> tuple[Spot, ...]:
    """Ask the conditions before people are told apart: somebody on file may be new in another role."""
    return different(
        spot
        for spot in spots(row.place, question)
        if row.speaks_at(spot) and all(holds(one, spot) for one in row.conditions)
    )


def _requirement(row: MaterialRow, spot: Spot, question: PaperQuestion, as_of: date, rulebook: Rulebook) -> Requirement:
    """Turn one row into what is wanted at one place."""
    allowed = limits(row.kind, as_of, rulebook)
    nature = question.body.subject.nature
    return Requirement(
        kind=row.kind,
        required=row.required,
        for_=spot.pointer,
        formats=allowed.formats,
        max_bytes=allowed.max_bytes,
        reason=row.reason,
        notes=row.notes,
        rule=row.rule.value,
        source=row.source,
        step=step_of(row.kind, is_unit=nature is None or nature.is_unit, as_of=as_of, rulebook=rulebook),
        template=row.template,
        alternatives=row.alternatives,
    )
