"""The rules of forms: which fields and steps there are, and in which words; and the rows of the table of fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from app.domain.filing_body import SubjectNature
from app.domain.rulebook import Rulebook
from app.domain.texts import Text

FILING = "filing"
"""The part of the table that a filing's body begins with."""
BEGINNING = "beginning"
"""The part of the table that has what is entered to begin an order, beside the body."""


class FormRule(StrEnum):
    """The rules asked for here."""

    FIELDS = "forms.fields"
    STEPS = "forms.steps"
    NO_FORM = "forms.no_form"


class Widget(StrEnum):
    """How a field is best entered."""

    TEXT = "text"
    TEXTAREA = "textarea"
    SELECT = "select"
    MULTI_SELECT = "multi_select"
    DATE = "date"
    PHONE = "phone"
    EMAIL = "email"
    REGION = "region"
    REGIONS = "regions"
    TAGS = "tags"
    SWITCH = "switch"
    GROUP = "group"
    LIST = "list"
    HIDDEN = "hidden"

    @property
    def is_for_several(self) -> bool:
        """Tell a widget that takes several values."""
        return self in (Widget.MULTI_SELECT, Widget.REGIONS, Widget.TAGS)


class Only(StrEnum):
    """Whose forms have a field that others lack."""

    UNIT = "unit"
    INDIVIDUAL = "individual"


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One row of the table; the columns are explained in the rule's file."""

    name: str
    order: int
    title: Text
    help: Text
    widget: Widget
    step: str | None
    of: str | None
    only: Only | None
    labels: str | None
    choices: Mapping[str, Text]
    example: str | None

    def is_for(self, nature: SubjectNature) -> bool:
        """Tell whether a subject of this nature has the field."""
        return self.only is None or (self.only is Only.UNIT) == nature.is_unit


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the form."""

    id: str
    order: int
    title: Text
    help: Text


@lru_cache(maxsize=64)
def rows_of(part: str, as_of: date, rulebook: Rulebook) -> tuple[FieldRow, ...]:
    """Return the fields of one part of the table, in their order."""
    rows = rulebook.at(FormRule.FIELDS, as_of).value[part]
    return tuple(_row(name, order, row) for order, (name, row) in enumerate(rows.items(), start=1))


def steps(as_of: date, rulebook: Rulebook) -> tuple[Step, ...]:
    """Return every step in its order."""
    rows = rulebook.at(FormRule.STEPS, as_of).value
    return tuple(
        Step(name, order, _text(row["title"]), _text(row["help"]))
        for order, (name, row) in enumerate(rows.items(), start=1)
    )


def _row(name: str, order: int, row: Mapping[str, Any]) -> FieldRow:
    return FieldRow(
        name=name,
        order=order,
        title=_text(row["title"]),
        help=_text(row["help"]),
        widget=Widget(row["widget"]),
        step=row.get("step"),
        of=row.get("of"),
        only=Only(row["only"]) if "only" in row else None,
        labels=row.get("labels"),
        choices={value: _text(words) for value, words in row.get("choices", {}).items()},
        example=row.get("example"),
    )


def _text(words: Mapping[str, str]) -> Text:
    return Text(words["zh"], words["en"])
