"""Subjects with certificates that a region does not take, or not any more, and sole traders."""

from dataclasses import replace
from datetime import timedelta

from app.domain.filing_body import CertificateType, SubjectNature
from app.domain.region_rules import RegionRule
from tests.domain.region_cases import count_limit
from tests.domain.region_cases.a_case import Case, a_certificate, an_id, credit_code
from tests.domain.samples import TODAY

SOON = TODAY + timedelta(days=60)


def licence(case: Case, **changes: object) -> Case:
    """Change the subject's certificate."""
    certificate = case.body.subject.certificate
    assert certificate is not None
    return case.subject(certificate=replace(certificate, **changes))  # type: ignore[arg-type]


def other_certificate(case: Case, _: RegionRule) -> Case:
    """File an enterprise with the certificate of an institution that shows no credit code."""
    return licence(case, type=CertificateType.PUBLIC_INSTITUTION_LICENSE, number="110000000001")


def other_unit(case: Case, rule: RegionRule) -> Case:
    return other_certificate(case, rule).subject(nature=SubjectNature.PUBLIC_INSTITUTION)


def wrong_for_nature(case: Case, rule: RegionRule) -> Case:
    wants_licence = CertificateType.BUSINESS_LICENSE.value in rule.value
    return other_certificate(case, rule) if wants_licence else other_unit(case, rule)


def foreign_office(case: Case, _: RegionRule) -> Case:
    return licence(case, type=CertificateType.FOREIGN_ENTERPRISE_OFFICE_REGISTRATION)


def medical_licence(case: Case, _: RegionRule) -> Case:
    return licence(case, type=CertificateType.MEDICAL_INSTITUTION_LICENSE)


def hospital(case: Case, _: RegionRule) -> Case:
    return case.subject(name="示例医院")


def passport(case: Case, _: RegionRule) -> Case:
    return licence(case, type=CertificateType.PASSPORT, number="E12345678")


def ends_soon(case: Case, _: RegionRule) -> Case:
    return licence(case, valid_until=SOON)


def card_ends_soon(case: Case, _: RegionRule) -> Case:
    card = case.principal.certificate
    assert card is not None
    return case.everybody(certificate=replace(card, valid_until=SOON))


def from_elsewhere(case: Case, _: RegionRule) -> Case:
    return case.everybody(certificate=a_certificate(an_id("520000")))


def sole_trader(case: Case, _: RegionRule) -> Case:
    """Let the one who runs the trade file under the own name; a person tells of it in the remark."""
    if case.body.subject.nature is SubjectNature.INDIVIDUAL:
        return replace(case, body=replace(case.body, remark="本人为无字号个体工商户"))
    return licence(case, number=credit_code("92", case.province)).subject(name=case.principal.name)


def sole_trader_of_other_nature(case: Case, rule: RegionRule) -> Case:
    return sole_trader(case, rule).subject(nature=SubjectNature.PRIVATE_NON_ENTERPRISE)


def taiwan_number(case: Case, _: RegionRule) -> Case:
    return case.everybody(certificate=a_certificate("12345678", CertificateType.TAIWAN_PERMIT))


def hong_kong_card(case: Case, _: RegionRule) -> Case:
    return case.everybody(certificate=a_certificate("H12345678", CertificateType.HK_MACAO_PERMIT))


FIRES = {
    "materials.access_resources_statement": count_limit.many_resources,
    "materials.certificate_min_validity": ends_soon,
    "materials.domain_certificate_from": count_limit.many_domains,
    "materials.enterprise_certificate": other_certificate,
    "materials.foreign_office": foreign_office,
    "materials.hk_certificate": hong_kong_card,
    "materials.hospital": hospital,
    "materials.id_min_validity": card_ends_soon,
    "materials.individual_id_only": passport,
    "materials.latest_certificate": other_certificate,
    "materials.licence_min_validity": ends_soon,
    "materials.medical_licence_not_subject": medical_licence,
    "materials.non_enterprise_certificate": other_unit,
    "materials.nonlocal_legal_rep_photo": from_elsewhere,
    "materials.sole_trader_as_unit": sole_trader_of_other_nature,
    "materials.sole_trader_needs_name": sole_trader,
    "materials.sole_trader_needs_name_and_seal": sole_trader,
    "materials.sole_trader_needs_seal": sole_trader,
    "materials.sole_trader_without_name": sole_trader,
    "materials.taiwan_permit_number": taiwan_number,
    "materials.unit_certificate": wrong_for_nature,
}
