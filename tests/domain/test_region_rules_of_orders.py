"""Counts, changes, certificates and superiors, where the rules of a region have nothing to say, or can't know."""

from dataclasses import replace

import pytest

from app.domain.checks import checks
from app.domain.filing_body import CertificateType, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.findings import Finding, Severity
from app.domain.region_rules import RegionRule, Whom
from tests.domain.region_cases.a_case import Case, a_case
from tests.domain.region_cases.certificates_of_units import SOON, card_ends_soon, licence
from tests.domain.region_cases.change import another_name, on_file, two_numbers
from tests.domain.region_cases.count_limit import domains_of_one_with_many, many_domains, many_sites
from tests.domain.region_cases.superior import person, unit
from tests.real_rules import RULEBOOK

RULES = RULEBOOK.region_rules


def the(region: str, family: str) -> RegionRule:
    return RULES.regions[region].rules[family]


def said(case: Case, rule: RegionRule) -> list[Finding]:
    return [one for one in checks(case.body, case.context) if one.rule == rule.id]


def of_type(case: Case, filing_type: FilingType) -> Case:
    return replace(case, context=replace(case.context, filing_type=filing_type))


# --- counts


def test_a_change_counts_only_the_domains_of_services_that_change() -> None:
    rule = the("510000", "count_limit.domains_per_change")
    changed = many_domains(a_case(rule), rule)
    filed = changed.context.on_file
    assert filed is not None
    as_filed = replace(changed, context=replace(changed.context, on_file=replace(filed, body=changed.body)))

    assert said(changed, rule)
    assert not said(as_filed, rule)


def test_what_a_change_holds_brings_nothing_on_record() -> None:
    rule = the("610000", "count_limit.sites_total_unit")

    assert said(many_sites(a_case(rule), rule), rule)
    assert not said(of_type(many_sites(a_case(rule), rule), FilingType.CHANGE_BOTH), rule)


@pytest.mark.parametrize(("on_record", "expected"), [(29, []), (30, [Severity.ERROR]), (None, [Severity.INFO])])
def test_services_on_record_count_and_where_nobody_knows_them_the_limit_is_told(
    on_record: int | None, expected: list[Severity]
) -> None:
    rule = the("610000", "count_limit.sites_total_unit")
    case = of_type(a_case(rule), FilingType.ADD_SERVICE_ELSEWHERE).facts(services_on_record=on_record)

    assert [one.severity for one in said(case, rule)] == expected


@pytest.mark.parametrize(("on_record", "expected"), [(15, []), (16, [Severity.ERROR]), (None, [Severity.INFO])])
def test_who_has_many_sites_files_one_domain_at_a_time(on_record: int | None, expected: list[Severity]) -> None:
    rule = the("360000", "count_limit.one_domain_after_unit")
    case = domains_of_one_with_many(a_case(rule), rule).facts(services_on_record=on_record)

    assert [one.severity for one in said(case, rule)] == expected


def test_of_many_sites_of_a_person_those_without_purpose_are_told() -> None:
    rule = the("640000", "count_limit.explain_from_individual")
    case = a_case(rule).facts(services_on_record=rule.value)
    first = case.body.services[0]
    second = replace(first, id="svc_2", domains=("example.com",), remark=None)
    both = replace(case, body=replace(case.body, services=(first, second)))

    assert [one.pointer for one in said(both, rule)] == ["/services/1/remark"]
    assert not said(both.facts(services_on_record=0), rule)


# --- changes


def test_under_how_many_numbers_a_unit_is_on_record_is_only_told_where_nobody_knows() -> None:
    rule = the("110000", "change.single_subject_number")

    assert [one.severity for one in said(two_numbers(a_case(rule), rule), rule)] == [Severity.WARNING]
    assert [one.severity for one in said(a_case(rule).facts(subject_numbers=None), rule)] == [Severity.INFO]


def test_of_a_certificate_that_the_record_does_not_tell_nothing_is_said() -> None:
    rule = the("130000", "change.old_certificate")

    assert not said(on_file(a_case(rule), certificate=None), rule)


def test_without_record_nobody_differs_from_it() -> None:
    rule = the("130000", "change.before_add")
    case = another_name(a_case(rule), rule)

    assert said(case, rule)
    assert not said(replace(case, context=replace(case.context, on_file=None)), rule)


@pytest.mark.parametrize("name", ["name", "mobile"])
def test_another_principal_than_on_record_is_a_change_to_be_made_first(name: str) -> None:
    rule = the("130000", "change.before_add")

    assert [one.severity for one in said(a_case(rule).subject_principal(**{name: "13700000009"}), rule)] == [
        Severity.ERROR
    ]


# --- certificates


def test_the_cards_of_principals_end_as_late_as_the_licence() -> None:
    rule = the("330000", "materials.certificate_min_validity")

    found = said(card_ends_soon(a_case(rule), rule), rule)

    assert [one.pointer for one in found] == [
        "/subject/principal/certificate/valid_until",
        "/services/0/principal/certificate/valid_until",
    ]


def test_only_a_licence_has_to_last_as_long_as_licences_do() -> None:
    rule = the("310000", "materials.licence_min_validity")
    case = licence(a_case(rule), valid_until=SOON)

    assert said(case, rule)
    assert not said(licence(case, type=CertificateType.UNIFIED_SOCIAL_CREDIT_CODE), rule)


def test_a_certificate_with_a_credit_code_holds_the_organisation_code() -> None:
    rule = the("620000", "materials.non_enterprise_certificate")
    case = a_case(rule).subject(nature=SubjectNature.PUBLIC_INSTITUTION)

    assert not said(licence(case, type=CertificateType.PUBLIC_INSTITUTION_LICENSE), rule)
    assert said(licence(case, type=CertificateType.PUBLIC_INSTITUTION_LICENSE, number="110000000001"), rule)


def test_a_sole_trader_in_guangdong_files_as_a_person_and_says_so_in_the_remark() -> None:
    rule = the("440000", "materials.sole_trader_without_name")
    case = a_case(rule)

    assert rule.applies_to == {Whom.INDIVIDUAL}
    assert not said(case, rule)
    assert said(replace(case, body=replace(case.body, remark="无字号个体工商户")), rule)


# --- superiors


def test_in_ningxia_an_enterprise_names_its_representative_and_another_unit_its_superior() -> None:
    rule = the("640000", "other.superior_is_legal_rep")
    institution = a_case(rule).subject(nature=SubjectNature.PUBLIC_INSTITUTION)

    assert not said(person(a_case(rule), rule), rule)
    assert said(unit(a_case(rule), rule), rule)
    assert not said(unit(institution, rule), rule)
    assert said(person(institution, rule), rule)
