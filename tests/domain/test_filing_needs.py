"""Whether something has to be filed, with whom, whether access or a licence is due, and why."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.domain_names import parsed
from app.domain.filing_needs import About, FilingNeeds, filing_needs
from app.domain.findings import Finding, Severity
from app.domain.government_sites import GovernmentBody
from app.domain.need_names import Target
from app.domain.need_question import Hosting, NeedQuestion, Scenario, contradictions
from app.domain.need_rules import NeedRule
from app.domain.need_table import ACCESS_HERE, FILED_WITH, LICENCE, MUST_BE_FILED, NOTES, FiledAt, deciding_row
from tests.domain.few_suffixes import FEW_SUFFIXES
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

HERE, ELSEWHERE, OUTSIDE = Hosting.MAINLAND_HERE, Hosting.MAINLAND_ELSEWHERE, Hosting.OUTSIDE_MAINLAND


def question(scenario: str, hosting: Hosting = HERE, domain: str | None = None, **more: Any) -> NeedQuestion:
    name = None if domain is None else parsed(domain, FEW_SUFFIXES)
    return NeedQuestion(hosting, Scenario(scenario), name, **more)


def needs(scenario: str, hosting: Hosting = HERE, domain: str | None = None, **more: Any) -> FilingNeeds:
    asked = question(scenario, hosting, domain, **more)
    assert not list(contradictions(asked, TODAY, RULEBOOK))
    return filing_needs(asked, TODAY, RULEBOOK)


def said(answer: FilingNeeds, rule: NeedRule | str) -> Finding:
    found = [reason.said for reason in answer.reasons if reason.said.rule == str(rule)]
    assert len(found) == 1, [reason.said.rule for reason in answer.reasons]
    return found[0]


def rules(answer: FilingNeeds, about: About | None = None) -> list[str]:
    return [reason.said.rule for reason in answer.reasons if about in (None, reason.about)]


def says(answer: FilingNeeds, rule: NeedRule | str, severity: Severity, *words: str) -> None:
    """Check that a rule spoke, as heavily as it should, and of what it should."""
    finding = said(answer, rule)
    assert finding.severity is severity
    for word in words:
        assert word in finding.message.zh + finding.remedy.zh, finding.message.zh
    assert finding.source


# --- must it be filed?


@pytest.mark.fact("S0-01")
def test_a_website_and_an_app_on_mainland_servers_are_filed_before_they_open() -> None:
    for hosting in (HERE, ELSEWHERE):
        site, app = needs("website", hosting), needs("app", hosting)

        assert (site.filing_required, site.target) == (True, Target.APEX_DOMAIN)
        assert (app.filing_required, app.target) == (True, Target.APP)
        says(site, NeedRule.WEBSITE_ON_MAINLAND, Severity.INFO, "中国内地服务器", "ICP备案号后才能开通")
        says(app, NeedRule.APP_ON_MAINLAND, Severity.INFO, "中国内地服务器", "ICP备案号")


@pytest.mark.fact("S0-02")
@pytest.mark.parametrize("scenario", [one for one in Scenario if one is not Scenario.DOMAIN_ONLY])
def test_outside_the_mainland_nothing_is_filed_whatever_it_is(scenario: Scenario) -> None:
    answer = needs(scenario, OUTSIDE)

    assert not (answer.filing_required or answer.access_filing_required or answer.licence_required)
    assert (answer.target, answer.filed_at) == (None, None)
    assert rules(answer) == [NeedRule.OUTSIDE_MAINLAND]
    says(answer, NeedRule.OUTSIDE_MAINLAND, Severity.INFO, "香港", "澳门", "台湾", "不需要备案")


def test_what_runs_abroad_is_filed_here_for_the_subdomain_that_resolves_here() -> None:
    answer = needs("website", OUTSIDE, subdomain_resolves_here=True)

    assert (answer.filing_required, answer.filed_at, answer.access_filing_required) == (True, FiledAt.HERE, False)
    filed = needs("website", OUTSIDE, subdomain_resolves_here=True, on_record_elsewhere=True)
    assert filed.access_filing_required


@pytest.mark.fact("S0-03")
@pytest.mark.parametrize("hosting", Hosting)
def test_a_domain_alone_is_not_filed_for_that_takes_a_server(hosting: Hosting) -> None:
    answer = needs("domain_only", hosting, "example.cn")

    assert (answer.filing_required, answer.target, answer.name_acceptable) == (False, None, None)
    assert rules(answer) == [NeedRule.DOMAIN_ALONE]
    says(answer, NeedRule.DOMAIN_ALONE, Severity.INFO, "不能单独备案", "服务器")


@pytest.mark.fact("S0-06")
def test_what_is_reached_by_its_ip_address_alone_is_filed_too_and_has_no_name() -> None:
    answer = needs("ip_only")

    assert (answer.filing_required, answer.target, answer.filed_at) == (True, None, FiledAt.HERE)
    says(answer, NeedRule.BARE_IP, Severity.INFO, "IP地址", "须备案")


# --- with whom?


@pytest.mark.fact("S0-04")
@pytest.mark.fact("S3-30")
@pytest.mark.fact("S3-38")
def test_it_is_filed_with_the_provider_of_the_server_whoever_registered_the_domain() -> None:
    here, elsewhere = needs("website", domain="example.cn"), needs("website", ELSEWHERE, "example.cn")

    assert (here.filed_at, elsewhere.filed_at) == (FiledAt.HERE, FiledAt.ELSEWHERE)
    says(here, NeedRule.FILED_HERE, Severity.INFO, "与域名在哪里注册无关", "省份的管局")
    says(elsewhere, NeedRule.FILED_WITH_ITS_PROVIDER, Severity.INFO, "购买服务器的接入商")


@pytest.mark.fact("S0-37")
@pytest.mark.parametrize("scenario", ["website", "app", "ip_only"])
def test_on_another_providers_server_the_filing_belongs_there_by_ip_too(scenario: str) -> None:
    answer = needs(scenario, ELSEWHERE)

    assert (answer.filing_required, answer.filed_at) == (True, FiledAt.ELSEWHERE)
    assert not answer.access_filing_required
    says(answer, NeedRule.FILED_WITH_ITS_PROVIDER, Severity.INFO, "其他接入商", "IP地址")


# --- access


@pytest.mark.fact("S0-05")
@pytest.mark.fact("S3-12")
@pytest.mark.fact("S3-33")
@pytest.mark.parametrize("scenario", ["website", "app", "ip_only", "site_builder", "government_site"])
def test_what_is_on_record_elsewhere_and_served_here_needs_access_here(scenario: str) -> None:
    answer = needs(scenario, on_record_elsewhere=True)

    assert (answer.filing_required, answer.access_filing_required) == (True, True)
    says(answer, NeedRule.ACCESS_OF_FILED, Severity.INFO, "其他接入商取得备案号", "管局审核", "添加接入信息", "IP产品")


@pytest.mark.fact("S4-32")
@pytest.mark.fact("S4-50")
def test_without_its_access_filing_a_filed_name_is_at_risk() -> None:
    answer = needs("website", on_record_elsewhere=True)

    says(answer, NeedRule.ACCESS_AT_RISK, Severity.WARNING, "取消接入", "风险", "由本接入商管理")
    assert NeedRule.ACCESS_AT_RISK not in rules(needs("website"))


@pytest.mark.parametrize("on_record", [None, False])
def test_a_filing_here_brings_the_access_with_it(on_record: bool | None) -> None:
    answer = needs("website", on_record_elsewhere=on_record)

    assert (answer.access_filing_required, rules(answer, About.ACCESS)) == (False, [NeedRule.FILING_BRINGS_ACCESS])


THREE_WAYS = [
    pytest.param({"origin_here": True}, FiledAt.HERE, False, NeedRule.FILING_BRINGS_ACCESS, id="the origin is here"),
    pytest.param(
        {"origin_here": True, "on_record_elsewhere": True},
        FiledAt.HERE,
        True,
        NeedRule.ACCESS_OF_FILED,
        id="the origin came here",
    ),
    pytest.param(
        {"origin_here": False, "subdomain_resolves_here": False},
        FiledAt.ELSEWHERE,
        False,
        NeedRule.NOTHING_SERVED_HERE,
        id="nothing resolves here",
    ),
    pytest.param(
        {"origin_here": False, "subdomain_resolves_here": True},
        FiledAt.ELSEWHERE,
        True,
        NeedRule.ACCESS_OF_SUBDOMAIN,
        id="a subdomain resolves here",
    ),
]


@pytest.mark.fact("S3-28")
@pytest.mark.parametrize(("told", "filed_at", "access", "why"), THREE_WAYS)
def test_object_storage_under_an_own_domain_needs_access_where_something_of_it_is_here(
    told: dict[str, bool], filed_at: FiledAt, access: bool, why: NeedRule
) -> None:
    answer = needs("object_storage", domain="example.cn", bound_custom_domain=True, **told)

    assert (answer.filing_required, answer.target) == (True, Target.APEX_DOMAIN)
    assert (answer.filed_at, answer.access_filing_required) == (filed_at, access)
    assert rules(answer, About.ACCESS) == [why]


@pytest.mark.fact("S3-29")
@pytest.mark.parametrize(("told", "filed_at", "access", "why"), THREE_WAYS)
def test_a_site_behind_the_waf_goes_by_the_same_three_ways(
    told: dict[str, bool], filed_at: FiledAt, access: bool, why: NeedRule
) -> None:
    answer = needs("waf", domain="example.cn", **told)

    assert (answer.filing_required, answer.filed_at, answer.access_filing_required) == (True, filed_at, access)
    assert rules(answer, About.ACCESS) == [why]
    says(answer, NeedRule.WAF_SITE, Severity.INFO, "域名须已备案")


@pytest.mark.fact("S3-28")
@pytest.mark.fact("S3-29")
def test_the_three_ways_are_told_in_words() -> None:
    resolves = needs("waf", origin_here=False, subdomain_resolves_here=True)
    says(resolves, NeedRule.ACCESS_OF_SUBDOMAIN, Severity.INFO, "源站不在本接入商", "子域名解析在本接入商", "须")
    nothing = needs("object_storage", origin_here=False)
    says(nothing, NeedRule.NOTHING_SERVED_HERE, Severity.INFO, "一级域名及其子域名", "不需要")
    says(needs("waf", origin_here=True), NeedRule.FILING_BRINGS_ACCESS, Severity.INFO, "不需要另办接入备案")


def test_where_nobody_tells_of_the_origin_it_is_where_the_hosting_is() -> None:
    assert needs("waf", HERE).filed_at is FiledAt.HERE
    assert needs("waf", ELSEWHERE).filed_at is FiledAt.ELSEWHERE


@pytest.mark.fact("S3-03")
def test_a_site_on_anothers_server_whose_subdomain_resolves_here_needs_access_here() -> None:
    answer = needs("website", ELSEWHERE, "example.cn", subdomain_resolves_here=True, on_record_elsewhere=True)

    assert (answer.filed_at, answer.access_filing_required) == (FiledAt.ELSEWHERE, True)
    assert rules(answer, About.ACCESS) == [NeedRule.ACCESS_OF_SUBDOMAIN]


# --- products


@pytest.mark.fact("S3-35")
def test_with_object_storage_both_names_are_looked_at() -> None:
    says(needs("object_storage"), NeedRule.BOTH_NAMES, Severity.INFO, "网站域名", "自定义域名", "备案状态")
    says(needs("object_storage"), NeedRule.STORAGE_NAME, Severity.INFO, "自定义域名", "须已备案")
    assert NeedRule.BOTH_NAMES not in rules(needs("website"))


@pytest.mark.fact("S3-36")
def test_only_a_filed_name_can_be_chosen_in_the_waf_for_a_site_on_the_mainland() -> None:
    says(needs("waf"), NeedRule.ONLY_FILED_NAMES, Severity.WARNING, "中国内地", "只能选择已备案的域名")
    assert NeedRule.ONLY_FILED_NAMES not in rules(needs("waf", OUTSIDE))


@pytest.mark.fact("S3-26")
@pytest.mark.fact("S3-39")
@pytest.mark.parametrize("hosting", [HERE, ELSEWHERE])
@pytest.mark.parametrize("on_record", [True, False, None])
def test_a_mailboxs_own_domain_needs_a_number_and_access_only_if_wanted(
    hosting: Hosting, on_record: bool | None
) -> None:
    answer = needs("enterprise_mail", hosting, "example.cn", bound_custom_domain=True, on_record_elsewhere=on_record)

    assert (answer.filing_required, answer.access_filing_required) == (True, False)
    assert (answer.target, answer.filed_at) == (Target.APEX_DOMAIN, FiledAt.ANYWHERE)
    says(answer, NeedRule.MAIL_NAME, Severity.INFO, "登录网页版邮箱", "备案号")
    says(answer, NeedRule.FILED_WITH_ANYBODY, Severity.INFO, "工信部有备案号")
    says(answer, NeedRule.MAIL_ACCESS_OPTIONAL, Severity.INFO, "不强制", "联系备案专员")


@pytest.mark.parametrize("scenario", ["enterprise_mail", "object_storage"])
def test_what_is_reached_under_the_providers_name_alone_is_not_filed(scenario: str) -> None:
    answer = needs(scenario, bound_custom_domain=False)

    assert (answer.filing_required, rules(answer)) == (False, [NeedRule.NO_OWN_NAME])


@pytest.mark.fact("S3-27")
def test_a_site_of_the_site_builder_is_filed_before_it_opens_and_then_shows_both_numbers() -> None:
    answer = needs("site_builder")

    assert (answer.filing_required, answer.target) == (True, Target.APEX_DOMAIN)
    says(answer, NeedRule.SITE_BUILDER_SITE, Severity.INFO, "之前须完成备案")
    says(answer, NeedRule.NUMBERS_IN_FOOTER, Severity.INFO, "ICP备案号", "公安备案号", "底部")


# --- licence


@pytest.mark.fact("S0-30")
@pytest.mark.fact("S0-32")
@pytest.mark.fact("S2-20")
@pytest.mark.fact("S2-30")
def test_a_paid_service_needs_a_licence_and_a_free_one_a_filing_alone() -> None:
    paid, free, unknown = (needs("website", paid_service=one) for one in (True, False, None))

    assert [one.licence_required for one in (paid, free, unknown)] == [True, False, False]
    says(paid, NeedRule.LICENCE_FOR_PAID, Severity.WARNING, "有偿提供信息或网页制作", "许可", "当地管局", "不得经营")
    says(paid, NeedRule.LICENCE_FOR_PAID, Severity.WARNING, "取得备案号后", "主办者自行", "资质和接入协议")
    says(free, NeedRule.FREE_NEEDS_NO_LICENCE, Severity.INFO, "非经营性", "备案制度", "不需要许可")
    says(unknown, NeedRule.LICENCE_IF_PAID, Severity.INFO, "非经营性", "许可")


def test_what_is_not_filed_needs_no_licence() -> None:
    assert not needs("website", OUTSIDE, paid_service=True).licence_required


# --- what to know


@pytest.mark.fact("S2-26")
@pytest.mark.fact("S0-35")
@pytest.mark.parametrize("scenario", ["website", "ip_only", "site_builder", "waf"])
def test_it_opens_only_after_the_authority_issued_the_number(scenario: str) -> None:
    says(needs(scenario), NeedRule.OPENS_AFTER_NUMBER, Severity.INFO, "管局审核通过", "备案号之后", "才能开通")


@pytest.mark.fact("S3-13")
def test_an_app_is_not_open_to_users_before_its_number() -> None:
    answer = needs("app")

    says(answer, NeedRule.APP_OPENS_AFTER_NUMBER, Severity.INFO, "备案号之前", "不能向用户开放")
    assert NeedRule.OPENS_AFTER_NUMBER not in rules(answer)


@pytest.mark.fact("S3-11")
@pytest.mark.fact("S1-42")
def test_the_unfiled_is_blocked_and_its_resolution_to_be_paused() -> None:
    new, filed = needs("website"), needs("website", on_record_elsewhere=True)

    says(new, NeedRule.UNFILED_IS_BLOCKED, Severity.WARNING, "中国内地节点", "阻断")
    says(new, NeedRule.PAUSE_RESOLUTION, Severity.WARNING, "暂停解析")
    sources = RULEBOOK.at(NeedRule.PAUSE_RESOLUTION, TODAY).citations
    assert any("非经营性互联网信息服务备案管理办法" in one.title for one in sources)
    for rule in (NeedRule.UNFILED_IS_BLOCKED, NeedRule.PAUSE_RESOLUTION, NeedRule.OPENS_AFTER_NUMBER):
        assert rule not in rules(filed)


def test_what_has_no_name_has_no_resolution_to_pause() -> None:
    for scenario in ("app", "ip_only"):
        for rule in (NeedRule.PAUSE_RESOLUTION, NeedRule.REGISTERED_BEFOREHAND, NeedRule.RESOLVES_TO_THE_FILED):
            assert rule not in rules(needs(scenario))


@pytest.mark.fact("S2-23")
def test_the_domain_is_registered_and_verified_beforehand() -> None:
    says(needs("website"), NeedRule.REGISTERED_BEFOREHAND, Severity.INFO, "之前", "注册", "实名认证")


@pytest.mark.fact("S4-37")
def test_a_new_domain_is_verified_within_five_days_or_stops_resolving() -> None:
    says(needs("website"), NeedRule.REAL_NAME_DAYS, Severity.WARNING, "5天", "停止解析")


@pytest.mark.fact("S4-29")
def test_after_the_approval_the_name_resolves_to_what_was_filed() -> None:
    says(needs("website"), NeedRule.RESOLVES_TO_THE_FILED, Severity.INFO, "备案时的服务器", "否则无法访问")
    assert NeedRule.RESOLVES_TO_THE_FILED not in rules(needs("website", ELSEWHERE))


# --- names


@pytest.mark.fact("S3-17")
def test_only_the_registrable_name_is_filed_and_those_below_it_work_then() -> None:
    answer = needs("website", domain="a.example.com")

    assert (answer.target, answer.name_to_file, answer.name_acceptable) == (Target.APEX_DOMAIN, "example.com", True)
    says(answer, NeedRule.NAMES_BELOW_ARE_COVERED, Severity.INFO, "只需备案一级域名example.com", "子域名无需再备案")
    assert not rules(needs("website", domain="example.com"), About.NAME)


def test_a_name_under_a_suffix_that_nobody_knows_is_not_acceptable() -> None:
    answer = needs("website", domain="example.unknown")

    assert (answer.filing_required, answer.name_to_file, answer.name_acceptable) == (True, None, False)
    says(answer, NeedRule.NAME_NOT_ELIGIBLE, Severity.ERROR, "后缀未经工信部批准")


def test_a_government_name_is_filed_as_it_is_and_asked_about_as_a_government_site() -> None:
    answer = needs("website", domain="www.zhengzhou.gov.cn")

    assert (answer.target, answer.name_to_file) == (Target.DOMAIN, "www.zhengzhou.gov.cn")
    says(answer, NeedRule.NAME_OF_GOVERNMENT, Severity.WARNING, "仅限政府网站", "government_site")


def test_of_an_apps_domains_and_of_no_name_nothing_is_said() -> None:
    app = needs("app", domain="api.example.com")

    assert (app.target, app.name_to_file, app.name_acceptable) == (Target.APP, None, None)
    assert not rules(app, About.NAME)
    assert needs("website").name_acceptable is None


# --- what makes no sense, and that all else has one answer


@pytest.mark.parametrize(
    ("asked", "pointers"),
    [
        (question("app", bound_custom_domain=True), ["/bound_custom_domain"]),
        (question("app", subdomain_resolves_here=True), ["/subdomain_resolves_here"]),
        (question("ip_only", domain="example.cn"), ["/domain"]),
        (question("domain_only", paid_service=True, origin_here=True), ["/origin_here", "/paid_service"]),
        (question("website", government_body=GovernmentBody.OTHER), ["/government_body"]),
        (question("waf", ELSEWHERE, origin_here=True), ["/origin_here"]),
        (question("website", HERE, origin_here=False), ["/origin_here"]),
        (question("enterprise_mail", ELSEWHERE, origin_here=True), ["/origin_here", "/origin_here"]),
        (question("app", bound_custom_domain=False, subdomain_resolves_here=False), []),
        (question("waf", HERE, origin_here=False), []),
        (question("website", OUTSIDE, origin_here=False), []),
    ],
)
def test_inputs_that_do_not_go_together_are_told_each_at_its_place(asked: NeedQuestion, pointers: list[str]) -> None:
    found = list(contradictions(asked, TODAY, RULEBOOK))

    assert [one.pointer for one in found] == pointers
    assert all(one.severity is Severity.ERROR and one.source and one.remedy.zh for one in found)


def any_question() -> st.SearchStrategy[NeedQuestion]:
    names = ["example.cn", "a.example.cn", "www.zhengzhou.gov.cn", "gongan.zhengzhou.gov.cn", "郑州.政务", "a.unknown"]
    told = st.sampled_from([None, True, False])
    return st.builds(
        NeedQuestion,
        hosting=st.sampled_from(Hosting),
        scenario=st.sampled_from(Scenario),
        domain=st.sampled_from([None, *(parsed(name, FEW_SUFFIXES) for name in names)]),
        on_record_elsewhere=told,
        origin_here=told,
        subdomain_resolves_here=told,
        bound_custom_domain=told,
        paid_service=told,
        government_body=st.sampled_from([None, *GovernmentBody]),
    )


@given(any_question())
def test_every_question_is_told_to_be_wrong_or_has_exactly_one_answer(asked: NeedQuestion) -> None:
    if list(contradictions(asked, TODAY, RULEBOOK)):
        return
    answer = filing_needs(asked, TODAY, RULEBOOK)

    assert answer.reasons[0].about is About.FILING
    if not answer.filing_required:
        assert answer == FilingNeeds(False, False, False, None, None, None, None, answer.reasons)
        assert len(answer.reasons) == 1
        return
    abouts = [reason.about for reason in answer.reasons]
    assert abouts[1:4] == [About.PROVIDER, About.ACCESS, About.LICENCE]
    assert abouts == sorted(abouts, key=list(About).index)
    assert answer.filed_at is not None
    assert (answer.target is None) is (asked.scenario is Scenario.IP_ONLY)
    assert (answer.name_to_file is not None) is (answer.name_acceptable is True)
    assert len(rules(answer)) == len(set(rules(answer)))
    if answer.access_filing_required:
        assert asked.on_record_elsewhere or asked.subdomain_resolves_here
    if answer.licence_required:
        assert asked.paid_service


@pytest.mark.parametrize(
    "table",
    [MUST_BE_FILED, FILED_WITH, ACCESS_HERE, LICENCE],
    ids=["must_be_filed", "filed_with", "access_here", "licence"],
)
def test_every_row_decides_some_question(table: Any) -> None:
    asked = [
        question(scenario, hosting, None, origin_here=origin, **told)
        for scenario in Scenario
        for hosting in Hosting
        for origin in (None, True, False)
        for told in (
            {},
            {"bound_custom_domain": False, "paid_service": True},
            {"on_record_elsewhere": True, "paid_service": False},
            {"subdomain_resolves_here": True},
        )
    ]

    assert {deciding_row(table, one).rule for one in asked} == {row.rule for row in table}


def test_every_note_has_words_of_its_own() -> None:
    assert len({note.rule for note in NOTES}) == len(NOTES)
