"""Foreigners, and residents of Hong Kong, Macao and Taiwan, with the wrong certificate."""

from app.domain.filing_body import CertificateType
from app.domain.region_rules import Kind, RegionRule
from tests.domain.region_cases.a_case import Case, Change, a_certificate
from tests.domain.samples import HK_RESIDENCE_PERMIT, PERMANENT_RESIDENCE


def with_certificate(number: str, type_: CertificateType) -> Change:
    return lambda case, _: case.everybody(certificate=a_certificate(number, type_))


with_passport = with_certificate("E12345678", CertificateType.PASSPORT)
with_passport_of_hong_kong = with_certificate("K12345678", CertificateType.PASSPORT)
with_residence_permit = with_certificate(HK_RESIDENCE_PERMIT, CertificateType.HK_MACAO_RESIDENCE_PERMIT)
with_permanent_residence = with_certificate(PERMANENT_RESIDENCE, CertificateType.FOREIGNER_PERMANENT_RESIDENCE)


def foreign_representative(case: Case, rule: RegionRule) -> Case:
    """Use the passport where it is only allowed, and something else where it is asked for."""
    return (with_passport if rule.kind is Kind.ALLOWANCE else with_permanent_residence)(case, rule)


FIRES = {
    "principal.certificate_types": with_residence_permit,
    "principal.foreign_individual_passport": with_permanent_residence,
    "principal.foreign_legal_rep_delegates": with_passport,
    "principal.foreign_name_statement": with_passport,
    "principal.foreign_passport": foreign_representative,
    "principal.hk_certificate": with_residence_permit,
    "principal.hkmt_certificate": with_passport_of_hong_kong,
}
