"""Which certificates the principals of a region show: foreigners, and residents of Hong Kong, Macao and Taiwan."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from app.domain.filing_body import CertificateType
from app.domain.region_evaluators.people import (
    Placed,
    is_from_abroad,
    is_without_resident_id,
    legal_representative,
    principals,
    service_principals,
    subject_principal,
)
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import Kind, RegionRule

_OF_SUBJECT = "subject_principal"
_OF_SERVICE = "service_principal"

# Cards of Hong Kong residents are numbered by this region, passports of both regions in these forms.
_HONG_KONG = "810000"
_PASSPORT_OF_THE_REGIONS = re.compile(r"[HK][0-9]{8}|M[AB][0-9]{7}")
_OF_THE_REGIONS = frozenset(
    {
        CertificateType.HK_MACAO_PERMIT,
        CertificateType.HK_MACAO_RESIDENCE_PERMIT,
        CertificateType.TAIWAN_PERMIT,
        CertificateType.TAIWAN_RESIDENCE_PERMIT,
    }
)


def _of_other_type(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find principals with a certificate that the region does not list."""
    for one in principals(question.body):
        if one.certificate.type is not None and one.certificate.type.value not in rule.value:
            yield Said(f"{one.pointer}/certificate/type")


def _foreigner_without(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find a foreigner who files with another certificate than those listed."""
    one = subject_principal(question.body)
    yield from _foreign_but_not(rule, one)


def _representative_without(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find a foreign legal representative with another certificate; where it is only allowed, one who uses it."""
    one = legal_representative(question.body.subject)
    if rule.kind is Kind.REQUIREMENT:
        yield from _foreign_but_not(rule, one)
    elif one.certificate.type is not None and one.certificate.type.value in rule.value:
        yield Said(f"{one.pointer}/certificate/type")


def _foreign_representative(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find a legal representative who shows the certificate of a foreigner."""
    one = legal_representative(question.body.subject)
    if is_from_abroad(one.person):
        yield Said(f"{one.pointer}/name")


def _delegates(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find a representative without resident id, and a principal without one in a role that the rule names."""
    if not is_without_resident_id(legal_representative(question.body.subject).person):
        return
    if _OF_SUBJECT in rule.value and is_without_resident_id(subject_principal(question.body).person):
        yield Said(f"{subject_principal(question.body).pointer}/certificate/type")
    if _OF_SERVICE in rule.value:
        for one in service_principals(question.body):
            if is_without_resident_id(one.person):
                yield Said(f"{one.pointer}/certificate/type")


def _of_hong_kong(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find residents of Hong Kong with a card that the region does not list."""
    for one in principals(question.body):
        is_card = one.certificate.type is CertificateType.HK_MACAO_RESIDENCE_PERMIT
        if is_card and (one.certificate.number or "").startswith(_HONG_KONG) and not _is_listed(one, rule):
            yield Said(f"{one.pointer}/certificate/type")


def _of_the_regions(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find residents of Hong Kong, Macao and Taiwan with another paper, passports of the first two among them."""
    for one in principals(question.body):
        is_passport = one.certificate.type is CertificateType.PASSPORT
        is_theirs = is_passport and _PASSPORT_OF_THE_REGIONS.fullmatch(one.certificate.number or "") is not None
        if (is_theirs or one.certificate.type in _OF_THE_REGIONS) and not _is_listed(one, rule):
            yield Said(f"{one.pointer}/certificate/type")


def _foreign_but_not(rule: RegionRule, one: Placed) -> Iterator[Said]:
    if is_from_abroad(one.person) and not _is_listed(one, rule):
        yield Said(f"{one.pointer}/certificate/type")


def _is_listed(one: Placed, rule: RegionRule) -> bool:
    return one.certificate.type is not None and one.certificate.type.value in rule.value


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "principal.certificate_types": _of_other_type,
        "principal.foreign_individual_passport": _foreigner_without,
        "principal.foreign_legal_rep_delegates": _delegates,
        "principal.foreign_name_statement": _foreign_representative,
        "principal.foreign_passport": _representative_without,
        "principal.hk_certificate": _of_hong_kong,
        "principal.hkmt_certificate": _of_the_regions,
    }
)
