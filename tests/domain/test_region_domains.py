"""Which domains the rules of a region let pass, and what they only tell because nobody knows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.checks import checks
from app.domain.domain_eligibility import RealName
from app.domain.filing_body import PreApproval, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.findings import Finding, Severity
from app.domain.region_facts import RegionFacts
from app.domain.region_rules import NATIONAL, RegionRule
from tests.domain.region_cases.a_case import Case, a_case
from tests.domain.region_cases.domains import ENGLISH, STRANGER, named, registered
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK


def the_rule(region: str, family: str) -> RegionRule:
    return RULEBOOK.region_rules.regions[region].rules[f"domain.{family}"]


def case_of(region: str, family: str) -> Case:
    return a_case(the_rule(region, family))


def of_family(case: Case, family: str) -> list[Finding]:
    return [one for one in checks(case.body, case.context) if one.rule.endswith(f".domain.{family}")]


def weights(case: Case, family: str) -> list[Severity]:
    return [one.severity for one in of_family(case, family)]


def nobody_asked(case: Case) -> Case:
    return replace(case, context=replace(case.context, region_facts=RegionFacts()))


@pytest.mark.parametrize(
    ("region", "family"),
    [
        (NATIONAL, "five_checks"),
        (NATIONAL, "foreign_registrar"),
        (NATIONAL, "holder_individual"),
        (NATIONAL, "real_name_wait"),
        ("110000", "foreign_registrar"),
        ("110000", "holder"),
        ("110000", "holder_script"),
        ("110000", "min_validity"),
        ("130000", "pre2018_foreign"),
        ("430000", "foreign_registered"),
        ("640000", "holder_not_legal_rep"),
    ],
)
def test_what_no_registrar_has_told_is_advised_and_blocks_nothing(region: str, family: str) -> None:
    assert weights(nobody_asked(case_of(region, family)), family) == [Severity.INFO]


@pytest.mark.parametrize(
    ("answer", "speaks"),
    [
        ({}, False),
        ({"expires_on": TODAY}, False),
        ({"expires_on": TODAY - timedelta(days=1)}, True),
        ({"expires_on": None}, False),
        ({"suffix_approved": False}, True),
        ({"real_name": RealName.UNVERIFIED}, True),
        ({"registrar_approved": False}, False),
    ],
)
def test_a_registration_has_to_pass_the_checks_named_of_which_the_registrar_is_asked_by_a_rule_of_its_own(
    answer: dict[str, Any], *, speaks: bool
) -> None:
    rule = the_rule(NATIONAL, "five_checks")

    assert bool(of_family(registered(**answer)(a_case(rule), rule), "five_checks")) is speaks


@pytest.mark.parametrize(("days", "speaks"), [(92, True), (93, False)])
def test_more_than_three_months_have_to_be_left_on_a_domain(days: int, *, speaks: bool) -> None:
    rule = the_rule("110000", "min_validity")
    case = registered(expires_on=TODAY + timedelta(days=days))(a_case(rule), rule)

    assert bool(of_family(case, "min_validity")) is speaks


def test_what_is_on_file_keeps_registrar_and_holder_unless_the_region_asks_at_that_very_type() -> None:
    rule = the_rule("110000", "holder")
    case = registered(holder=STRANGER, registrar_approved=False)(a_case(rule), rule)
    access = replace(case, context=replace(case.context, filing_type=FilingType.ADD_ACCESS))

    assert weights(case, "holder") == [Severity.ERROR]
    assert not of_family(access, "holder")
    assert weights(access, "foreign_registrar") == [Severity.WARNING]


def test_who_may_hold_a_domain_is_as_narrow_as_the_region_makes_it() -> None:
    wide, narrow = the_rule("110000", "holder"), the_rule("640000", "holder")

    def held_by_representative(rule: RegionRule) -> Case:
        return registered(holder=a_case(rule).principal.name)(a_case(rule), rule)

    assert not of_family(held_by_representative(wide), "holder")
    assert weights(held_by_representative(narrow), "holder") == [Severity.ERROR]
    assert not of_family(held_by_representative(narrow), "holder_unit")


def test_shareholders_and_managers_may_hold_a_domain_and_nobody_here_knows_who_they_are() -> None:
    rule = the_rule(NATIONAL, "holder_unit")
    elsewhere = a_case(rule).subject(region="120101")

    assert weights(registered(holder=STRANGER)(elsewhere, rule), "holder_unit") == [Severity.INFO]
    assert not of_family(elsewhere, "holder_unit")


@pytest.mark.parametrize(
    ("holder", "expected"),
    [(ENGLISH, Severity.WARNING), ("Shili Keji Youxian Gongsi", Severity.INFO), (None, Severity.INFO)],
)
def test_a_holder_in_english_is_found_and_one_that_may_be_pinyin_is_only_told(
    holder: str | None, expected: Severity
) -> None:
    rule = the_rule("110000", "holder_script")

    assert weights(registered(holder=holder)(a_case(rule), rule), "holder_script") == [expected]


def test_brackets_matter_only_to_names_that_have_some() -> None:
    rule = the_rule("110000", "holder_brackets")
    bracketed = a_case(rule).subject(name="示例（北京）科技有限公司")

    assert weights(registered(holder=None)(bracketed, rule), "holder_brackets") == [Severity.INFO]
    assert not of_family(registered(holder="示例（北京）科技有限公司")(bracketed, rule), "holder_brackets")
    assert not of_family(registered(holder=STRANGER)(bracketed, rule), "holder_brackets")
    assert not of_family(nobody_asked(a_case(rule)), "holder_brackets")


def test_an_answer_about_the_registered_name_goes_for_those_below_it() -> None:
    rule = the_rule("110000", "min_validity")
    case = named("a.b.example.cn")(a_case(rule), rule)

    assert not of_family(case, "min_validity")


def test_a_refused_suffix_goes_on_where_the_name_was_on_record_before() -> None:
    rule = the_rule("110000", "org_legacy_access")
    kept, refused = (named(name)(a_case(rule), rule) for name in ("example.org", "example.io"))

    assert not of_family(kept, "blocked_suffixes")
    assert weights(refused, "blocked_suffixes") == [Severity.WARNING]
    assert "example.io" in of_family(refused, "blocked_suffixes")[0].message.zh


@pytest.mark.parametrize(
    ("family", "domain", "nature", "speaks"),
    [
        ("reserved_suffixes_education", "example.edu.cn", SubjectNature.PUBLIC_INSTITUTION, False),
        ("reserved_suffixes_non_profit", "example.org.cn", SubjectNature.FOUNDATION, False),
        ("reserved_suffixes_government", "示例.政务", SubjectNature.GOVERNMENT_AGENCY, False),
        ("reserved_suffixes_government", "xn--fsqu00a.xn--zfr164b", SubjectNature.ENTERPRISE, True),
        ("public_institution_suffix", "example.gov.cn", SubjectNature.PUBLIC_INSTITUTION, False),
        ("public_institution_suffix", "example.cn", SubjectNature.PUBLIC_INSTITUTION, False),
        ("public_institution_suffix", "example.com", SubjectNature.GOVERNMENT_AGENCY, False),
        ("government_suffix", "example.cn", SubjectNature.GOVERNMENT_AGENCY, True),
        ("government_suffix", "example.cn", SubjectNature.PUBLIC_INSTITUTION, False),
        ("approved_suffixes", "not a name", SubjectNature.ENTERPRISE, False),
    ],
)
def test_a_suffix_is_kept_for_those_whose_nature_it_tells(
    family: str, domain: str, nature: SubjectNature, *, speaks: bool
) -> None:
    case = case_of(NATIONAL, "registrable_only").subject(nature=nature).service(domains=(domain,))

    assert bool(of_family(case, family)) is speaks


def test_a_government_body_keeps_the_name_that_it_has_on_file() -> None:
    rule = the_rule("310000", "government_suffix")
    case = named("example.cn")(a_case(rule), rule)
    access = replace(case, context=replace(case.context, filing_type=FilingType.ADD_ACCESS))

    assert weights(case, "government_suffix") == [Severity.ERROR]
    assert not of_family(access, "government_suffix")


@pytest.mark.parametrize(("region", "family"), [("110000", "label_words"), ("220000", "china_label")])
def test_bodies_of_the_state_may_call_their_domains_after_it(region: str, family: str) -> None:
    case = case_of(region, family).service(domains=("中国示例.中国",))

    assert of_family(case, family)
    assert not of_family(case.subject(nature=SubjectNature.GOVERNMENT_AGENCY), family)


def test_the_suffix_is_no_part_of_the_words_in_a_domain() -> None:
    assert not of_family(
        case_of("110000", "label_words").service(domains=("示例.中国", "example.com.cn")), "label_words"
    )


def test_a_word_that_needs_an_approval_is_let_pass_with_the_approval_or_a_remark() -> None:
    case = case_of("310000", "label_needs_approval").service(domains=("mygame.cn",), remark=None)

    assert weights(case, "label_needs_approval") == [Severity.WARNING]
    assert not of_family(case.service(remark="游戏手柄的说明书"), "label_needs_approval")
    assert not of_family(case.service(pre_approvals=(PreApproval.GAMES,)), "label_needs_approval")


def test_domains_of_several_labels_are_one_site_where_the_remark_says_so_or_the_label_is_one() -> None:
    case = case_of("440000", "one_prefix_per_site").service(domains=("example.cn", "another.cn"))

    assert weights(case, "one_prefix_per_site") == [Severity.WARNING]
    assert not of_family(case.service(remark="两个域名指向同一网站"), "one_prefix_per_site")
    assert not of_family(case.service(domains=("example.cn", "example.com")), "one_prefix_per_site")
