"""Subjects that are others than those on record, or on record with what is no longer right."""

from dataclasses import replace

from stdnum.cn import uscc

from app.domain.filing_body import Certificate, CertificateType
from app.domain.filing_types import FilingType
from app.domain.region_rules import RegionRule
from tests.domain.region_cases.a_case import Case, a_certificate, a_district, an_id
from tests.domain.region_cases.principal import another_principal


def on_file(case: Case, **changes: object) -> Case:
    """Change what is on record of the subject."""
    filed = case.context.on_file
    assert filed is not None
    body = replace(filed.body, subject=replace(filed.body.subject, **changes))  # type: ignore[arg-type]
    return replace(case, context=replace(case.context, on_file=replace(filed, body=body)))


def _card(case: Case) -> Certificate:
    return a_certificate(an_id(case.province, "19650203", "007"))


def _licence(case: Case) -> Certificate:
    """Make the licence of another unit: its credit code holds another organisation code."""
    start = f"91{a_district(case.province)}MA7A1B2C3"
    return a_certificate(start + str(uscc.calc_check_digit(start)), CertificateType.BUSINESS_LICENSE)


def another_name(case: Case, _: RegionRule) -> Case:
    return on_file(case, name="某某商贸有限公司")


def another_person(case: Case, _: RegionRule) -> Case:
    return on_file(case, certificate=_card(case))


def another_unit(case: Case, _: RegionRule) -> Case:
    return on_file(case, certificate=_licence(case))


def another_subject(case: Case, rule: RegionRule) -> Case:
    person = case.body.subject.certificate
    assert person is not None
    is_person = person.type is CertificateType.RESIDENT_ID
    return another_person(case, rule) if is_person else another_unit(case, rule)


def person_becomes_unit(case: Case, _: RegionRule) -> Case:
    return case.subject(certificate=_licence(case))


def unit_becomes_person(case: Case, _: RegionRule) -> Case:
    return case.subject(certificate=_card(case))


def service_alone(case: Case, _: RegionRule) -> Case:
    return replace(case, context=replace(case.context, filing_type=FilingType.CHANGE_SERVICE))


def old_certificate(case: Case, _: RegionRule) -> Case:
    return on_file(
        case, certificate=a_certificate(f"{a_district(case.province)}000012345", CertificateType.BUSINESS_LICENSE)
    )


def two_numbers(case: Case, _: RegionRule) -> Case:
    return case.facts(subject_numbers=2)


FIRES = {
    "change.access_first": another_name,
    "change.access_first_then_change": another_name,
    "change.before_add": another_name,
    "change.credit_code": another_unit,
    "change.data_must_match": another_name,
    "change.individual_swap": another_person,
    "change.individual_to_unit": person_becomes_unit,
    "change.individual_to_unit_domain_proof": person_becomes_unit,
    "change.individual_to_unit_if_legal_rep": person_becomes_unit,
    "change.individual_unit_content": person_becomes_unit,
    "change.legal_rep_after_access": another_principal,
    "change.name_must_match": another_name,
    "change.no_access_or_add_before_change": another_name,
    "change.no_service_only_change": service_alone,
    "change.old_certificate": old_certificate,
    "change.other_subject": another_subject,
    "change.other_unit": another_unit,
    "change.single_subject_number": two_numbers,
    "change.sole_trader_to_individual": unit_becomes_person,
    "change.subject_free": another_subject,
    "change.unit_to_individual": unit_becomes_person,
}
