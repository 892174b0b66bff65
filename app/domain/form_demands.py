"""What a form requires: always, or as soon as something else has a certain value.

Each condition is found by entering the value and asking the checks once more; none is written down here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from app.domain.form_layout import Spot, every_spot, layout
from app.domain.form_probes import KIND, NATURE, REGION, SERVICES, demanded
from app.domain.form_question import FormQuestion
from app.domain.form_shape import ShapeKind

Json = Any
_GIVEN = (NATURE, REGION, SERVICES)


@dataclass(frozen=True, slots=True)
class Trigger:
    """One of these values stands at a place, or in the list at it."""

    place: str
    values: tuple[Json, ...]
    in_list: bool = False

    @property
    def entered(self) -> Json:
        """Return what to enter at the place, so that the trigger holds."""
        return list(self.values) if self.in_list else self.values[0]


@dataclass(frozen=True, slots=True)
class Demand:
    """A place must hold something: always; or where all of `when` hold; or, with `unless`, where that does not."""

    place: str
    rule: str
    when: tuple[Trigger, ...] = ()
    unless: Trigger | None = None


def demands(question: FormQuestion) -> tuple[Demand, ...]:
    """Return everything that the checks demand of a combination, the unconditional first."""
    # Without items the lists themselves are missed, with an empty one each what belongs into it.
    with_items = demanded(question, {}, items=True)
    # These are given with the question; without them the checks would ask for them.
    bare = demanded(question, dict.fromkeys(_GIVEN), items=False)
    given = {place: rule for place, rule in bare.items() if place in _GIVEN}
    always = given | demanded(question, {}, items=False) | with_items
    conditional: list[Demand] = []
    for spot in every_spot(layout(question)):
        for trigger in _triggers(question, spot, with_items):
            conditional += _turned(question, (trigger,), with_items)
    return (*(Demand(place, rule) for place, rule in always.items()), *_merged(conditional))


def _triggers(question: FormQuestion, spot: Spot, always: Mapping[str, str]) -> Iterator[Trigger]:
    """Give what can be entered at one place and may turn a demand on or off."""
    if spot.shape.kind is ShapeKind.BOOLEAN:
        yield from (Trigger(spot.place, (value,)) for value in (True, False))
    elif spot.shape.values and spot.choices is not None and spot.place not in (NATURE, KIND):
        values = spot.choices.values
        if spot.shape.kind is ShapeKind.STRING:
            yield from (Trigger(spot.place, (value,)) for value in values)
        # A list takes all of them at once: if that changes nothing, none of them does.
        elif _after(question, (Trigger(spot.place, values, in_list=True),)) != always:
            yield from (Trigger(spot.place, (value,), in_list=True) for value in values)


def _turned(question: FormQuestion, when: tuple[Trigger, ...], before: Mapping[str, str]) -> Iterator[Demand]:
    """Give what the last trigger demands, or no longer demands, beside those before it."""
    last, after = when[-1], _after(question, when)
    added = {place: rule for place, rule in after.items() if place not in before}
    yield from (Demand(place, rule, when) for place, rule in added.items())
    removed = [place for place in before if place not in after and place != last.place]
    if removed:
        yield Demand(holder_of(removed), before[removed[0]], when[:-1], last)
    # What is entered only now has choices of its own: an agent's certificate is one.
    for spot in every_spot(layout(question)) if added else ():
        if spot.place in added:
            for one in _triggers(question, spot, after):
                yield from _turned(question, (*when, one), after)


def _after(question: FormQuestion, when: tuple[Trigger, ...]) -> dict[str, str]:
    return demanded(question, {one.place: one.entered for one in when}, items=True)


def holder_of(places: Iterable[str]) -> str:
    """Return the place that holds all of the places, itself where there is one only."""
    parts = zip(*(place.split("/") for place in places), strict=False)
    return "/".join(names[0] for names in takewhile(lambda names: len(set(names)) == 1, parts))


def _merged(found: list[Demand]) -> Iterator[Demand]:
    """Put conditions together that differ only in the value of their last trigger."""
    values: dict[Demand, list[Json]] = {}
    for one in found:
        key = Demand(one.place, one.rule, *_without_last_values(one))
        values.setdefault(key, []).extend(_last(one).values)
    for key, together in values.items():
        last = Trigger(_last(key).place, tuple(together), _last(key).in_list)
        if key.unless is None:
            yield Demand(key.place, key.rule, (*key.when[:-1], last))
        else:
            yield Demand(key.place, key.rule, key.when, last)


def _last(one: Demand) -> Trigger:
    return one.when[-1] if one.unless is None else one.unless


def _without_last_values(one: Demand) -> tuple[tuple[Trigger, ...], Trigger | None]:
    last = Trigger(_last(one).place, (), _last(one).in_list)
    return (one.when, last) if one.unless is not None else ((*one.when[:-1], last), None)
