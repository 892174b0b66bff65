"""Which certificates the subjects of a region show: kinds, how long they are valid, and what sole traders need."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from app.domain.certificate_numbers import credit_code_in
from app.domain.checks_people import months_after
from app.domain.filing_body import Certificate, CertificateType, SubjectNature
from app.domain.provinces import province_of
from app.domain.region_evaluators.order import domains_in, resources_in
from app.domain.region_evaluators.people import legal_representative, principals, subject_principal
from app.domain.region_evaluators.remarks import remarks_of
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import RegionRule

_TYPE = "/subject/certificate/type"
_NAME = "/subject/name"
_NATURE = "/subject/nature"
_END = "valid_until"

# The credit codes of sole traders (个体工商户) begin so, and this is what they are called.
_SOLE_TRADER = "92"
_SOLE_TRADER_WORDS = "个体工商户"
_HOSPITAL = "医院"


def _enterprise_without(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find an enterprise with another certificate than those listed."""
    type_ = _certificate(question).type
    if question.body.subject.nature is SubjectNature.ENTERPRISE and type_ is not None and type_.value not in rule.value:
        yield Said(_TYPE)


def _other_unit_without(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find a unit that is no enterprise with another certificate; a credit code holds the organisation code."""
    type_ = _certificate(question).type
    if question.body.subject.nature is SubjectNature.ENTERPRISE or type_ is None:
        return
    if type_.value not in rule.value and _credit_code(question) is None:
        yield Said(_TYPE)


def _unit_without(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find a unit with another certificate than the one that is listed for its nature."""
    if CertificateType.BUSINESS_LICENSE.value in rule.value:
        yield from _enterprise_without(rule, question)
    if CertificateType.ORGANIZATION_CODE.value in rule.value:
        yield from _other_unit_without(rule, question)


def _foreign_office(_: RegionRule, question: Question) -> Iterator[Said]:
    if _certificate(question).type is CertificateType.FOREIGN_ENTERPRISE_OFFICE_REGISTRATION:
        yield Said(_TYPE)


def _medical_licence(_: RegionRule, question: Question) -> Iterator[Said]:
    if _certificate(question).type is CertificateType.MEDICAL_INSTITUTION_LICENSE:
        yield Said(_TYPE)


def _hospital(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find medical institutions, by their nature or name."""
    subject = question.body.subject
    if subject.nature is SubjectNature.MEDICAL_INSTITUTION or _HOSPITAL in (subject.name or ""):
        yield Said("/subject/certificate")


def _individual_without(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find a person who files with another certificate than those listed."""
    type_ = _certificate(question).type
    if type_ is not None and type_.value not in rule.value:
        yield Said(_TYPE)


def _old_certificate(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find a unit whose certificate shows no credit code."""
    if _certificate(question).type is not None and _certificate(question).number and _credit_code(question) is None:
        yield Said(_TYPE)


def _ends_soon(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find certificates of the unit and its principals that have no more months left than the rule says."""
    if _has_at_most(rule.value, _certificate(question), question):
        yield Said(f"/subject/certificate/{_END}")
    for one in principals(question.body):
        if _has_at_most(rule.value, one.certificate, question):
            yield Said(f"{one.pointer}/certificate/{_END}")


def _card_ends_soon(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find certificates of principals that have fewer months left."""
    latest = months_after(question.context.as_of, rule.value)
    for one in principals(question.body):
        if one.certificate.valid_until is not None and one.certificate.valid_until < latest:
            yield Said(f"{one.pointer}/certificate/{_END}")


def _licence_ends_soon(rule: RegionRule, question: Question) -> Iterator[Said]:
    one = _certificate(question)
    if one.type is CertificateType.BUSINESS_LICENSE and _has_at_most(rule.value, one, question):
        yield Said(f"/subject/certificate/{_END}")


def _representative_from_elsewhere(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find a legal representative whose card was first issued in another province."""
    number = legal_representative(question.body.subject).certificate.number or ""
    if number[:6].isdigit() and province_of(number) != province_of(question.body.subject.region or ""):
        yield Said("/subject/principal")


def _sole_trader_of_other_nature(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find a sole trader who does not file as an enterprise."""
    if _is_sole_trader(question) and question.body.subject.nature is not SubjectNature.ENTERPRISE:
        yield Said(_NATURE)


def _sole_trader(_: RegionRule, question: Question) -> Iterator[Said]:
    if _is_sole_trader(question):
        yield Said(_NATURE)


def _sole_trader_without_name(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find a sole trader under the operator's own name, and a person whose remarks tell of a sole trader."""
    subject = question.body.subject
    if subject.nature is SubjectNature.INDIVIDUAL:
        if _SOLE_TRADER_WORDS in remarks_of(question.body):
            yield Said(_NAME)
        return
    plain = (subject.name or "").removesuffix(f"（{_SOLE_TRADER_WORDS}）")
    operators = {legal_representative(subject).person.name, subject_principal(question.body).person.name}
    if _is_sole_trader(question) and plain in operators:
        yield Said(_NAME)


def _taiwan_number(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find permits of Taiwan residents whose number is entered without its letter."""
    for one in principals(question.body):
        number = one.certificate.number or ""
        if one.certificate.type is CertificateType.TAIWAN_PERMIT and number.isdigit():
            yield Said(f"{one.pointer}/certificate/number")


def _taken_of_hong_kong(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find principals with one of the cards that the region takes of residents of Hong Kong."""
    for one in principals(question.body):
        if one.certificate.type is not None and one.certificate.type.value in rule.value:
            yield Said(f"{one.pointer}/certificate/type")


def _many_resources(rule: RegionRule, question: Question) -> Iterator[Said]:
    if resources_in(question) > rule.value:
        yield Said("/services/0/access")


def _many_domains(rule: RegionRule, question: Question) -> Iterator[Said]:
    if domains_in(question) >= rule.value:
        yield Said("/services/0/domains")


def _certificate(question: Question) -> Certificate:
    return question.body.subject.certificate or Certificate()


def _credit_code(question: Question) -> str | None:
    one = _certificate(question)
    return None if one.type is None or not one.number else credit_code_in(one.type, one.number)


def _is_sole_trader(question: Question) -> bool:
    return (_credit_code(question) or "").startswith(_SOLE_TRADER)


def _has_at_most(months: int, one: Certificate, question: Question) -> bool:
    return one.valid_until is not None and one.valid_until <= months_after(question.context.as_of, months)


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "materials.access_resources_statement": _many_resources,
        "materials.certificate_min_validity": _ends_soon,
        "materials.domain_certificate_from": _many_domains,
        "materials.enterprise_certificate": _enterprise_without,
        "materials.foreign_office": _foreign_office,
        "materials.hk_certificate": _taken_of_hong_kong,
        "materials.hospital": _hospital,
        "materials.id_min_validity": _card_ends_soon,
        "materials.individual_id_only": _individual_without,
        "materials.latest_certificate": _old_certificate,
        "materials.licence_min_validity": _licence_ends_soon,
        "materials.medical_licence_not_subject": _medical_licence,
        "materials.non_enterprise_certificate": _other_unit_without,
        "materials.nonlocal_legal_rep_photo": _representative_from_elsewhere,
        "materials.sole_trader_as_unit": _sole_trader_of_other_nature,
        "materials.sole_trader_needs_name": _sole_trader_without_name,
        "materials.sole_trader_needs_name_and_seal": _sole_trader_without_name,
        "materials.sole_trader_needs_seal": _sole_trader,
        "materials.sole_trader_without_name": _sole_trader_without_name,
        "materials.taiwan_permit_number": _taiwan_number,
        "materials.unit_certificate": _unit_without,
    }
)
