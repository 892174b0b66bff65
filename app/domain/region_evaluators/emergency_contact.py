"""Emergency phones (应急电话): other numbers than those of the principals, and whose they are."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from app.domain.region_evaluators.people import Placed, is_another, principals, service_principals, subject_principal
from app.domain.region_evaluators.remarks import remarks_of
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import RegionRule

_BOTH = "both_mobiles"


def _same_as_mobile(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find an emergency phone that is the person's own mobile or, where the rule says so, that of any principal."""
    everybody = tuple(principals(question.body))
    for one in everybody:
        of = everybody if _BOTH in rule.value else (one,)
        if one.person.emergency_phone and one.person.emergency_phone in _mobiles(of):
            yield Said(f"{one.pointer}/emergency_phone")


def _same_as_own(_: RegionRule, question: Question) -> Iterator[Said]:
    for one in principals(question.body):
        if one.person.emergency_phone and one.person.emergency_phone == one.person.mobile:
            yield Said(f"{one.pointer}/emergency_phone")


def _no_third_person(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find the number of a principal, or a number of which no remark says whose it is."""
    everybody = tuple(principals(question.body))
    for one in everybody:
        phone = one.person.emergency_phone
        if phone and (phone in _mobiles(everybody) or not remarks_of(question.body)):
            yield Said(f"{one.pointer}/emergency_phone")


def _shared(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find one emergency phone of two different principals."""
    subject = subject_principal(question.body)
    phone = subject.person.emergency_phone
    for one in service_principals(question.body):
        if is_another(subject.person, one.person) and phone and one.person.emergency_phone == phone:
            yield Said(f"{one.pointer}/emergency_phone")


def _not_named(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find remarks that name nobody who answers the emergency phone."""
    names = [contact.name for contact in question.body.emergency_contacts if contact.name]
    remarks = remarks_of(question.body)
    if not remarks or (names and not any(name in remarks for name in names)):
        yield Said("/remark")


def _mobiles(people: tuple[Placed, ...]) -> set[str | None]:
    return {one.person.mobile for one in people}


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "emergency_contact.differs_from_mobile": _same_as_mobile,
        "emergency_contact.may_equal_mobile": _same_as_own,
        "emergency_contact.name_in_remark": _not_named,
        "emergency_contact.third_person": _no_third_person,
        "emergency_contact.two_principals_differ": _shared,
    }
)
