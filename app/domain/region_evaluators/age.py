"""How old the people of a filing have to be, and what those who are not yet of age show beside."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from app.domain.region_evaluators.people import (
    Placed,
    age_of,
    is_female,
    principals,
    service_principals,
    subject_principal,
)
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import RegionRule

# 《民法典》第十七条: whoever has reached eighteen is of age.
_OF_AGE = 18


def _too_young(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find principals below the age."""
    return _aged(principals(question.body), question, below=rule.value)


def _individual_too_young(rule: RegionRule, question: Question) -> Iterator[Said]:
    return _aged(iter((subject_principal(question.body),)), question, below=rule.value)


def _too_old(rule: RegionRule, question: Question) -> Iterator[Said]:
    for one in service_principals(question.body):
        yield from _over(one, rule, question)


def _woman_too_old(rule: RegionRule, question: Question) -> Iterator[Said]:
    for one in service_principals(question.body):
        if is_female(one) is True:
            yield from _over(one, rule, question)


def _man_too_old(rule: RegionRule, question: Question) -> Iterator[Said]:
    for one in service_principals(question.body):
        if is_female(one) is False:
            yield from _over(one, rule, question)


def _minor(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find principals who are not of age: the rule says what they show."""
    return _aged(principals(question.body), question, below=_OF_AGE)


def _individual_minor(_: RegionRule, question: Question) -> Iterator[Said]:
    return _aged(iter((subject_principal(question.body),)), question, below=_OF_AGE)


def _minor_from(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find those who are not of age, and old enough for an exception."""
    return _aged(principals(question.body), question, below=_OF_AGE, from_=rule.value)


def _over(one: Placed, rule: RegionRule, question: Question) -> Iterator[Said]:
    years = age_of(one, question)
    if years is not None and years > rule.value:
        yield Said(f"{one.pointer}/certificate/number", {"years": years})


def _aged(people: Iterator[Placed], question: Question, *, below: int, from_: int = 0) -> Iterator[Said]:
    for one in people:
        years = age_of(one, question)
        if years is not None and from_ <= years < below:
            yield Said(f"{one.pointer}/certificate/number", {"years": years})


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "age.max_service_principal": _too_old,
        "age.max_service_principal_female": _woman_too_old,
        "age.max_service_principal_male": _man_too_old,
        "age.min_individual": _individual_too_young,
        "age.min_student": _individual_too_young,
        "age.min_unit": _too_young,
        "age.min_with_guardian": _minor_from,
        "age.min_with_income_proof": _minor_from,
        "age.minor_guardian": _individual_minor,
        "age.minor_guardian_old": _minor_from,
        "age.minor_proof": _minor,
        "age.proof_below_22": _individual_too_young,
    }
)
