"""A form as a JSON Schema (draft 2020-12), flat: no `oneOf`, no `$ref`; what it says to people has keywords of its own.

`title` and `description` are in the language of the request, `x-title` and `x-help` in both. `x-order`, `x-step`,
`x-widget` and `x-choices` say how to draw a field, `x-required-when` repeats in words what `if` says, `x-frozen` that a
field is fixed, and `x-source` names the rules behind it.
"""

from datetime import date
from typing import Any

from app.domain.form_beginning import Beginning, BeginningField
from app.domain.form_choices import Choices
from app.domain.form_demands import Demand
from app.domain.form_fixed import Fixed, FixedWhen
from app.domain.form_rules import FieldRow, FormRule, Step
from app.domain.form_shape import ShapeKind
from app.domain.forms import Form, FormField
from app.domain.texts import Language, Text
from app.routers.form_conditions import condition_words, conditions_at

Json = Any
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def form_document(form: Form, language: Language, combination: dict[str, str | None], as_of: date) -> dict[str, Json]:
    """Return the schema of a filing's body; `combination` is what was asked for, as it was given."""
    asked = form.question
    document: dict[str, Json] = {"$schema": DIALECT, "title": form.label.in_language(language)}
    document |= _object("", form.fields, form.conditions, language)
    document |= {"x-title": _both(form.label), "x-filing-type": asked.filing_type.value, "x-on": as_of.isoformat()}
    document |= {f"x-{name.replace('_', '-')}": value for name, value in combination.items()}
    document["x-steps"] = [_step(step, language) for step in form.steps]
    document["x-source"] = [FormRule.FIELDS.value, FormRule.STEPS.value]
    if form.beginning is not None:
        document["x-begin"] = _beginning(form.beginning, language)
    return document


def _object(place: str, fields: tuple[FormField, ...], conditions: tuple[Demand, ...], language: Language) -> Json:
    """Return an object with its fields, and the conditions that belong to it."""
    schema: dict[str, Json] = {
        "type": "object",
        "properties": {one.spot.row.name: _field(one, conditions, language) for one in fields},
        "required": [one.spot.row.name for one in fields if one.required],
        "additionalProperties": False,
    }
    found = conditions_at(place, conditions)
    return schema | ({"allOf": found} if found else {})


def _field(one: FormField, conditions: tuple[Demand, ...], language: Language) -> Json:
    spot = one.spot
    schema = _words(spot.row, language)
    if spot.shape.kind is ShapeKind.OBJECT:
        schema |= _object(spot.place, one.fields, conditions, language)
    elif spot.shape.item is not None:
        inside = _object(f"{spot.place}/*", one.fields, conditions, language) if one.fields else _value(one)
        schema |= {"type": "array", "items": inside, "maxItems": spot.shape.limits["maxItems"]}
        schema |= {"minItems": 1} if one.required else {}
    else:
        schema |= _value(one)
    if spot.choices is not None:
        schema["x-choices"] = _choices(spot.choices, language)
    schema |= {"x-order": spot.row.order, "x-step": spot.step, "x-widget": spot.row.widget.value}
    if one.conditions:
        said = {(condition.when, condition.unless): condition_words(condition) for condition in one.conditions}
        schema["x-required-when"] = list(said.values())
    schema |= _frozen(one.fixed, language)
    return schema | {"x-source": [*one.rules, FormRule.FIELDS.value]}


def _value(one: FormField) -> Json:
    """Return what the value, or an item of a list of values, has to be."""
    schema: dict[str, Json] = {"type": one.spot.shape.inner.kind.value, **one.limits}
    if one.spot.choices is not None:
        values = list(one.spot.choices.values)
        # A list of all that is allowed says more than the form of the words in it.
        schema = {"type": schema["type"]} | ({"const": values[0]} if len(values) == 1 else {"enum": values})
    return schema


def _words(row: FieldRow, language: Language) -> Json:
    schema: dict[str, Json] = {"title": row.title.in_language(language), "description": row.help.in_language(language)}
    schema |= {"x-title": _both(row.title), "x-help": _both(row.help)}
    return schema | ({} if row.example is None else {"examples": [row.example]})


def _choices(choices: Choices, language: Language) -> Json:
    return [
        {"value": one.value, "title": one.title.in_language(language), "x-title": _both(one.title)}
        for one in choices.options
    ]


def _frozen(fixed: Fixed | None, language: Language) -> Json:
    """Say that a field is fixed: only what always is, is read-only; of the rest the filing's `editable` tells."""
    if fixed is None:
        return {}
    schema: dict[str, Json] = {"x-frozen": fixed.when.value}
    if fixed.when is FixedWhen.ALWAYS:
        schema["readOnly"] = True
    if fixed.why is not None:
        schema["x-frozen-why"] = fixed.why.message.in_language(language)
    return schema


def _step(step: Step, language: Language) -> Json:
    words = {"title": step.title.in_language(language), "description": step.help.in_language(language)}
    return {"id": step.id, "x-order": step.order, **words, "x-title": _both(step.title), "x-help": _both(step.help)}


def _beginning(beginning: Beginning, language: Language) -> Json:
    """Return the schema of what goes beside the record into `POST /v1/filings`."""
    return {
        "type": "object",
        "properties": {one.row.name: _beginning_field(one, language) for one in beginning.fields},
        "required": [one.row.name for one in beginning.fields if one.required],
    }


def _beginning_field(one: BeginningField, language: Language) -> Json:
    value = {"type": "string", "enum": list(one.choices.values)}
    schema = _words(one.row, language)
    if one.wanted or one.row.widget.is_for_several:
        schema |= {"type": "array", "items": value}
        if one.wanted:
            schema["allOf"] = [{"contains": {"const": wanted}} for wanted in one.wanted]
    else:
        schema |= value
    schema["x-choices"] = _choices(one.choices, language)
    schema |= {"x-order": one.row.order, "x-widget": one.row.widget.value}
    return schema | {"x-source": [*one.choices.rules, FormRule.FIELDS.value]}


def _both(words: Text) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
