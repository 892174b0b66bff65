"""What a form lets through the door takes, and what it does not the service refuses: the two cannot differ."""

import copy
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from app.domain.checks import checks
from app.domain.errors import Refusal
from app.domain.filing_body import ServiceKind, SubjectNature
from app.domain.filing_body_json import body_from_json
from app.domain.filing_changes import merged
from app.domain.filing_types import FilingType
from app.domain.findings import Severity
from app.domain.form_probes import put
from app.domain.form_question import FormQuestion, faults_of
from app.routers.schemas.filing_body import FilingPatch
from tests.play.schema_bodies import bodies
from tests.routers.a_form import DOOR, TYPES_WITH_FORMS, a_document, a_question, missed_by_the_checks

Json = Any
WORD = "word"
QUESTIONS = {
    "a firm's first website": a_question(),
    "a person's first website": a_question(nature=SubjectNature.INDIVIDUAL),
    "a firm's app": a_question(kind=ServiceKind.APP, region=None),
    "a foundation's mini-program": a_question(
        FilingType.ADD_SERVICE_ELSEWHERE, SubjectNature.FOUNDATION, ServiceKind.MINI_PROGRAM
    ),
    "a change of the subject": a_question(FilingType.CHANGE_SUBJECT),
    "a deregistration": a_question(FilingType.DEREGISTER_SERVICE),
}
by_question = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)


@lru_cache
def validator(question: FormQuestion) -> Draft202012Validator:
    return Draft202012Validator(a_document(question), format_checker=Draft202012Validator.FORMAT_CHECKER)


def takes(patch: Json) -> bool:
    """Whether the door takes a body, and the draft that it is entered into."""
    try:
        FilingPatch.model_validate(patch)
        services = [{"id": WORD, "kind": "website"} | one for one in patch.get("services", ())]
        draft = {"services": [{"id": one["id"], "kind": one["kind"]} for one in services]}
        body_from_json(merged(draft, patch))
    except (ValidationError, Refusal):
        return False
    return True


def a_filled_form(schema: Json) -> Json:
    """Something in every field."""
    if schema["type"] == "object":
        return {name: a_filled_form(one) for name, one in schema["properties"].items()}
    if schema["type"] == "array":
        return [a_filled_form(schema["items"])]
    if schema["type"] == "boolean":
        return True
    if schema.get("format") == "date":
        return "2030-01-01"
    if "pattern" in schema and schema["maxLength"] == 6:
        return "410105"
    return schema.get("const", schema.get("enum", [WORD])[0])


def places(schema: Json, value: Json, place: str = "") -> Iterator[tuple[str, Json]]:
    """Every place of a filled form with its schema."""
    yield place, schema
    if schema["type"] == "object":
        for name, one in schema["properties"].items():
            yield from places(one, value[name], f"{place}/{name}")
    elif schema["type"] == "array":
        yield from places(schema["items"], value[0], f"{place}/0")


def wrong_values(schema: Json) -> Iterator[Json]:
    """What no value of a schema is."""
    right_types = {"object": [], "array": {}, "string": 5, "boolean": "yes"}
    yield right_types[schema["type"]]
    if schema["type"] == "string":
        yield from ([], True)
        yield "word\x01" if "maxLength" in schema else "no_such_word"
    if "maxLength" in schema:
        yield from ("x" * (schema["maxLength"] + 1), "", " \u3000")
    if schema.get("format") == "date":
        yield from ("2025-02-30", "20250301", "tomorrow")
    if "not" in schema:
        yield "138****0001"


def with_value(whole: Json, place: str, value: Json) -> Json:
    """A copy with another value at a place."""
    changed = copy.deepcopy(whole)
    if not place:
        return value
    *way, last = place.split("/")[1:]
    inside = changed
    for name in way:
        inside = inside[int(name) if isinstance(inside, list) else name]
    inside[int(last) if isinstance(inside, list) else last] = value
    return changed


def at(whole: Json, place: str) -> Json:
    for name in place.split("/")[1:]:
        whole = whole[int(name) if isinstance(whole, list) else name]
    return whole


@by_question
def test_a_form_with_something_in_every_field_is_taken_by_both(question: FormQuestion) -> None:
    whole = a_filled_form(a_document(question))

    assert list(validator(question).iter_errors(whole)) == []
    assert takes(whole)


@by_question
def test_texts_as_long_as_the_form_lets_them_be_are_taken_by_both(question: FormQuestion) -> None:
    document = a_document(question)
    whole = a_filled_form(document)

    for place, schema in places(document, whole):
        if "maxLength" in schema and schema["maxLength"] > len("410105"):
            whole = with_value(whole, place, "长" * schema["maxLength"])

    assert list(validator(question).iter_errors(whole)) == []
    assert takes(whole)


@by_question
def test_what_is_of_a_wrong_type_too_long_blank_or_no_word_of_the_list_is_refused_by_both(
    question: FormQuestion,
) -> None:
    document = a_document(question)
    whole = a_filled_form(document)

    for place, schema in places(document, whole):
        for wrong in wrong_values(schema):
            mutated = with_value(whole, place, wrong)
            assert not validator(question).is_valid(mutated), (place, wrong)
            # An id that is not there is found when the draft is, and so is a place that is a whole body.
            assert not takes(mutated), (place, wrong)


@by_question
def test_an_unknown_key_and_an_item_too_many_are_refused_by_both(question: FormQuestion) -> None:
    document = a_document(question)
    whole = a_filled_form(document)

    for place, schema in places(document, whole):
        if schema["type"] == "object":
            mutated = with_value(whole, place, {**at(whole, place), "unknown": WORD})
        elif schema["type"] == "array":
            mutated = with_value(whole, place, at(whole, place) * (schema["maxItems"] + 1))
        else:
            continue
        assert not validator(question).is_valid(mutated), place
        assert not takes(mutated), place


@by_question
def test_what_is_required_and_missing_is_refused_by_both_when_it_is_submitted(question: FormQuestion) -> None:
    document = a_document(question)
    whole = a_filled_form(document)

    for place, schema in places(document, whole):
        for name in schema.get("required", ()):
            mutated = with_value(whole, place, {key: one for key, one in at(whole, place).items() if key != name})
            assert not validator(question).is_valid(mutated), (place, name)
            missed = not takes(mutated) or missed_by_the_checks(question, mutated)
            assert missed is True or any(f"{one}/".startswith(f"{place}/{name}/") for one in missed), (place, name)


@by_question
def test_a_value_that_the_door_knows_and_the_form_does_not_offer_is_an_error_of_the_checks(
    question: FormQuestion,
) -> None:
    document = a_document(question)
    whole = a_filled_form(document)
    if "handler" in whole["subject"]:
        whole["subject"]["handler"] = "agent"
    tried = 0

    for place, schema in places(document, whole):
        offered = schema.get("enum", [schema["const"]] if "const" in schema else [])
        if schema["type"] != "string" or place.endswith(("/nature", "/kind")):
            continue
        for value in set(_known_at_the_door(place)) - set(offered):
            mutated = with_value(whole, place, value)
            found = checks(body_from_json(mutated), question.context())
            assert not validator(question).is_valid(mutated), (place, value)
            assert any(one.pointer == place and one.severity is Severity.ERROR for one in found), (place, value)
            tried += 1

    assert tried


def _known_at_the_door(place: str) -> tuple[str, ...]:
    shape = DOOR
    for name in place.split("/")[1:]:
        shape = shape.inner if name.isdigit() else shape.members[name]
    return shape.values


@pytest.mark.parametrize("filing_type", TYPES_WITH_FORMS)
def test_whatever_a_form_lets_through_has_a_shape_that_the_door_takes(filing_type: FilingType) -> None:
    @given(data=st.data())
    @settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
    def enter(data: st.DataObject) -> None:
        asked = a_question(
            filing_type, data.draw(st.sampled_from(SubjectNature)), data.draw(st.sampled_from(ServiceKind))
        )
        assume(not faults_of(asked))
        body = data.draw(bodies(a_document(asked)))

        assert validator(asked).is_valid(body)
        assert takes(body)

    enter()


def test_a_masked_number_is_refused_by_both() -> None:
    question = a_question()
    whole = a_filled_form(a_document(question))
    put(whole, "/subject/principal/mobile", "138****0001")

    assert not validator(question).is_valid(whole)
    assert not takes(whole)
