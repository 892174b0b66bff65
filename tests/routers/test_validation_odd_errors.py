"""Whatever comes, a refusal comes of it, and its pointers lead somewhere."""

import re
from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.domain.texts import Language
from app.problems import refusal_of_validation
from app.problems.validation_words import WORDS
from tests.routers.an_order import Order, told

LANGUAGES = list(Language)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
DOCUMENTS = st.recursive(
    SCALARS | st.just("website") | st.just("app"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*Order.model_fields, "kind", "ports", "name", "website"]), inner, max_size=4)
        | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=12,
)
SEGMENTS = (
    st.text(st.characters(), max_size=6)
    | st.sampled_from(["body", "query", "path", "header", "int", "[key]", "function-after[f(), str]", "services"])
    | st.integers()
    | st.none()
    | st.binary(max_size=3)
    | st.tuples(st.integers())
    | st.floats()
)
ODD_ERRORS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from([*WORDS, "json_invalid", "value_error", "", "x_y"]) | st.none(),
        "loc": st.lists(SEGMENTS, max_size=5).map(tuple) | st.none(),
        "input": SCALARS,
        "ctx": st.dictionaries(
            st.sampled_from(["min_length", "ge", "expected", "discriminator", "error", "self", "zh", "en"]) | st.none(),
            SCALARS | st.just("'kind'") | st.just("at line 1 column 2"),
        )
        | st.none(),
    },
)


def resolve(document: Any, pointer: str) -> Any:
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        document = document[int(name)] if isinstance(document, list) else document[name]
    return document


@given(body=st.dictionaries(st.sampled_from([*Order.model_fields, "x/y", "~"]), DOCUMENTS, max_size=4))
def test_every_pointer_resolves_in_the_body_or_names_a_field_left_out(body: dict[str, Any]) -> None:
    try:
        Order.model_validate(body)
    except ValidationError as failed:
        refusal = refusal_of_validation(failed.errors(), "body", document=body)
        for error in refusal.errors:
            parent, _, _ = error.pointer.rpartition("/")
            resolve(body, parent if error.code in ("required", "unknown_value") else error.pointer)
        told(refusal)


@given(errors=st.lists(ODD_ERRORS, max_size=4), document=DOCUMENTS, known=st.booleans())
def test_no_shape_of_error_breaks_the_refusal(errors: list[Mapping[str, Any]], document: Any, known: bool) -> None:
    refusal = refusal_of_validation(errors, document=document) if known else refusal_of_validation(errors)
    for language in LANGUAGES:
        told(refusal, language)
    for error in refusal.errors:
        assert error.pointer == "" or error.pointer.startswith("/")
        assert not re.search(r"~(?![01])", error.pointer)
