"""Verdicts: what a type verification tells the applicant, with its reasons, for one service and for several."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.domain_eligibility import DomainFact, GovernmentName
from app.domain.filing_body import ServiceKind, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.profile import Channel
from app.domain.type_rules import RefusalCode, TypeRule
from app.domain.type_verification import Outcome, Verdict, decide, decide_service, decide_together
from tests.domain.type_facts_builder import ACCESSED, HELD, ON_RECORD, OWNED, SHELL, TODAY, facts, verdict
from tests.real_rules import NATIONAL, RULEBOOK

APP: dict[str, Any] = {"kind": ServiceKind.APP}


def together(*verdicts: Verdict, nature: SubjectNature = SubjectNature.ENTERPRISE) -> Verdict:
    return decide_together(verdicts, nature, NATIONAL, TODAY, RULEBOOK)


def refusal_code(given: Verdict) -> RefusalCode | None:
    return None if given.refusal is None else given.refusal.code


@pytest.mark.fact("S1-03")
@pytest.mark.fact("S1-04")
@pytest.mark.fact("S3-01")
@pytest.mark.fact("S4-02")
@pytest.mark.parametrize("kind", [ServiceKind.WEBSITE, ServiceKind.APP])
def test_a_subject_and_a_service_that_are_both_new_make_a_first_filing(kind: ServiceKind) -> None:
    given = verdict(kind=kind)

    assert given.verdict is Outcome.ALLOWED
    assert given.filing_type is FilingType.FIRST_FILING
    assert [each.rule for each in given.reasons] == ["type.first_filing"]
    assert "首次备案" in given.reasons[0].message.zh
    assert given.warnings == ()
    assert given.refusal is None


@pytest.mark.fact("S1-05")
@pytest.mark.fact("S3-02")
@pytest.mark.fact("S4-04")
@pytest.mark.parametrize(
    ("known", "filing_type"),
    [(HELD, FilingType.ADD_SERVICE_HERE), (ON_RECORD, FilingType.ADD_SERVICE_ELSEWHERE)],
)
def test_a_new_service_of_a_filed_subject_is_added_with_a_word_on_its_earlier_sites(
    known: dict[str, Any], filing_type: FilingType
) -> None:
    for given in (verdict(**known), verdict(**known, **APP)):
        assert given.filing_type is filing_type
        assert [each.rule for each in given.warnings] == [TypeRule.EARLIER_SERVICES]
        assert "可以正常访问，并在首页底部显示备案号且链接至工信部网站" in given.warnings[0].message.zh


@pytest.mark.fact("S2-02")
@pytest.mark.fact("S3-03")
@pytest.mark.fact("S3-04")
@pytest.mark.fact("S3-12")
@pytest.mark.fact("S4-03")
def test_a_filed_service_of_the_same_subject_without_access_here_gets_access() -> None:
    for given in (verdict(**OWNED), verdict(**OWNED, **APP)):
        assert given.filing_type is FilingType.ADD_ACCESS
        assert [each.rule for each in given.warnings] == [TypeRule.PHONE_ON_RECORD]
        assert not given.may_be_served_meanwhile


def test_a_service_with_access_here_that_no_account_holds_can_be_claimed_without_sms() -> None:
    given = verdict(**ACCESSED)

    assert given.filing_type is FilingType.CLAIM
    assert not given.sms_required
    assert given.may_be_served_meanwhile


@pytest.mark.fact("S1-01")
@pytest.mark.fact("S0-26")
def test_while_an_order_is_open_there_is_no_second_one_but_the_first_to_go_on_with_or_abandon() -> None:
    given = verdict(account_open_orders=1)

    assert given.verdict is Outcome.REFUSED
    assert given.filing_type is None
    assert given.refusal is not None
    assert given.refusal.code is RefusalCode.ORDER_IN_PROGRESS
    assert given.refusal.rule == "type.refusals.order_in_progress"
    assert given.refusal.message.zh == "该账号已有未完成的备案订单。"
    assert "继续" in given.refusal.remedy.zh
    assert "放弃" in given.refusal.remedy.zh
    assert given.refusal.source.startswith("华为云")
    assert [each.rule for each in given.reasons] == ["type.refusals.order_in_progress"]
    assert (given.must_be_offline, given.sms_required, given.channels) == (False, False, ())


@pytest.mark.fact("S4-05")
def test_a_filed_domain_with_an_unknown_certificate_sends_back_to_the_certificate_as_registered() -> None:
    given = verdict(service_on_record=True)

    assert given.refusal is not None
    assert given.refusal.code is RefusalCode.DOMAIN_FILED_SUBJECT_NOT
    assert "域名已备案，证件未备案" in given.refusal.message.zh
    assert "三证合一前" in given.refusal.remedy.zh


@pytest.mark.parametrize("code", [each for each in RefusalCode if each is not RefusalCode.SPLIT_ORDER])
def test_every_refusal_has_words_and_a_remedy_in_both_languages(code: RefusalCode) -> None:
    words = RULEBOOK.finding(f"type.refusals.{code}", TODAY, "", channels="pc")

    assert all((words.message.zh, words.message.en, words.remedy.zh, words.remedy.en, words.source))
    assert words.code == code


@pytest.mark.parametrize("domain", [each for each in DomainFact if facts(domain=each).domain_is_refused])
def test_a_refused_name_says_its_own_cause_and_what_to_do_about_it(domain: DomainFact) -> None:
    given = verdict(domain=domain)

    assert given.refusal is not None
    assert given.refusal.code is RefusalCode.DOMAIN_NOT_ELIGIBLE
    assert [each.rule for each in given.reasons] == ["type.refusals.domain_not_eligible", f"type.domain.{domain}"]
    cause = RULEBOOK.finding(f"type.domain.{domain}", TODAY, "")
    assert given.refusal.message.zh.endswith(cause.message.zh)
    assert given.refusal.message.en.endswith(cause.message.en)
    assert given.refusal.remedy == cause.remedy


@pytest.mark.parametrize(
    ("known", "rule"),
    [
        ({"domain": DomainFact.UNKNOWN}, TypeRule.DOMAIN_UNKNOWN),
        ({"domain": DomainFact.NOT_VERIFIED}, TypeRule.DOMAIN_NOT_VERIFIED),
        ({"government_name": GovernmentName.DOUBTFUL}, TypeRule.GOVERNMENT_NAME_DOUBTFUL),
        (APP | {"app_name_filed_by_another": True}, TypeRule.APP_NAME_FILED_BY_ANOTHER),
        ({"subject_recorded_differently": True}, TypeRule.RECORDED_UNDER_OTHER_PAPERS),
    ],
)
def test_what_is_doubtful_warns_and_does_not_stop(known: dict[str, Any], rule: TypeRule) -> None:
    given = verdict(**known)

    assert given.verdict is Outcome.ALLOWED
    assert [each.rule for each in given.warnings] == [rule]


@pytest.mark.fact("S0-17")
def test_a_name_that_has_not_arrived_yet_is_named_as_the_registrar_does_and_looked_at_again() -> None:
    (warning,) = verdict(domain=DomainFact.UNKNOWN).warnings

    assert "注册商不存在该域名注册人信息" in warning.message.zh
    assert "域名不存在" in warning.message.zh
    assert "3至5个工作日" in warning.message.zh


def test_a_shell_that_may_add_directly_has_no_earlier_sites_to_look_after() -> None:
    given = verdict(**SHELL, region_on_direct_add_list=True)

    assert given.filing_type is FilingType.ADD_SERVICE_ELSEWHERE
    assert given.warnings == ()


@pytest.mark.fact("S1-26")
@pytest.mark.fact("S4-06")
def test_new_services_stay_offline_and_an_access_filing_stops_nothing() -> None:
    for known in ({}, HELD, ON_RECORD):
        assert verdict(**known).must_be_offline
        assert not verdict(**known).may_be_served_meanwhile
    assert not verdict(**OWNED).must_be_offline


def test_access_opens_here_only_after_approval_unless_the_profile_opens_it_after_first_review() -> None:
    early = replace(NATIONAL, open_after_first_review=True)

    assert not verdict(**OWNED).may_be_served_meanwhile
    assert decide(facts(**OWNED), early, TODAY, RULEBOOK).may_be_served_meanwhile
    assert not decide(facts(), early, TODAY, RULEBOOK).may_be_served_meanwhile


@pytest.mark.parametrize(
    "refusing",
    [{"natures_served": (SubjectNature.INDIVIDUAL,)}, {"provinces_refused": ("410000",)}],
)
def test_a_subject_that_the_provider_does_not_take_is_refused_after_the_table(refusing: dict[str, Any]) -> None:
    profile = replace(NATIONAL, **refusing)

    assert refusal_code(decide(facts(), profile, TODAY, RULEBOOK)) is RefusalCode.SUBJECT_NOT_SERVED
    in_the_way = decide(facts(account_open_orders=1), profile, TODAY, RULEBOOK)
    assert refusal_code(in_the_way) is RefusalCode.ORDER_IN_PROGRESS


def test_a_type_that_the_channel_does_not_have_is_refused_with_the_channels_that_have_it() -> None:
    profile = replace(NATIONAL, channels=dict(NATIONAL.channels) | {FilingType.ADD_ACCESS: (Channel.PC,)})

    given = decide(facts(**OWNED), profile, TODAY, RULEBOOK)

    assert given.refusal is not None
    assert given.refusal.code is RefusalCode.TYPE_NOT_ON_CHANNEL
    assert given.refusal.remedy.en.endswith("pc.")
    assert given.channels == (Channel.PC,)
    assert decide(facts(**OWNED, channel="pc"), profile, TODAY, RULEBOOK).filing_type is FilingType.ADD_ACCESS


def test_services_of_one_type_share_an_order_and_their_warnings() -> None:
    given = together(verdict(), verdict(domain=DomainFact.UNKNOWN), verdict(domain=DomainFact.UNKNOWN))

    assert given.filing_type is FilingType.FIRST_FILING
    assert [each.rule for each in given.reasons] == [TypeRule.FIRST_FILING]
    assert [each.rule for each in given.warnings] == [TypeRule.DOMAIN_UNKNOWN]
    assert (given.must_be_offline, given.sms_required, given.channels) == (True, True, ("app", "pc"))


def test_access_and_adding_cannot_share_an_order_and_access_goes_first() -> None:
    given = together(verdict(**ON_RECORD), verdict(**OWNED))

    assert given.refusal is not None
    assert given.refusal.code is RefusalCode.SPLIT_ORDER
    assert [each.rule for each in given.reasons] == [TypeRule.SPLIT_ORDER, TypeRule.DIFFERENT_TYPES]
    assert "先办理接入备案" in given.refusal.remedy.zh


def test_one_refused_service_refuses_the_order_by_the_earliest_row() -> None:
    owned_by_other = verdict(**ON_RECORD, service_on_record=True)
    expired = verdict(**ON_RECORD, domain=DomainFact.EXPIRED)

    assert refusal_code(together(verdict(**ON_RECORD), owned_by_other, expired)) is RefusalCode.DOMAIN_NOT_ELIGIBLE


def test_a_person_files_one_service_an_order_and_a_unit_up_to_ten() -> None:
    assert refusal_code(together(verdict(), nature=SubjectNature.INDIVIDUAL)) is None
    assert refusal_code(together(*[verdict()] * 10)) is None
    too_many = together(verdict(), verdict(), nature=SubjectNature.INDIVIDUAL)
    assert refusal_code(too_many) is RefusalCode.SPLIT_ORDER
    assert too_many.reasons[1].rule == TypeRule.TOO_MANY_SERVICES
    assert refusal_code(together(*[verdict()] * 11)) is RefusalCode.SPLIT_ORDER


def test_many_domains_of_one_service_are_not_many_services() -> None:
    given = decide_service([verdict()] * 11, TODAY, RULEBOOK)

    assert given.filing_type is FilingType.FIRST_FILING
