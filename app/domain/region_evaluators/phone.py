"""Which phone numbers the principals have to give: how many, of which province, and on record for nobody else."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from app.domain.checks_people import certificate_number
from app.domain.phone_numbers import is_mobile
from app.domain.provinces import province_of
from app.domain.region_evaluators.people import (
    Placed,
    is_another,
    principals,
    service_principals,
    subject_principal,
)
from app.domain.region_facts import PersonOnRecord
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import RegionRule


def _few_of_different(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find two people with fewer numbers between them than the rule wants."""
    subject = subject_principal(question.body)
    for one in service_principals(question.body):
        if is_another(subject.person, one.person):
            yield from _fewer((subject, one), one, rule)


def _few_of_same(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find one person in both roles with fewer numbers than the rule wants."""
    subject = subject_principal(question.body)
    for one in service_principals(question.body):
        if not is_another(subject.person, one.person):
            yield from _fewer((subject, one), subject, rule)


def _few_altogether(rule: RegionRule, question: Question) -> Iterator[Said]:
    everybody = tuple(principals(question.body))
    yield from _fewer(everybody, everybody[0], rule)


def _fewer(people: tuple[Placed, ...], where: Placed, rule: RegionRule) -> Iterator[Said]:
    """Find too few numbers in the places for mobiles and emergency phones, once all are filled in."""
    numbers = [number for one in people for number in (one.person.mobile, one.person.emergency_phone)]
    if all(numbers) and len(set(numbers)) < rule.value:
        yield Said(f"{where.pointer}/emergency_phone", {"count": len(set(numbers))})


def _same_mobile(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find one mobile of two different people."""
    subject = subject_principal(question.body)
    for one in service_principals(question.body):
        if is_another(subject.person, one.person) and one.person.mobile and one.person.mobile == subject.person.mobile:
            yield Said(f"{one.pointer}/mobile")


def _contacts_differ(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find a person who stands in two places with two mobiles or two mailboxes."""
    subject = subject_principal(question.body)
    for one in service_principals(question.body):
        if certificate_number(one.person) != certificate_number(subject.person) or not certificate_number(one.person):
            continue
        for name in ("mobile", "email"):
            pair = {getattr(one.person, name), getattr(subject.person, name)}
            if None not in pair and len(pair) > 1:
                yield Said(f"{one.pointer}/{name}")


def _landline_missing(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find emergency phones that are mobiles; there is no other place for a landline any more."""
    for one in principals(question.body):
        if one.person.emergency_phone and is_mobile(one.person.emergency_phone):
            yield Said(f"{one.pointer}/emergency_phone")


def _landline_is_mobile(_: RegionRule, question: Question) -> Iterator[Said]:
    for one in principals(question.body):
        if one.person.emergency_phone and one.person.emergency_phone == one.person.mobile:
            yield Said(f"{one.pointer}/emergency_phone")


def _landline_from_elsewhere(_: RegionRule, question: Question) -> Iterator[Said]:
    for one in principals(question.body):
        if one.person.emergency_phone and not is_mobile(one.person.emergency_phone):
            yield from _from_elsewhere(f"{one.pointer}/emergency_phone", one.person.emergency_phone, question)


def _mobile_from_elsewhere(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find mobiles that were given out in another province."""
    for one in principals(question.body):
        if one.person.mobile:
            yield from _from_elsewhere(f"{one.pointer}/mobile", one.person.mobile, question)


def _mobile_of_person_from_elsewhere(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Ask only persons whose certificate was first issued in another province."""
    number = subject_principal(question.body).certificate.number or ""
    if number[:6].isdigit() and province_of(number) != province_of(question.body.subject.region or ""):
        yield from _mobile_from_elsewhere(rule, question)


def _from_elsewhere(pointer: str, number: str, question: Question) -> Iterator[Said]:
    provinces = question.context.region_facts.phone_provinces
    province = None if provinces is None else provinces.get(number)
    if province is None:
        yield Said(pointer, known=False)
    elif province != province_of(question.body.subject.region or ""):
        yield Said(pointer)


def _used_by_another_subject(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find a mobile that is on record under another subject."""
    for one in principals(question.body):
        yield from _on_record(one, question, own_filing_counts=True)


def _used_by_another_person(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find a mobile that is on record under another subject, unless that is the person's own filing."""
    for one in service_principals(question.body):
        yield from _on_record(one, question, own_filing_counts=False)


def _on_record(one: Placed, question: Question, *, own_filing_counts: bool) -> Iterator[Said]:
    known = question.context.region_facts.people_on_record
    if not one.person.mobile:
        return
    if known is None:
        yield Said(f"{one.pointer}/mobile", known=False)
    elif any(_is_in_the_way(found, one, question, own_filing_counts=own_filing_counts) for found in known):
        yield Said(f"{one.pointer}/mobile")


def _is_in_the_way(found: PersonOnRecord, one: Placed, question: Question, *, own_filing_counts: bool) -> bool:
    """Tell whether somebody of another subject has the mobile; one's own individual filing may be let pass."""
    if found.mobile != one.person.mobile or found.subject == _subject_number(question):
        return False
    return own_filing_counts or not (found.is_own_filing and found.certificate == certificate_number(one.person))


def _subject_number(question: Question) -> str | None:
    certificate = question.body.subject.certificate
    return certificate.number if certificate is not None else None


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "phone.distinct_min_different_persons": _few_of_different,
        "phone.distinct_min_same_person": _few_of_same,
        "phone.distinct_min_total": _few_altogether,
        "phone.landline_local": _landline_from_elsewhere,
        "phone.landline_not_mobile": _landline_is_mobile,
        "phone.landline_required": _landline_missing,
        "phone.local_attribution": _mobile_from_elsewhere,
        "phone.local_attribution_nonlocal_individual": _mobile_of_person_from_elsewhere,
        "phone.local_attribution_unit": _mobile_from_elsewhere,
        "phone.principals_differ": _same_mobile,
        "phone.same_person_same_contacts": _contacts_differ,
        "phone.shared_only_with_self": _used_by_another_person,
        "phone.unique_across_subjects": _used_by_another_subject,
    }
)
