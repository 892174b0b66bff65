"""Who may answer for a unit and its services: the legal representative or another, with a letter or not at all."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from app.domain.certificate_numbers import credit_code_in
from app.domain.checks_people import certificate_number
from app.domain.filing_body import Certificate
from app.domain.region_evaluators.people import (
    Placed,
    is_another,
    is_not_legal_representative,
    is_without_resident_id,
    legal_representative,
    on_file,
    principals,
    service_principals,
    subject_principal,
)
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import RegionRule

_DELEGATES = "principal.foreign_legal_rep_delegates"
_OF_SUBJECT = "subject_principal"
# The credit codes of sole traders (个体工商户) begin so.
_SOLE_TRADER = "92"


def _not_the_representative(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find another subject principal than the legal representative, whom the region does not tell to stand aside."""
    delegates = question.acting.get(_DELEGATES)
    representative = legal_representative(question.body.subject).person
    if delegates is not None and _OF_SUBJECT in delegates.value and is_without_resident_id(representative):
        return
    yield from _another_than_representative(_, question)


def _another_than_representative(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find another subject principal than the legal representative."""
    one = subject_principal(question.body)
    if is_not_legal_representative(one, question.body.subject):
        yield Said(f"{one.pointer}/is_legal_representative")


def _sole_trader(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find a sole trader for whom another than the operator answers."""
    certificate = question.body.subject.certificate or Certificate()
    if certificate.type is None or not certificate.number:
        return
    code = credit_code_in(certificate.type, certificate.number)
    if code is not None and code.startswith(_SOLE_TRADER):
        yield from _another_than_representative(rule, question)


def _service_principal_is_another(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find service principals who are not the legal representative."""
    for one in service_principals(question.body):
        if is_not_legal_representative(one, question.body.subject):
            yield Said(one.pointer)


def _anybody_is_another(rule: RegionRule, question: Question) -> Iterator[Said]:
    yield from _another_than_representative(rule, question)
    yield from _service_principal_is_another(rule, question)


def _two_stand_for_representative(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find a service principal besides a subject principal who stands for the legal representative already."""
    subject = subject_principal(question.body)
    if is_not_legal_representative(subject, question.body.subject):
        for one in service_principals(question.body):
            if is_another(one.person, subject.person):
                yield Said(one.pointer)


def _another_than_on_file(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find another subject principal than the one on record."""
    one = subject_principal(question.body)
    filed = on_file(question, one)
    if filed is not None and is_another(one.person, filed):
        yield Said(f"{one.pointer}/certificate/number")


def _replaced(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find principals who are others than those on record."""
    for one in principals(question.body):
        filed = on_file(question, one)
        if filed is not None and is_another(one.person, filed):
            yield Said(f"{one.pointer}/certificate/number")


def _on_record_elsewhere(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find principals who are on record under another subject."""
    for one in principals(question.body):
        yield from _with_more_than(0, one, question)


def _serves_other_units(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find service principals who, with this unit, serve more units than the rule lets them."""
    for one in service_principals(question.body):
        yield from _with_more_than(rule.value - 1, one, question, of_services=True)


def _with_more_than(allowed: int, one: Placed, question: Question, *, of_services: bool = False) -> Iterator[Said]:
    number, known = certificate_number(one.person), question.context.region_facts.people_on_record
    own = (question.body.subject.certificate or Certificate()).number
    if number is None:
        return
    if known is None:
        yield Said(f"{one.pointer}/certificate/number", known=False)
        return
    others = {
        found.subject
        for found in known
        if found.certificate == number
        and found.subject != own
        and not (of_services and (found.is_own_filing or not found.answers_for_service))
    }
    if len(others) > allowed:
        yield Said(f"{one.pointer}/certificate/number")


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "principal.certificate_unique": _on_record_elsewhere,
        "principal.change_needs_new_letter": _replaced,
        "principal.delegate_shareholder_or_executive": _another_than_representative,
        "principal.government_letter": _another_than_representative,
        "principal.legal_rep_letter": _anybody_is_another,
        "principal.legal_rep_not_required": _another_than_representative,
        "principal.legal_rep_on_new": _not_the_representative,
        "principal.legal_rep_required": _not_the_representative,
        "principal.letter_not_accepted": _another_than_representative,
        "principal.mismatch_on_access": _another_than_on_file,
        "principal.must_match_record_on_add": _another_than_on_file,
        "principal.same_person_if_not_legal_rep": _two_stand_for_representative,
        "principal.service_letter": _service_principal_is_another,
        "principal.service_principal_one_unit": _serves_other_units,
        "principal.sole_trader_legal_rep": _sole_trader,
        "principal.subject_letter": _another_than_representative,
    }
)
