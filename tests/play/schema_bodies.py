"""Bodies that the JSON Schema of a form lets through, drawn by hypothesis-jsonschema.

Two things are done for it. Version 0.23.1, the newest there is, asks Hypothesis's `many` by `more()` whether to draw
once more; since Hypothesis made `many` a context to iterate over, every object ends in an `AttributeError`, so asking
is put back for that one caller. And it multiplies out every `if` and `then` below a schema into alternatives, which
took half a minute a body; conditions are taken out before and kept afterwards.
"""

from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import orjson
from hypothesis import strategies as st
from hypothesis.internal.conjecture.utils import many
from hypothesis_jsonschema import _from_schema as drawing
from hypothesis_jsonschema import from_schema
from jsonschema import Draft202012Validator

Json = Any
_CONDITIONS = "allOf"
# Forty items show no more than three, and take as many times longer.
_MOST_ITEMS = 3


class _AskedForMore:
    """A `many` of Hypothesis that is asked whether to draw once more, and ends by itself at the first no."""

    def __init__(self, *drawn: Any, **sizes: Any) -> None:
        self._whole = many(*drawn, **sizes)
        self._rounds = iter(self._whole.__enter__())

    def more(self) -> bool:
        for _ in self._rounds:
            return True
        self._whole.__exit__(None)
        return False

    def reject(self) -> None:
        self._whole.reject()


drawing.cu = SimpleNamespace(many=_AskedForMore)


@st.composite
def bodies(draw: st.DrawFn, schema: Json) -> Json:
    """Draw a body; what a condition of the schema demands of the rest of it is drawn afterwards."""
    validator = Draft202012Validator(schema)
    body = draw(_drawn(schema))
    while missing := [one for one in validator.iter_errors(body) if one.validator == "required"]:
        error = missing[0]
        inside = schema
        for part in error.absolute_path:
            inside = inside["items"] if isinstance(part, int) else inside["properties"][part]
        for name in error.validator_value:
            if name not in error.instance:
                error.instance[name] = draw(_drawn(inside["properties"][name]))
    return body


def _drawn(schema: Json) -> st.SearchStrategy[Json]:
    return _kept(orjson.dumps(_unconditional(schema)))


@lru_cache
def _kept(schema: bytes) -> st.SearchStrategy[Json]:
    return from_schema(orjson.loads(schema))


def _unconditional(schema: Json) -> Json:
    """Return a schema without its words, its conditions, and more items than are needed."""
    plain = {name: one for name, one in schema.items() if name != _CONDITIONS and not name.startswith("x-")}
    if "properties" in plain:
        plain["properties"] = {name: _unconditional(one) for name, one in plain["properties"].items()}
    if "items" in plain:
        plain["items"] = _unconditional(plain["items"])
        plain["maxItems"] = min(plain["maxItems"], max(_MOST_ITEMS, plain.get("minItems", 0)))
    return plain
