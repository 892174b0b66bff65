"""Which fields a combination has: those of the table, less what its nature or kind has not, or nothing is left for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from app.domain.form_choices import Choices, named_choices, refused_choices
from app.domain.form_probes import SERVICES, not_of_kind
from app.domain.form_question import FormQuestion
from app.domain.form_rules import FILING, FieldRow, rows_of
from app.domain.form_shape import Shape, ShapeKind


@dataclass(frozen=True, slots=True)
class Spot:
    """One field with its place (`*` is any item of a list), and the fields in it."""

    place: str
    row: FieldRow
    shape: Shape
    step: str
    choices: Choices | None
    fields: tuple["Spot", ...]


# Asked for several times while one form is made.
@lru_cache(maxsize=8)
def layout(question: FormQuestion) -> tuple[Spot, ...]:
    """Return the fields at the top, in their order."""
    absent = not_of_kind(question) if question.has_services else frozenset({SERVICES})
    spots = _spots(question, FILING, "", question.door, "", absent)
    named = {one.place: one for one in every_spot(spots) if one.choices is not None}
    values = {place: one.choices.values for place, one in named.items() if one.choices is not None}
    lists = frozenset(place for place, one in named.items() if one.shape.item is not None)
    taken_out: dict[str, dict[str, str]] = {}
    for one in refused_choices(question, values, lists):
        taken_out.setdefault(one.place, {})[one.value] = one.rule
    return tuple(_narrowed(spots, taken_out))


def every_spot(spots: Iterable[Spot]) -> Iterator[Spot]:
    """Give all fields, each before those in it."""
    for spot in spots:
        yield spot
        yield from every_spot(spot.fields)


def _spots(
    question: FormQuestion, part: str, place: str, shape: Shape, step: str, absent: frozenset[str]
) -> tuple[Spot, ...]:
    found = []
    for row in rows_of(part, question.as_of, question.rulebook):
        here, member = f"{place}/{row.name}", shape.members[row.name]
        if here in absent or not row.is_for(question.nature):
            continue
        inside = here if member.kind is ShapeKind.OBJECT else f"{here}/*"
        own = row.step or step
        fields = () if row.of is None else _spots(question, row.of, inside, member.inner, own, absent)
        found.append(Spot(here, row, member, own, named_choices(question, here, row, member), fields))
    return tuple(found)


def _narrowed(spots: Iterable[Spot], taken_out: Mapping[str, Mapping[str, str]]) -> Iterator[Spot]:
    """Take out the values that are refused, and fields that nothing is left for."""
    for spot in spots:
        fields = tuple(_narrowed(spot.fields, taken_out))
        choices = None if spot.choices is None else spot.choices.without(taken_out.get(spot.place, {}))
        if choices is None or choices.options:
            yield replace(spot, choices=choices, fields=fields)
