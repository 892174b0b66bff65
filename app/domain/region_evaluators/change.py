"""What may change of a subject on record, and what has to be put in order before anything is added to it."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from app.domain.certificate_numbers import credit_code_in
from app.domain.certificate_renewals import Renewal, is_of_unit, renewal
from app.domain.filing_body import Certificate, CertificateType, Subject
from app.domain.region_evaluators.people import is_not_legal_representative, subject_principal
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import RegionRule

_Shown = tuple[CertificateType, str]

_SUBJECT = "/subject"
_NAME = "/subject/name"
_NATURE = "/subject/nature"
_NUMBER = "/subject/certificate/number"


def _told(pointer: str, holds: Callable[[Question], bool]) -> Evaluator:
    """Make the evaluator that speaks of one place where something holds of the filing."""

    def find(_: RegionRule, question: Question) -> Iterator[Said]:
        if holds(question):
            yield Said(pointer)

    return find


def _is_another(question: Question) -> bool:
    """Tell whether the certificate entered is of another holder than the one on record."""
    pair = _certificates(question)
    return pair is not None and renewal(*pair) is Renewal.ANOTHER


def _is_another_unit(question: Question) -> bool:
    """Tell whether one unit takes the place of another."""
    pair = _certificates(question)
    return pair is not None and all(is_of_unit(type_) for type_, _ in pair) and _is_another(question)


def _becomes_unit(question: Question) -> bool:
    """Tell whether a unit takes the place of a person."""
    pair = _certificates(question)
    return pair is not None and not is_of_unit(pair[0][0]) and is_of_unit(pair[1][0])


def _becomes_individual(question: Question) -> bool:
    """Tell whether a person takes the place of a unit."""
    pair = _certificates(question)
    return pair is not None and is_of_unit(pair[0][0]) and not is_of_unit(pair[1][0])


def _has_other_credit_code(question: Question) -> bool:
    """Tell whether the credit code entered is another than that on record."""
    codes = [None if one is None else credit_code_in(*one) for one in _certificates(question) or ()]
    return None not in codes and len({*codes}) > 1


def _has_old_certificate(question: Question) -> bool:
    """Tell whether the unit is on record with a certificate from before the credit codes."""
    certificate = _filed(question).certificate or Certificate()
    if certificate.type is None or not certificate.number or not is_of_unit(certificate.type):
        return False
    return credit_code_in(certificate.type, certificate.number) is None


def _differs(question: Question) -> bool:
    """Tell whether name, certificate or principal entered are others than those on record, as far as it tells them."""
    return any(_is_other(was, now) for was, now in _pairs(_filed(question), question.body.subject))


def _has_other_name(question: Question) -> bool:
    return _is_other(_filed(question).name, question.body.subject.name)


def _is_without_representative(question: Question) -> bool:
    """Tell whether the one who answers for the unit is not its legal representative."""
    return is_not_legal_representative(subject_principal(question.body), question.body.subject)


def _changes_service_alone(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find a filing of a type that the region does not take by itself."""
    if question.context.filing_type in rule.value:
        yield Said("/services")


def _many_numbers(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find a unit that is on record more often than the rule lets it be."""
    numbers = question.context.region_facts.subject_numbers
    if numbers is None:
        yield Said(_SUBJECT, known=False)
    elif numbers > rule.value:
        yield Said(_SUBJECT)


def _certificates(question: Question) -> tuple[_Shown, _Shown] | None:
    """Return type and number on record and as entered, None as long as one of them is missing."""
    pair = (_filed(question).certificate or Certificate(), question.body.subject.certificate or Certificate())
    shown = [(one.type, one.number) for one in pair if one.type is not None and one.number]
    return (shown[0], shown[1]) if len(shown) == len(pair) else None


def _filed(question: Question) -> Subject:
    return Subject() if question.context.on_file is None else question.context.on_file.body.subject


def _pairs(was: Subject, now: Subject) -> Iterator[tuple[str | None, str | None]]:
    yield was.name, now.name
    yield (was.certificate or Certificate()).number, (now.certificate or Certificate()).number
    for one in ("name", "mobile"):
        yield getattr(was.principal, one, None), getattr(now.principal, one, None)


def _is_other(was: str | None, now: str | None) -> bool:
    return bool(was and now) and was != now


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "change.access_first": _told(_SUBJECT, _differs),
        "change.access_first_then_change": _told(_SUBJECT, _differs),
        "change.before_add": _told(_SUBJECT, _differs),
        "change.credit_code": _told(_NUMBER, _has_other_credit_code),
        "change.data_must_match": _told(_SUBJECT, _differs),
        "change.individual_swap": _told(_NUMBER, _is_another),
        "change.individual_to_unit": _told(_NATURE, _becomes_unit),
        "change.individual_to_unit_domain_proof": _told("/services/0/domains", _becomes_unit),
        "change.individual_to_unit_if_legal_rep": _told(_NATURE, _becomes_unit),
        "change.individual_unit_content": _told(_NATURE, _becomes_unit),
        "change.legal_rep_after_access": _told("/subject/principal", _is_without_representative),
        "change.name_must_match": _told(_NAME, _has_other_name),
        "change.no_access_or_add_before_change": _told(_SUBJECT, _differs),
        "change.no_service_only_change": _changes_service_alone,
        "change.old_certificate": _told(_NUMBER, _has_old_certificate),
        "change.other_subject": _told(_NUMBER, _is_another),
        "change.other_unit": _told(_NAME, _is_another_unit),
        "change.single_subject_number": _many_numbers,
        "change.sole_trader_to_individual": _told(_NATURE, _becomes_individual),
        "change.subject_free": _told(_NUMBER, _is_another),
        "change.unit_to_individual": _told(_NATURE, _becomes_individual),
    }
)
