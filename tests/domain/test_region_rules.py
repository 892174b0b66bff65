"""What stands of the rules of a region: dates, contradictions, what goes before what, and how much a rule weighs."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.checks import checks
from app.domain.citations import Citation
from app.domain.filing_body import CertificateType, FilingBody, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.findings import Finding, Severity
from app.domain.region_checks import acting_rules, binds, region_words, severity_of
from app.domain.region_facts import RegionFacts
from app.domain.region_rules import (
    NATIONAL,
    Confidence,
    Kind,
    Observed,
    RegionRule,
    RegionRules,
    Whom,
    standing_of,
)
from tests.domain.region_cases.a_case import MOBILE, Case, a_case, a_certificate, on_record
from tests.domain.region_cases.age import aged
from tests.domain.region_cases.principal import another_principal
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

RULES = RULEBOOK.region_rules
ALLOWED, ASKED = "principal.legal_rep_not_required", "principal.legal_rep_required"


def the_rule(region: str, family: str) -> RegionRule:
    return RULES.regions[region].rules[family]


def a_rule(family: str = "age.min_unit", **changes: Any) -> RegionRule:
    rule = RegionRule(
        region="410000",
        family=family,
        kind=Kind.LIMIT,
        applies_to=frozenset({Whom.UNIT}),
        filing_types=frozenset(),
        value=18,
        in_force_from=None,
        observed_on=Observed("2021/2022", date(2022, 12, 31)),
        confidence=Confidence.MEDIUM,
        citations=(Citation("文档", "要求", version="1a2b"),),
    )
    return replace(rule, **changes)


def found(case: Case) -> list[tuple[str, Severity, str]]:
    return [(one.rule, one.severity, one.pointer) for one in checks(case.body, case.context)]


def findings_of(case: Case, code: str) -> list[Finding]:
    return [one for one in checks(case.body, case.context) if one.code == code]


def test_a_rule_has_an_id_of_region_and_family_and_tells_its_source_with_the_time_of_the_observation() -> None:
    assert a_rule().id == "regions.410000.age.min_unit"
    assert a_rule().source == "文档 · 要求 @1a2b (2021/2022)"


def test_a_rule_of_unknown_beginning_counts_on_every_day_and_a_dated_one_from_its_day_on() -> None:
    dated = a_rule(in_force_from=date(2021, 6, 1))

    assert a_rule().is_in_force(date(2005, 3, 20))
    assert not dated.is_in_force(date(2021, 5, 31))
    assert dated.is_in_force(date(2021, 6, 1))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"confidence": Confidence.HIGH}, {"observed_on": Observed("2025", date(2025, 12, 31))}),
        ({"observed_on": Observed("2025", date(2025, 12, 31))}, {}),
        ({}, {"observed_on": Observed("unknown", None)}),
        ({}, {"kind": Kind.ALLOWANCE}),
        ({}, {"confidence": Confidence.LOW}),
        ({"family": "age.a"}, {"family": "age.b"}),
    ],
)
def test_of_two_contradicting_rules_the_more_certain_then_the_later_then_the_asking_one_stands(
    better: dict[str, Any], worse: dict[str, Any]
) -> None:
    one = a_rule(**{"family": "age.one", "conflicts_with": ("age.two",), **better})
    other = a_rule(**{"family": "age.two", "conflicts_with": ("age.one",), **worse})
    rules = {"age.one": one, "age.two": other}

    assert one.is_preferred_to(other)
    assert not other.is_preferred_to(one)
    assert standing_of(rules, TODAY) == {"age.one": one}


def test_a_contradiction_begins_on_the_day_of_the_better_rule() -> None:
    better = a_rule("age.one", confidence=Confidence.HIGH, conflicts_with=("age.two",), in_force_from=TODAY)
    worse = a_rule("age.two", conflicts_with=("age.one",))
    rules = {"age.one": better, "age.two": worse}

    assert list(standing_of(rules, TODAY - timedelta(days=1))) == ["age.two"]
    assert list(standing_of(rules, TODAY)) == ["age.one"]


def test_both_sides_of_a_contradiction_are_seen_with_what_they_contradict() -> None:
    seen = {one.rule.family: one for one in RULES.seen("110000", TODAY)}

    assert (seen[ASKED].acts, seen[ALLOWED].acts) == (True, False)
    assert seen[ASKED].contradicts == (f"regions.110000.{ALLOWED}",)
    assert seen[ALLOWED].contradicts == (f"regions.110000.{ASKED}",)
    assert seen[ASKED].message.zh == "北京市的单位备案只能由法定代表人担任主体负责人。"
    assert seen[ASKED].family.topic == "principal"


def test_what_is_peculiar_to_a_region_is_added_to_the_remedy() -> None:
    rule = the_rule("310000", "principal.service_letter")

    assert RULES.remedy(rule).zh.endswith("须用上海市专用格式。")
    assert RULES.remedy(rule).en.endswith(" Shanghai has a form of its own.")


def test_codes_in_values_are_said_in_the_words_of_the_vocabulary_and_other_words_as_they_stand() -> None:
    assert "护照" in RULES.message(the_rule("310000", "principal.foreign_passport")).zh
    assert RULES.message(the_rule("110000", "address.no_shixiaqu")).zh.endswith("“市辖区”。")


def test_a_rule_of_the_region_goes_before_the_national_one_of_its_family() -> None:
    in_force = RULES.in_force("450105", TODAY)

    assert in_force["emergency_contact.differs_from_mobile"].region == "450000"
    assert in_force["phone.same_person_same_contacts"].region == NATIONAL


def test_without_any_rules_or_for_a_draft_without_region_or_nature_nothing_is_said() -> None:
    case = aged(12)(a_case(the_rule("410000", "age.min_unit")), a_rule())
    nothing = replace(case.context.rulebook, region_rules=RegionRules())

    assert region_words(case.body, replace(case.context, rulebook=nothing)).findings == ()
    assert region_words(case.subject(region=None).body, case.context).findings == ()
    assert region_words(case.subject(nature=None).body, case.context).findings == ()
    assert region_words(FilingBody(), case.context).findings == ()


@pytest.mark.parametrize(
    ("rule", "nature", "acts"),
    [
        ("age.min_individual", SubjectNature.ENTERPRISE, False),
        ("age.min_unit", SubjectNature.ENTERPRISE, True),
        ("age.min_unit", SubjectNature.GOVERNMENT_AGENCY, True),
        ("principal.government_letter", SubjectNature.ENTERPRISE, False),
        ("principal.government_letter", SubjectNature.GOVERNMENT_AGENCY, True),
        ("principal.government_letter", SubjectNature.PUBLIC_INSTITUTION, True),
    ],
)
def test_a_rule_is_about_those_it_names_and_units_include_government(
    rule: str, nature: SubjectNature, *, acts: bool
) -> None:
    case = a_case(the_rule("630000", rule)).subject(nature=nature)

    assert (rule in acting_rules(case.body, case.context)) is acts


def test_a_rule_that_names_filing_types_says_nothing_of_others() -> None:
    rule = the_rule("440000", "principal.legal_rep_on_new")
    case = another_principal(a_case(rule), rule)
    change = replace(case, context=replace(case.context, filing_type=FilingType.CHANGE_BOTH))

    assert findings_of(case, "legal_rep_on_new")
    assert not findings_of(change, "legal_rep_on_new")


@pytest.mark.parametrize(
    ("confidence", "kind", "known", "severity"),
    [
        (Confidence.HIGH, Kind.LIMIT, True, Severity.ERROR),
        (Confidence.MEDIUM, Kind.PROHIBITION, True, Severity.WARNING),
        (Confidence.LOW, Kind.REQUIREMENT, True, Severity.WARNING),
        (Confidence.HIGH, Kind.LIMIT, False, Severity.INFO),
        (Confidence.HIGH, Kind.ALLOWANCE, True, Severity.INFO),
        (Confidence.HIGH, Kind.ADVICE, True, Severity.INFO),
    ],
)
def test_only_what_is_certain_and_known_blocks(
    confidence: Confidence, kind: Kind, *, known: bool, severity: Severity
) -> None:
    rule = a_rule(confidence=confidence, kind=kind)

    assert severity_of(rule, RULES.families["age.min_unit"], known=known) is severity


def test_what_the_body_alone_cannot_show_weighs_no_more_than_its_family_says() -> None:
    rule = a_rule("age.minor_proof", confidence=Confidence.HIGH, kind=Kind.REQUIREMENT)

    assert severity_of(rule, RULES.families["age.minor_proof"]) is Severity.WARNING


def test_a_flag_that_says_otherwise_asks_for_nothing() -> None:
    rule = the_rule("410000", ASKED)
    family = RULES.families[ASKED]

    assert binds(rule, family)
    assert not binds(replace(rule, value=False), family)
    assert not binds(replace(rule, value=None), family)
    assert binds(the_rule("370000", "phone.local_attribution"), RULES.families["phone.local_attribution"])


def test_where_nobody_knows_the_facts_the_rule_is_told_and_blocks_nothing() -> None:
    case = a_case(the_rule("410000", "phone.unique_across_subjects"))
    unknown = replace(case, context=replace(case.context, region_facts=RegionFacts()))

    assert ("regions.410000.phone.unique_across_subjects", Severity.INFO, "/subject/principal/mobile") in found(unknown)
    told = region_words(unknown.body, unknown.context).findings
    assert {one.severity for one in told} == {Severity.INFO}


def test_the_regional_rule_speaks_in_place_of_the_general_one() -> None:
    rule = the_rule("410000", ASKED)
    rules = {name for name, _, _ in found(another_principal(a_case(rule), rule))}

    assert rule.id in rules
    assert "findings.principal_not_legal_rep" not in rules


def test_a_general_rule_that_weighs_more_is_not_silent_for_a_regional_one() -> None:
    case = a_case(the_rule("460000", "emergency_contact.differs_from_mobile")).everybody(emergency_phone=MOBILE)

    at = "/subject/principal/emergency_phone"
    assert ("findings.emergency_phone_duplicate", Severity.ERROR, at) in found(case)
    assert ("regions.460000.emergency_contact.differs_from_mobile", Severity.WARNING, at) in found(case)


def test_what_the_region_allows_the_general_rule_does_not_find() -> None:
    rule = the_rule("110000", "emergency_contact.may_equal_mobile")
    case = a_case(rule).everybody(emergency_phone=MOBILE)

    assert (rule.id, Severity.INFO, "/subject/principal/emergency_phone") in found(case)
    assert not findings_of(case, "emergency_phone_duplicate")


def test_a_region_that_lets_others_be_principal_with_papers_does_not_insist_on_the_legal_representative() -> None:
    rule = the_rule("230000", "principal.delegate_shareholder_or_executive")
    case = another_principal(a_case(rule), rule)

    assert findings_of(case, "delegate_shareholder_or_executive")
    assert not findings_of(case, "legal_rep_required")


def test_where_a_representative_from_abroad_has_to_delegate_nobody_insists_on_that_person() -> None:
    rule = the_rule("130000", ASKED)
    delegated = another_principal(a_case(rule), rule)
    from_abroad = replace(
        delegated.body.subject.legal_representative,  # type: ignore[type-var]
        certificate=a_certificate("E12345678", CertificateType.PASSPORT),
    )

    assert findings_of(delegated, "legal_rep_required")
    assert not findings_of(delegated.subject(legal_representative=from_abroad), "legal_rep_required")


def test_a_part_that_stays_as_it_is_on_file_is_not_judged_anew() -> None:
    case = aged(17)(a_case(the_rule("410000", "age.min_unit")), a_rule())
    filed = replace(case.context.on_file, body=case.body)  # type: ignore[type-var]

    def as_type(filing_type: FilingType) -> list[Finding]:
        context = replace(case.context, filing_type=filing_type, on_file=filed)
        return findings_of(replace(case, context=context), "min_unit")

    assert [one.pointer for one in as_type(FilingType.CHANGE_SERVICE)] == ["/services/0/principal/certificate/number"]
    assert [one.pointer for one in as_type(FilingType.CHANGE_SUBJECT)] == ["/subject/principal/certificate/number"]
    assert as_type(FilingType.DEREGISTER_SUBJECT) == []


def test_a_service_principals_own_individual_filing_may_have_the_mobile() -> None:
    rule = the_rule("370000", "phone.shared_only_with_self")
    case = a_case(rule)
    own = case.principal.certificate.number  # type: ignore[union-attr]

    assert findings_of(on_record(case), "shared_only_with_self")
    assert not findings_of(on_record(case, subject=own), "shared_only_with_self")


@pytest.mark.parametrize("code", ["certificate_unique", "unique_across_subjects"])
def test_a_subjects_own_record_is_nobody_elses(code: str) -> None:
    case = a_case(the_rule("410000", "phone.unique_across_subjects"))
    certificate = case.body.subject.certificate
    assert certificate is not None and certificate.number is not None

    assert findings_of(on_record(case), code)
    assert not findings_of(on_record(case, subject=certificate.number), code)


def test_one_person_may_answer_for_the_services_of_as_many_units_as_the_rule_says() -> None:
    rule = the_rule("320000", "principal.service_principal_one_unit")
    case = a_case(rule)
    own = case.principal.certificate.number  # type: ignore[union-attr]

    assert findings_of(on_record(case), "service_principal_one_unit")
    assert not findings_of(on_record(case, answers_for_service=False), "service_principal_one_unit")
    assert not findings_of(on_record(case, subject=own), "service_principal_one_unit")


@pytest.mark.parametrize("family", ["phone.unique_across_subjects", "principal.certificate_unique", "age.min_unit"])
def test_a_draft_without_people_is_told_nothing_of_them(family: str) -> None:
    case = a_case(the_rule("410000", family)).subject(principal=None).service(principal=None)
    code = family.rsplit(".", 1)[-1]

    assert not findings_of(case, code)


def test_certificates_that_tell_no_age_and_no_sex_are_let_pass() -> None:
    passport = a_certificate("E12345678", CertificateType.PASSPORT)
    case = a_case(the_rule("120000", "age.max_service_principal_female")).everybody(certificate=passport)

    assert not [one for one in checks(case.body, case.context) if ".age." in one.rule]
