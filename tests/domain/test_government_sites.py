"""The names of government sites: who counts, which suffixes, and the form of the name by whose it is."""

import pytest

from app.domain.domain_names import parsed
from app.domain.filing_needs import FilingNeeds, filing_needs
from app.domain.findings import Severity
from app.domain.government_sites import Counts, GovernmentBody, GovernmentSiteRule, bodies
from app.domain.need_names import Target
from app.domain.need_question import Hosting, NeedQuestion, Scenario
from app.domain.need_rules import NeedRule
from tests.domain.few_suffixes import FEW_SUFFIXES
from tests.domain.samples import TODAY
from tests.domain.test_filing_needs import rules, says
from tests.real_rules import RULEBOOK

PORTALS = (GovernmentBody.STATE_COUNCIL_DEPARTMENT, GovernmentBody.LOCAL_GOVERNMENT)
FORMS = {
    GovernmentSiteRule.PORTAL_FORM,
    GovernmentSiteRule.DEPARTMENT_FORM,
    GovernmentSiteRule.LOCAL_UNIT_FORM,
    GovernmentSiteRule.KNOWN_FORMS,
}


def site(domain: str | None = None, body: GovernmentBody | None = None) -> FilingNeeds:
    name = None if domain is None else parsed(domain, FEW_SUFFIXES)
    asked = NeedQuestion(Hosting.MAINLAND_HERE, Scenario.GOVERNMENT_SITE, name, government_body=body)
    return filing_needs(asked, TODAY, RULEBOOK)


@pytest.mark.fact("S3-14")
def test_those_who_count_as_government_are_four_kinds_of_bodies() -> None:
    counting = {one.body: one.label.zh for one in bodies(TODAY, RULEBOOK) if one.counts is Counts.YES}

    assert counting == {
        GovernmentBody.STATE_COUNCIL_DEPARTMENT: "国务院部门",
        GovernmentBody.LOCAL_GOVERNMENT: "县级以上地方各级人民政府",
        GovernmentBody.GOVERNMENT_DEPARTMENT: "省级、地市级政府部门",
        GovernmentBody.VERTICAL_LOCAL_UNIT: "实行垂直管理的国务院部门的基层单位",
    }
    answer = site()
    says(answer, NeedRule.GOVERNMENT_SITE, Severity.INFO, "服务器的接入商处备案")
    says(answer, NeedRule.WHO_COUNTS, Severity.INFO, *counting.values())
    other = site("www.zhengzhou.gov.cn", GovernmentBody.OTHER)
    assert other.name_acceptable is False
    says(other, NeedRule.NOT_A_GOVERNMENT_BODY, Severity.ERROR, *counting.values())
    says(other, NeedRule.NAME_NOT_ELIGIBLE, Severity.ERROR, "仅限政府机关使用")


def test_whoever_says_whose_site_it_is_is_not_told_who_counts() -> None:
    assert NeedRule.WHO_COUNTS not in rules(site(None, GovernmentBody.LOCAL_GOVERNMENT))


@pytest.mark.fact("S3-15")
@pytest.mark.parametrize("body", [None, *PORTALS, GovernmentBody.GOVERNMENT_DEPARTMENT])
def test_a_government_site_has_a_name_under_gov_cn_or_the_chinese_suffix_and_no_other(
    body: GovernmentBody | None,
) -> None:
    for wrong in ("zhengzhou.cn", "www.zhengzhou.com.cn"):
        answer = site(wrong, body)
        assert (answer.name_acceptable, answer.name_to_file) == (False, None)
        says(answer, GovernmentSiteRule.SUFFIX_WANTED, Severity.ERROR, ".gov.cn", ".政务", "不得使用其他后缀")
    chinese = site("郑州.政务", body)
    assert (chinese.target, chinese.name_acceptable) == (Target.DOMAIN, True)
    assert not FORMS & set(rules(chinese))


@pytest.mark.fact("S3-16")
def test_a_public_institution_with_a_government_name_is_asked_about_its_functions() -> None:
    answer = site("www.zhengzhou.gov.cn", GovernmentBody.PUBLIC_INSTITUTION)

    assert answer.name_acceptable
    says(answer, GovernmentSiteRule.NAME_DOUBTFUL, Severity.WARNING, "没有行政职能的事业单位", "原则上不得使用")
    plain = site("example.cn", GovernmentBody.PUBLIC_INSTITUTION)
    assert (plain.name_acceptable, plain.target, plain.name_to_file) == (True, Target.APEX_DOMAIN, "example.cn")


def formed(domain: str, body: GovernmentBody | None) -> tuple[bool | None, set[str]]:
    answer = site(domain, body)
    return answer.name_acceptable, FORMS & set(rules(answer))


@pytest.mark.fact("S3-18")
@pytest.mark.parametrize("body", PORTALS)
def test_a_portal_of_a_government_or_of_a_state_council_department_is_filed_with_www(body: GovernmentBody) -> None:
    assert formed("www.zhengzhou.gov.cn", body) == (True, set())
    assert site("www.zhengzhou.gov.cn", body).name_to_file == "www.zhengzhou.gov.cn"
    for wrong in ("zhengzhou.gov.cn", "gongan.zhengzhou.gov.cn", "www.gongan.zhengzhou.gov.cn"):
        assert formed(wrong, body) == (False, {GovernmentSiteRule.PORTAL_FORM})
    says(site("zhengzhou.gov.cn", body), GovernmentSiteRule.PORTAL_FORM, Severity.ERROR, "www.xxx.gov.cn", "县级以上")


@pytest.mark.fact("S3-19")
def test_a_department_of_a_province_or_city_is_filed_below_the_portal_of_its_government() -> None:
    body = GovernmentBody.GOVERNMENT_DEPARTMENT

    assert formed("gongan.zhengzhou.gov.cn", body) == (True, set())
    for wrong in ("www.zhengzhou.gov.cn", "zhengzhou.gov.cn"):
        assert formed(wrong, body) == (False, {GovernmentSiteRule.DEPARTMENT_FORM})
    words = ("省级、地市级", "a.xxx.gov.cn", "本级人民政府门户网站的下级域名")
    says(site("zhengzhou.gov.cn", body), GovernmentSiteRule.DEPARTMENT_FORM, Severity.ERROR, *words)


@pytest.mark.fact("S3-20")
def test_a_local_unit_of_a_vertically_managed_department_is_filed_below_the_departments_portal() -> None:
    body = GovernmentBody.VERTICAL_LOCAL_UNIT

    assert formed("henan.chinatax.gov.cn", body) == (True, set())
    assert formed("www.chinatax.gov.cn", body) == (False, {GovernmentSiteRule.LOCAL_UNIT_FORM})
    words = ("垂直管理", "b.xxx.gov.cn", "该部门门户网站的下级域名")
    says(site("www.chinatax.gov.cn", body), GovernmentSiteRule.LOCAL_UNIT_FORM, Severity.ERROR, *words)


def test_where_nobody_said_whose_site_it_is_a_name_of_no_form_only_warns() -> None:
    assert formed("www.zhengzhou.gov.cn", None) == (True, set())
    assert formed("gongan.zhengzhou.gov.cn", None) == (True, set())
    assert formed("zhengzhou.gov.cn", None) == (True, {GovernmentSiteRule.KNOWN_FORMS})


@pytest.mark.fact("S3-37")
@pytest.mark.parametrize("domain", ["www.郑州.gov.cn", "公安.zhengzhou.gov.cn", "www.12345.gov.cn"])
def test_the_labels_of_a_government_name_are_pinyin_or_english(domain: str) -> None:
    body = GovernmentBody.LOCAL_GOVERNMENT if domain.startswith("www.") else GovernmentBody.GOVERNMENT_DEPARTMENT
    answer = site(domain, body)

    assert answer.name_acceptable is False
    says(answer, GovernmentSiteRule.LABELS, Severity.ERROR, "地区或部门名称的拼音或对应英文")
    assert GovernmentSiteRule.LABELS not in rules(site("www.zheng-zhou1.gov.cn", GovernmentBody.LOCAL_GOVERNMENT))


@pytest.mark.fact("S3-25")
def test_the_names_of_units_and_of_those_below_them_may_be_on_different_subjects() -> None:
    for domain in ("www.zhengzhou.gov.cn", "gongan.zhengzhou.gov.cn"):
        answer = site(domain)
        assert answer.name_to_file == domain
        words = ("一级单位", "二级单位", "不同的主体")
        says(answer, GovernmentSiteRule.SUBJECTS_MAY_DIFFER, Severity.INFO, *words)
