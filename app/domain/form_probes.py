"""Asking the checks what they want of a combination: a form has no opinion of its own.

An empty draft, with this or that entered, goes through the machine pre-review. An error at a place that holds nothing
is a demand, whatever rule it is of, those of the regions included; what the checks refuse is no choice. Places are JSON
Pointers in which `*` is any item of a list.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from app.domain.check_rules import CheckContext, CheckRule
from app.domain.checks import checks
from app.domain.filing_body_json import body_from_json
from app.domain.filing_changes import is_told, value_at
from app.domain.findings import Finding, Severity
from app.domain.form_question import FormQuestion
from app.domain.form_shape import specimen
from app.domain.rulebook import Rulebook
from app.domain.service_rules import ServiceRule
from app.domain.texts import Text

Json = Any

NATURE = "/subject/nature"
REGION = "/subject/region"
SERVICES = "/services"
KIND = "/services/*/kind"
SERVICE_ID = "/services/*/id"

_REFUSING = frozenset(
    {
        CheckRule.CERT_TYPE_NOT_FOR_NATURE,
        CheckRule.CERT_TYPE_NOT_FOR_PERSON,
        CheckRule.CONTENT_NOT_FOR_INDIVIDUAL,
        CheckRule.LANGUAGE_UNKNOWN,
        ServiceRule.APPROVAL_NOT_FOR_INDIVIDUAL,
    }
)
_INDEX = re.compile(r"/\d+(?=/|$)")
_NO_WORDS = Text("", "")


class _Unworded(CheckContext):
    """Lets rules speak without words: nobody reads them here, and finding them takes most of the time."""

    __slots__ = ()

    def finding(self, rule: StrEnum, pointer: str, **_facts: object) -> Finding:
        """Tell rule, weight and place alone."""
        name = rule.value
        return Finding(name, name, _weight(name, self.as_of, self.rulebook), pointer, _NO_WORDS, _NO_WORDS, "")


@lru_cache(maxsize=1024)
def _weight(rule: str, as_of: date, rulebook: Rulebook) -> Severity:
    return Severity(rulebook.at(rule, as_of).value["severity"])


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that the checks do not take at a place, and the rule that says so."""

    place: str
    value: str
    rule: str


def demanded(question: FormQuestion, entered: Mapping[str, Json], *, items: bool) -> dict[str, str]:
    """Return the places at which the checks miss something, each with the rule that does, where this is entered."""
    given = _entered(question, entered, items=items)
    found = (one for one in _findings(question, given) if one.severity is Severity.ERROR)
    return {_any_item(one.pointer): one.rule for one in found if not is_told(value_at(given, one.pointer))}


def refused(question: FormQuestion, entered: Mapping[str, Json]) -> Iterator[Refused]:
    """Give what the checks do not take of single values and of items of lists."""
    for one in _findings(question, _entered(question, entered, items=True)):
        if one.rule in _REFUSING:
            place, value = _any_item(one.pointer), entered.get(_any_item(one.pointer))
            if value is None:
                place, _, index = one.pointer.rpartition("/")
                place = _any_item(place)
                value = entered[place][int(index)]
            yield Refused(place, value, one.rule)


def not_of_kind(question: FormQuestion) -> frozenset[str]:
    """Return the places that a service of this kind does not have."""
    service = question.door.members["services"].inner
    given = {f"/services/*/{name}": specimen(shape) for name, shape in service.members.items()}
    del given[KIND], given[SERVICE_ID]
    found = _findings(question, _entered(question, given, items=True))
    return frozenset(_any_item(one.pointer) for one in found if one.rule == ServiceRule.FIELD_NOT_OF_KIND)


def draft(question: FormQuestion, *, items: bool) -> dict[str, Json]:
    """Return an empty draft of the combination as JSON; with `items`, lists of objects have one empty item each."""
    subject = {"nature": question.nature.value}
    if question.region is not None:
        subject["region"] = question.region
    service: dict[str, Json] = {"id": "0", "kind": question.kind.value}
    whole: dict[str, Json] = {"subject": subject, "services": [service] if question.has_services else []}
    if items:
        service |= {"access": [{}], "platforms": [{}]}
        whole["emergency_contacts"] = [{}]
    return whole


def put(value: Json, place: str, new: Json) -> None:
    """Enter a value at a place of a draft, None to take it out; objects on the way are made, `*` is the first item."""
    *way, last = place.split("/")[1:]
    for name in way:
        value = value[0] if name == "*" else value.setdefault(name, {})
    if new is None:
        value.pop(last, None)
    else:
        value[last] = new


def _entered(question: FormQuestion, entered: Mapping[str, Json], *, items: bool) -> dict[str, Json]:
    given = draft(question, items=items)
    for place, value in entered.items():
        put(given, place, value)
    return given


def _findings(question: FormQuestion, given: Mapping[str, Json]) -> tuple[Finding, ...]:
    asked = question.context()
    context = _Unworded(asked.filing_type, asked.as_of, asked.rulebook, asked.regions, asked.suffixes, asked.on_file)
    return checks(body_from_json(given), context)


def _any_item(pointer: str) -> str:
    return _INDEX.sub("/*", pointer)
