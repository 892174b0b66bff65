"""What can be chosen in a field: what the door takes, less what the checks refuse, in the words of the catalogues."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from app.domain.filing_body import HandlerKind, PreApproval
from app.domain.form_probes import KIND, NATURE, Refused, refused
from app.domain.form_question import FormQuestion
from app.domain.form_rules import FieldRow
from app.domain.form_shape import Shape
from app.domain.prior_approvals import prior_approval
from app.domain.rulebook import Rulebook
from app.domain.texts import Text

PRIOR_APPROVALS = "prior_approvals"
"""In the column `labels`: the approvals, which are a rule each."""

_HANDLER = "/subject/handler"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value and what people call it."""

    value: str
    title: Text


@dataclass(frozen=True, slots=True)
class Choices:
    """The values that can be chosen, in the order of their catalogue, and the rules that named or refused any."""

    options: tuple[Choice, ...]
    rules: tuple[str, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """Return the bare values."""
        return tuple(one.value for one in self.options)

    def without(self, taken_out: Mapping[str, str]) -> "Choices":
        """Return what is left without these values; they come with the rules that refuse them."""
        left = tuple(one for one in self.options if one.value not in taken_out)
        refusing = (rule for value, rule in taken_out.items() if value in self.values)
        return Choices(left, tuple(dict.fromkeys((*self.rules, *refusing))))


def named_choices(question: FormQuestion, place: str, row: FieldRow, shape: Shape) -> Choices | None:
    """Return what the catalogue names and the door takes at a place; None where anything may be entered."""
    if row.labels is None and not row.choices:
        return None
    words = dict(row.choices) if row.labels is None else labels(row.labels, question.as_of, question.rulebook)
    given = {NATURE: question.nature.value, KIND: question.kind.value}.get(place)
    values = [value for value in words if (value in shape.values or not shape.values) and given in (None, value)]
    named_by = () if row.labels is None or row.labels == PRIOR_APPROVALS else (row.labels,)
    return Choices(tuple(Choice(value, words[value]) for value in values), named_by)


def refused_choices(
    question: FormQuestion, places: Mapping[str, tuple[str, ...]], lists: frozenset[str]
) -> Iterator[Refused]:
    """Give the values that the checks never take; `lists` are the places that take several at once.

    One value of every place goes into a draft at a time, with an agent: nobody looks at the papers of one who is not.
    """
    single = {place: values for place, values in places.items() if place not in lists and place != _HANDLER}
    yield from refused(question, {place: list(values) for place, values in places.items() if place in lists})
    for together in zip_longest(*single.values()):
        entered = {place: value for place, value in zip(single, together, strict=True) if value is not None}
        yield from refused(question, {_HANDLER: HandlerKind.AGENT.value, **entered})


def labels(rule: str, as_of: date, rulebook: Rulebook) -> dict[str, Text]:
    """Return the words of a catalogue by value."""
    if rule == PRIOR_APPROVALS:
        return {kind.value: prior_approval(kind, as_of, rulebook).label for kind in PreApproval}
    rows: Mapping[str, Mapping[str, Any]] = rulebook.at(rule, as_of).value
    return {value: _words(row) for value, row in rows.items()}


def _words(row: Mapping[str, Any]) -> Text:
    label = row.get("label", row)
    return Text(label["zh"], label["en"])
