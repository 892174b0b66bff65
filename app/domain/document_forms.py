"""The forms of papers to sign, as data: which of them are for a filing, and what each is made of.

The columns are explained in the file of `documents.authorization_letter`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from string import Formatter
from types import MappingProxyType
from typing import Any

from app.domain.filing_body import HandlerKind, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.material_conditions import Condition, holds
from app.domain.material_places import PaperQuestion, Place, Spot, spots
from app.domain.material_rows import ANY, natures_meant
from app.domain.provinces import province_of
from app.domain.rulebook import Rulebook
from app.domain.texts import Text


class Template(StrEnum):
    """The papers that the service fills in for signing, by the name in their address."""

    AUTHORIZATION_LETTER = "authorization-letter"
    COMMITMENT_LETTER = "commitment-letter"
    VERIFICATION_SHEET = "verification-sheet"


class DocumentRule(StrEnum):
    """The rules asked for here: the forms of each paper, and what stands on all of them."""

    AUTHORIZATION_LETTER = "documents.authorization_letter"
    COMMITMENT_LETTER = "documents.commitment_letter"
    VERIFICATION_SHEET = "documents.verification_sheet"
    EVERY_PAGE = "documents.every_page"


FORM_RULES: Mapping[Template, DocumentRule] = MappingProxyType(
    {
        Template.AUTHORIZATION_LETTER: DocumentRule.AUTHORIZATION_LETTER,
        Template.COMMITMENT_LETTER: DocumentRule.COMMITMENT_LETTER,
        Template.VERIFICATION_SHEET: DocumentRule.VERIFICATION_SHEET,
    }
)
"""The rule that holds the forms of each paper."""


class PartKind(StrEnum):
    """What a form is made of, by the key in its file."""

    OPENING = "opening"
    TEXT = "text"
    HEADING = "heading"
    GRID = "grid"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Form:
    """One form: whom it is for, and its words; `provinces` None means where no province has a form of its own."""

    title: str
    place: Place
    types: frozenset[FilingType]
    natures: frozenset[SubjectNature]
    handler: HandlerKind | None
    conditions: tuple[Condition, ...]
    provinces: frozenset[str] | None
    instructions: tuple[Text, ...]
    parts: tuple[tuple[PartKind, Any], ...]

    def speaks_of(self, question: PaperQuestion) -> bool:
        """Tell whether the form is for such a filing; a nature not given yet counts as a unit's."""
        subject = question.body.subject
        return (
            question.filing_type in self.types
            and (subject.nature or SubjectNature.ENTERPRISE) in self.natures
            and self.handler in (None, subject.handler or HandlerKind.LEGAL_REPRESENTATIVE)
        )

    def spots(self, question: PaperQuestion) -> tuple[Spot, ...]:
        """Return whom or what the form is filled in for, each a letter of its own."""
        found = spots(self.place, question)
        return tuple(spot for spot in found if all(holds(one, spot) for one in self.conditions))


def forms_for(template: Template, question: PaperQuestion, as_of: date, rulebook: Rulebook) -> tuple[Form, ...]:
    """Return the forms of a paper for a filing: those of its province, or else the general ones."""
    meant = [form for form in _forms(template, as_of, rulebook) if form.speaks_of(question)]
    province = province_of(question.body.subject.region or "")
    own = tuple(form for form in meant if form.provinces is not None and province in form.provinces)
    return own or tuple(form for form in meant if form.provinces is None)


def places_in(text: str) -> tuple[tuple[str, str | None], ...]:
    """Take a text of a form apart: words, and the name of the place that follows them (None at the end)."""
    return tuple((words, name) for words, name, _, _ in Formatter().parse(text))


@lru_cache(maxsize=64)
def _forms(template: Template, as_of: date, rulebook: Rulebook) -> tuple[Form, ...]:
    return tuple(_form(row) for row in rulebook.at(FORM_RULES[template], as_of).value)


def _form(row: Mapping[str, Any]) -> Form:
    return Form(
        title=row["title"],
        place=Place(row["for"]),
        types=frozenset(FilingType(one) for one in row["types"]),
        natures=natures_meant(row["natures"]),
        handler=None if row["handler"] == ANY else HandlerKind(row["handler"]),
        conditions=tuple(Condition(one) for one in row.get("when", ())),
        provinces=frozenset(row["provinces"]) if "provinces" in row else None,
        instructions=tuple(Text(one["zh"], one["en"]) for one in row["instructions"]),
        parts=tuple((PartKind(kind), content) for part in row["parts"] for kind, content in part.items()),
    )
