"""Principals who are not the legal representative, not those on record, or on record elsewhere."""

from dataclasses import replace

from app.domain.region_rules import RegionRule
from tests.domain.a_filing import a_person
from tests.domain.region_cases.a_case import (
    Case,
    a_certificate,
    an_id,
    credit_code,
    on_record,
    somebody_else_of,
)


def another_principal(case: Case, _: RegionRule) -> Case:
    """Let one person who is not the legal representative stand in both places."""
    representative = a_person(name="王五", certificate=a_certificate(an_id(case.province, "19700101", "005")))
    return case.everybody(is_legal_representative=False).subject(legal_representative=representative)


def two_others(case: Case, rule: RegionRule) -> Case:
    return another_principal(case, rule).somebody_else()


def another_service_principal(case: Case, _: RegionRule) -> Case:
    return case.somebody_else()


def another_than_on_file(case: Case, _: RegionRule) -> Case:
    return case.subject_principal(**somebody_else_of(case.province))


def sole_trader(case: Case, rule: RegionRule) -> Case:
    certificate = case.body.subject.certificate
    assert certificate is not None
    return another_principal(case, rule).subject(
        certificate=replace(certificate, number=credit_code("92", case.province))
    )


def on_record_elsewhere(case: Case, _: RegionRule) -> Case:
    return on_record(case)


FIRES = {
    "principal.certificate_unique": on_record_elsewhere,
    "principal.change_needs_new_letter": another_than_on_file,
    "principal.delegate_shareholder_or_executive": another_principal,
    "principal.government_letter": another_principal,
    "principal.legal_rep_letter": another_service_principal,
    "principal.legal_rep_not_required": another_principal,
    "principal.legal_rep_on_new": another_principal,
    "principal.legal_rep_required": another_principal,
    "principal.letter_not_accepted": another_principal,
    "principal.mismatch_on_access": another_than_on_file,
    "principal.must_match_record_on_add": another_than_on_file,
    "principal.same_person_if_not_legal_rep": two_others,
    "principal.service_letter": another_service_principal,
    "principal.service_principal_one_unit": on_record_elsewhere,
    "principal.sole_trader_legal_rep": sole_trader,
    "principal.subject_letter": another_principal,
}
