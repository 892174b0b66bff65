"""The form (表单) of one combination: every field with its words, limits, choices, and what is required and fixed.

Nothing is decided here. The table `forms.fields` says which fields there are and in which words; the door, the checks
and the frozen fields say the rest, by being asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.domain.filing_changes import MASKED_PLACES
from app.domain.form_beginning import Beginning, beginning_of
from app.domain.form_demands import Demand, demands
from app.domain.form_fixed import Fixed, Fixing, fixing
from app.domain.form_layout import Spot, every_spot, layout
from app.domain.form_probes import REGION
from app.domain.form_question import FormQuestion
from app.domain.form_rules import Step, steps
from app.domain.texts import Text

Json = Any


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form.

    `limits` are keywords of JSON Schema for the value, or for each item of a list of plain values. `conditions` are the
    demands that depend on something else and make this field required; `rules` are the ids of all that spoke of it.
    """

    spot: Spot
    limits: Mapping[str, Json]
    required: bool
    conditions: tuple[Demand, ...]
    fixed: Fixed | None
    rules: tuple[str, ...]
    fields: tuple["FormField", ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form; `conditions` are all demands that depend on something, `beginning` comes before the body."""

    question: FormQuestion
    label: Text
    steps: tuple[Step, ...]
    fields: tuple[FormField, ...]
    conditions: tuple[Demand, ...]
    beginning: Beginning | None


@lru_cache(maxsize=256)
def form_of(question: FormQuestion) -> Form:
    """Return the form of a combination; there is one where `faults_of` the question finds nothing."""
    wanted = demands(question)
    spots = layout(question)
    used = {spot.step for spot in every_spot(spots)}
    fixed = fixing(question)
    return Form(
        question=question,
        label=question.filing_type.label(question.as_of, question.rulebook),
        steps=tuple(step for step in steps(question.as_of, question.rulebook) if step.id in used),
        fields=tuple(_field(question, spot, wanted, fixed, question.door.needed) for spot in spots),
        conditions=tuple(one for one in wanted if _is_conditional(one)),
        beginning=beginning_of(question),
    )


def _field(
    question: FormQuestion, spot: Spot, wanted: tuple[Demand, ...], all_fixed: Fixing, needed: frozenset[str]
) -> FormField:
    """Return one field; `needed` are those without which the door takes no object such as the one that it is in."""
    fixed = None if spot.fields else all_fixed.of(spot.place)
    rules = [one.rule for one in wanted if one.place == spot.place]
    if spot.choices is not None:
        rules += spot.choices.rules
    if fixed is not None and fixed.why is not None and fixed.why.rule is not None:
        rules.append(fixed.why.rule)
    return FormField(
        spot=spot,
        limits=_limits(question, spot),
        required=_is_required(spot.place, wanted) or spot.row.name in needed,
        conditions=tuple(one for one in wanted if _is_conditional(one) and _is_at(one, spot.place)),
        fixed=fixed,
        rules=tuple(dict.fromkeys(rules)),
        fields=tuple(_field(question, one, wanted, all_fixed, spot.shape.inner.needed) for one in spot.fields),
    )


def _limits(question: FormQuestion, spot: Spot) -> dict[str, Json]:
    """Return what the door says of the value; of the subject's region the province, and no stars where one may mask.

    The values of choices are another matter.
    """
    own = {name: limit for name, limit in spot.shape.inner.limits.items() if name not in ("enum", "maxItems")}
    if spot.place == REGION and question.region is not None:
        own["pattern"] = f"^{question.region[:2]}[0-9]{{4}}$"
    if MASKED_PLACES.fullmatch(spot.place):
        own["not"] = {"pattern": r"\*"}
    return own


def _is_required(place: str, wanted: tuple[Demand, ...]) -> bool:
    """Tell whether a place is demanded always, itself or something in it.

    What is demanded within an object that may be left out whole is demanded there, and of nothing above.
    """
    may_go = [one.place for one in wanted if one.unless is not None and _is_in(one.place, place)]
    always = [one.place for one in wanted if not _is_conditional(one) and _lies_at(one.place, place)]
    return any(not any(_is_in(one, each) for each in may_go) for one in always)


def _is_at(one: Demand, place: str) -> bool:
    """Tell a demand that makes a place required from outside; what turns it on within the object is its own matter."""
    if one.unless is not None or any(_is_in(trigger.place, place) for trigger in one.when):
        return one.place == place
    return _lies_at(one.place, place)


def _lies_at(demanded: str, place: str) -> bool:
    """Tell a demand of a place, or of something in the object there; items of a list are another matter."""
    return _is_in(demanded, place) and "*" not in demanded[len(place) :]


def _is_in(place: str, holder: str) -> bool:
    return f"{place}/".startswith(f"{holder}/")


def _is_conditional(one: Demand) -> bool:
    return bool(one.when) or one.unless is not None
