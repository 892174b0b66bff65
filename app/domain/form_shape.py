"""The shape that the door takes of a filing's body, read from the JSON Schema of the door itself.

A form narrows it and never widens it: what a form lets through, the door takes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

Json = Any

_LIMITS = ("minLength", "maxLength", "pattern", "format", "enum", "minItems", "maxItems")
_REF = "#/$defs/"


class ShapeKind(StrEnum):
    """What stands at a place, by the word of JSON Schema."""

    OBJECT = "object"
    ARRAY = "array"
    STRING = "string"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Shape:
    """One place: an object has `members`, a list an `item`, a plain value `limits` (keywords of JSON Schema).

    `needed` are the members without which the door takes no such object at all.
    """

    kind: ShapeKind
    limits: Mapping[str, Json]
    members: Mapping[str, "Shape"]
    needed: frozenset[str]
    item: "Shape | None" = None

    @property
    def holds_objects(self) -> bool:
        """Tell an object, and a list of objects, from plain values and lists of them."""
        return self.inner.kind is ShapeKind.OBJECT

    @property
    def inner(self) -> "Shape":
        """Return the shape of a list's items, and the shape itself of what is no list."""
        return self.item or self

    @property
    def values(self) -> tuple[str, ...]:
        """Return the words that the door takes here; none where it takes any."""
        return tuple(self.inner.limits.get("enum", ()))


def shape_of(document: Mapping[str, Json]) -> Shape:
    """Read the JSON Schema of a model, its definitions beside it; null, which only removes, is left out."""
    return _shape(document, document.get("$defs", {}))


def specimen(shape: Shape) -> Json:
    """Return a value with something at every place, whatever it says: each list has one item."""
    if shape.kind is ShapeKind.OBJECT:
        return {name: specimen(member) for name, member in shape.members.items()}
    if shape.item is not None:
        return [specimen(shape.item)]
    if shape.kind is ShapeKind.BOOLEAN:
        return True
    if shape.limits.get("format") == "date":
        return "2020-01-01"
    return shape.values[0] if shape.values else "1"


def _shape(schema: Mapping[str, Json], definitions: Mapping[str, Json]) -> Shape:
    if "anyOf" in schema:
        (schema,) = [one for one in schema["anyOf"] if one.get("type") != "null"]
    if "$ref" in schema:
        schema = definitions[schema["$ref"].removeprefix(_REF)]
    members = {name: _shape(member, definitions) for name, member in schema.get("properties", {}).items()}
    return Shape(
        kind=ShapeKind(schema["type"]),
        limits=MappingProxyType({name: schema[name] for name in _LIMITS if name in schema}),
        members=MappingProxyType(members),
        needed=frozenset(schema.get("required", ())),
        item=_shape(schema["items"], definitions) if "items" in schema else None,
    )
