"""Bodies that a JSON Schema lets through, drawn by Hypothesis: of the keywords that forms are made of, no others."""

from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator

Json = Any
_MOST_ITEMS = 3


@st.composite
def bodies(draw: st.DrawFn, schema: Json) -> Json:
    """Draw a body; what a condition of the schema demands of the rest of it is drawn afterwards."""
    validator = Draft202012Validator(schema)
    body = draw(_values(schema))
    while missing := [one for one in validator.iter_errors(body) if one.validator == "required"]:
        error = missing[0]
        inside = schema
        for part in error.absolute_path:
            inside = inside["items"] if isinstance(part, int) else inside["properties"][part]
        for name in error.validator_value:
            if name not in error.instance:
                error.instance[name] = draw(_values(inside["properties"][name]))
    return body


def _values(schema: Json) -> st.SearchStrategy[Json]:
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return {"object": _objects, "array": _lists, "string": _texts, "boolean": lambda _: st.booleans()}[schema["type"]](
        schema
    )


def _objects(schema: Json) -> st.SearchStrategy[Json]:
    members = {name: _values(one) for name, one in schema["properties"].items()}
    required = {name: members.pop(name) for name in schema["required"]}
    return st.fixed_dictionaries(required, optional=members)


def _lists(schema: Json) -> st.SearchStrategy[Json]:
    return st.lists(
        _values(schema["items"]),
        min_size=schema.get("minItems", 0),
        max_size=min(schema["maxItems"], max(_MOST_ITEMS, schema.get("minItems", 0))),
    )


def _texts(schema: Json) -> st.SearchStrategy[Json]:
    if schema.get("format") == "date":
        return st.dates().map(lambda day: day.isoformat())
    longest = st.just("长" * schema["maxLength"])
    of_the_pattern = st.from_regex(schema["pattern"])
    return st.one_of(of_the_pattern, longest).filter(Draft202012Validator(schema).is_valid)
