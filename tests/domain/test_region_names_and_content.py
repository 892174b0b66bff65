"""What the rules of a region let pass of names, contents and remarks, and who may file away from home."""

from dataclasses import replace

import pytest

from app.domain.check_rules import CheckContext
from app.domain.checks import checks
from app.domain.filing_body import CertificateType, PreApproval, ServiceContent, ServiceKind, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.findings import Severity
from app.domain.name_checks import AskedName, name_findings
from app.domain.region_rules import RegionRule
from tests.domain.a_filing import REGIONS
from tests.domain.few_suffixes import FEW_SUFFIXES
from tests.domain.region_cases.a_case import Case, a_case, a_certificate
from tests.domain.region_cases.address import from_another_region
from tests.domain.region_cases.content import two_of_one_name
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK


def the_rule(region: str, family: str) -> RegionRule:
    return RULEBOOK.region_rules.regions[region].rules[family]


def weights(case: Case, family: str) -> list[Severity]:
    return [one.severity for one in checks(case.body, case.context) if one.rule.endswith(f".{family}")]


@pytest.mark.parametrize(
    ("region", "family", "name", "speaks"),
    [
        ("530000", "name.admin_place", "示例科技园地", False),
        ("530000", "name.admin_place", "云南示例园地", True),
        ("440000", "name.college_label", "示例学院（内部学院）", False),
        ("120000", "name.forbidden_patterns", "示例资讯网站", False),
        ("120000", "name.forbidden_patterns", "网络资讯平台", True),
        ("510000", "name.individual_form", "示例记", True),
        ("510000", "name.individual_form", "示例随记", False),
        ("510000", "name.individual_form", "20261122", True),
        ("510000", "name.individual_form", "example.cn", True),
        ("460000", "name.national_or_admin", "海南示例园地", True),
        ("460000", "name.national_or_admin", "国家示例园地", True),
        ("460000", "name.national_or_admin", "示例园地", False),
        ("440000", "name.national_prefix", "示例中国园地", False),
        ("370000", "name.no_domain_english_person", "张三", True),
        ("370000", "name.no_domain_english_person", "示例Go园地", False),
        ("310000", "name.pure_english", "示例Go园地", False),
        ("310000", "name.pure_english", "20261122", False),
    ],
)
def test_a_name_is_judged_by_the_rules_of_the_region(region: str, family: str, name: str, *, speaks: bool) -> None:
    rule = the_rule(region, family)

    assert bool(weights(a_case(rule).service(name=name), family)) is speaks


@pytest.mark.parametrize(
    ("region", "family", "unit", "site"),
    [
        ("440000", "name.national_prefix", "中国示例集团", "中国示例园地"),
        ("530000", "name.admin_place", "云南示例有限公司", "昆明示例园地"),
        ("440000", "name.college_label", "示例学院", "示例学院园地"),
    ],
)
def test_a_unit_whose_registered_name_has_the_word_may_call_its_site_so(
    region: str, family: str, unit: str, site: str
) -> None:
    case = a_case(the_rule(region, family)).service(name=site)

    assert weights(case, family)
    assert not weights(case.subject(name=unit), family)


def test_an_individual_never_begins_a_name_like_the_state() -> None:
    case = a_case(the_rule("440000", "name.national_prefix")).service(name="中国示例园地")

    assert weights(case.subject(nature=SubjectNature.INDIVIDUAL, name="中国示例"), "name.national_prefix")


def test_a_name_with_a_word_of_an_approval_is_let_pass_with_the_approval() -> None:
    case = a_case(the_rule("120000", "name.words_need_approval")).service(name="示例论坛园地")

    assert weights(case, "name.words_need_approval") == [Severity.WARNING]
    assert not weights(case.service(pre_approvals=(PreApproval.BULLETIN_BOARD,)), "name.words_need_approval")


@pytest.mark.parametrize(
    "family", ["name.no_english", "name.remark_if_unclear", "name.words_need_approval", "content.remark_required"]
)
def test_rules_about_websites_say_nothing_of_apps_nor_of_sites_without_a_name(family: str) -> None:
    region = "500000" if family == "name.no_english" else "370000"
    case = a_case(the_rule(region, family)).service(name="Example 论坛", remark=None)

    assert weights(case, family)
    assert not weights(case.service(kind=ServiceKind.APP), family)
    if family.startswith("name."):
        assert not weights(case.service(name=None), family)


@pytest.mark.parametrize(
    ("region", "name", "code", "severity"),
    [
        ("500000", "示例Example园地", "no_english", Severity.WARNING),
        ("120101", "示例论坛园地", "words_need_approval", Severity.WARNING),
        ("410105", "示例设计园地", "individual_business_words", Severity.WARNING),
        ("410105", "示例导航园地", "individual_navigation", Severity.WARNING),
    ],
)
def test_names_asked_about_before_a_filing_hear_the_rules_of_the_region(
    region: str, name: str, code: str, severity: Severity
) -> None:
    nature = SubjectNature.INDIVIDUAL if code.startswith("individual") else SubjectNature.ENTERPRISE
    context = CheckContext(FilingType.FIRST_FILING, TODAY, RULEBOOK, REGIONS, FEW_SUFFIXES)
    asked = AskedName(ServiceKind.WEBSITE, name, nature, region=region)

    (found,) = [one for one in name_findings(asked, context) if one.code == code]

    assert (found.pointer, found.severity) == ("/name", severity)
    assert not [one for one in name_findings(replace(asked, region=None), context) if one.code == code]


def test_only_websites_of_several_contents_are_held_against_the_list_of_the_region() -> None:
    case = a_case(the_rule("360000", "content.unit_portal"))
    both = case.service(contents=(ServiceContent.UNIT_PORTAL, ServiceContent.NEWS))
    found = [one.pointer for one in checks(both.body, both.context) if one.code == "unit_portal"]

    assert found == ["/services/0/contents/1"]
    assert not weights(both.service(kind=ServiceKind.APP), "content.unit_portal")


def test_a_region_that_files_mini_programs_says_so_and_one_that_wants_a_remark_is_content_with_it() -> None:
    allows, wants = (a_case(the_rule(one, "content.mini_program_only")) for one in ("330000", "410000"))
    family, named = "content.mini_program_only", {"name": "示例小程序", "remark": "只用于小程序"}

    assert weights(allows.service(**named), family) == [Severity.INFO]
    assert not weights(wants.service(**named), family)


def test_several_sites_of_one_name_are_told_apart_by_content_or_remark_on_record_or_not() -> None:
    rule = the_rule("630000", "content.same_name_remark")
    case = two_of_one_name(a_case(rule), rule)
    nothing = replace(case, context=replace(case.context, on_file=None))
    filed = replace(nothing, context=replace(nothing.context, on_file=a_case(rule).context.on_file))
    alone = replace(filed, body=replace(filed.body, services=(replace(filed.body.services[1], id="svc_9"),)))

    assert len(weights(nothing, "content.same_name_remark")) == 2
    assert weights(alone, "content.same_name_remark") == [Severity.WARNING]


def test_earlier_sites_are_only_reminded_of_where_there_are_some() -> None:
    case = a_case(the_rule("450000", "content.filed_sites_open"))
    unknown = replace(case, context=replace(case.context, on_file=None))

    assert not weights(case, "content.filed_sites_open")
    assert not weights(unknown, "content.filed_sites_open")


def test_where_a_certificate_is_of_tells_the_printed_address_before_the_number() -> None:
    rule = the_rule("140000", "cross_region.individual_allowed")
    family = "cross_region.individual_allowed"
    away = from_another_region(a_case(rule), rule)
    certificate = away.body.subject.certificate
    assert certificate is not None
    moved = away.subject(certificate=replace(certificate, address="山西省太原市迎泽区示例路1号"))
    left = a_case(rule).subject(certificate=replace(certificate, address="河南省郑州市金水区示例路1号"))

    assert weights(away, family) == [Severity.ERROR]
    assert not weights(moved, family)
    assert weights(left, family) == [Severity.ERROR]


def test_a_person_without_certificate_or_with_one_of_no_region_is_not_from_elsewhere() -> None:
    case, family = a_case(the_rule("140000", "cross_region.individual_allowed")), "cross_region.individual_allowed"

    assert not weights(case.subject(certificate=None), family)
    assert not weights(case.subject(certificate=a_certificate("E12345678", CertificateType.PASSPORT)), family)


def test_a_region_that_takes_persons_from_elsewhere_tells_them_so() -> None:
    rule = the_rule("310000", "cross_region.individual_allowed")

    assert weights(from_another_region(a_case(rule), rule), "cross_region.individual_allowed") == [Severity.INFO]


def test_the_permit_of_shenzhen_is_asked_about_in_shenzhen_alone() -> None:
    rule, family = the_rule("440000", "cross_region.shenzhen_permit"), "cross_region.shenzhen_permit"
    away = from_another_region(a_case(rule), rule)

    assert not weights(away, family)
    assert weights(away.address(region="440305"), family) == [Severity.INFO]
    assert weights(away.subject(region="440305", contact_address=None), family) == [Severity.INFO]


def test_a_person_from_elsewhere_who_is_not_on_record_yet_is_not_told_to_leave() -> None:
    rule = the_rule("230000", "cross_region.existing_nonlocal_individual")
    case = from_another_region(a_case(rule), rule)

    assert weights(case, rule.family) == [Severity.WARNING]
    assert not weights(replace(case, context=replace(case.context, on_file=None)), rule.family)
