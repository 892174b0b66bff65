"""Individuals who file away from home, and foreigners."""

from app.domain.filing_body import CertificateType
from app.domain.region_rules import RegionRule
from tests.domain.region_cases.a_case import Case, a_certificate
from tests.domain.region_cases.address import from_another_region


def in_shenzhen(case: Case, rule: RegionRule) -> Case:
    return from_another_region(case, rule).subject(region="440305")


def a_foreigner(case: Case, _: RegionRule) -> Case:
    return case.subject(certificate=a_certificate("E12345678", CertificateType.PASSPORT))


FIRES = {
    "cross_region.existing_nonlocal_individual": from_another_region,
    "cross_region.foreign_individual": a_foreigner,
    "cross_region.individual_allowed": from_another_region,
    "cross_region.individual_allowed_old": from_another_region,
    "cross_region.individual_allowed_tx": from_another_region,
    "cross_region.individual_police_proof": from_another_region,
    "cross_region.individual_proof_tx": from_another_region,
    "cross_region.permit_min_validity": from_another_region,
    "cross_region.permit_status_proof": from_another_region,
    "cross_region.shenzhen_permit": in_shenzhen,
    "cross_region.student_card": from_another_region,
    "cross_region.student_proof": from_another_region,
}
