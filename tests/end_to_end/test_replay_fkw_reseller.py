"""凡科网 through a reseller, 2022-06: the tutorial's six steps, played as they are told.

类型、地区、基础信息、证件、人像、短信: a firm with the domain of its site, sent back once for its portrait.
"""

from collections.abc import Iterator

import pytest

from tests.play.filed_cases import fresh_domain, put_on_record, website
from tests.play.replay import ReplayedProvider, living_in, on_another_website, replaying

WEDNESDAY = "2022-06-01"
NOTES = {"start_notes.bind_the_domain", "start_notes.access_is_optional"}


@pytest.fixture(scope="module")
def fkw() -> Iterator[ReplayedProvider]:
    with replaying("fkw-reseller", WEDNESDAY) as provider:
        yield provider


@pytest.mark.fact("S4-02")
@pytest.mark.fact("S4-03")
@pytest.mark.fact("S4-04")
@pytest.mark.fact("S4-06")
@pytest.mark.fact("S4-28")
@pytest.mark.fact("S4-32")
@pytest.mark.fact("S4-40")
@pytest.mark.fact("S4-48")
@pytest.mark.fact("S4-50")
def test_the_type_is_found_under_its_heading_with_what_to_know_before(fkw: ReplayedProvider) -> None:
    case, filed = fkw.case(), fkw.case()
    put_on_record(filed, [website(filed.who.domain, here=False)])

    first, access = case.verified_type(), filed.verified_type()
    on_another_website(filed, fresh_domain())
    added = filed.verified_type()

    assert (first["heading"], first["filing_type_label"]) == ("主体、域名均无备案", "首次备案")
    assert (access["heading"], access["filing_type_label"]) == ("域名有备案，主体一致", "转入备案")
    assert (added["heading"], added["filing_type_label"]) == ("主体有、域名无备案", "新增网站备案")
    assert [one["must_be_offline"] for one in (first, access, added)] == [True, False, True]
    assert {"start_notes.bind_the_domain"} == {one["rule"] for one in first["warnings"]} & NOTES
    assert {one["rule"] for one in access["warnings"]} & NOTES == NOTES
    assert "type.warnings.earlier_services" in {one["rule"] for one in added["warnings"]}


@pytest.mark.fact("S4-27")
def test_persons_and_licences_of_tibet_are_not_taken(fkw: ReplayedProvider) -> None:
    person, in_tibet = fkw.case("individual"), fkw.case()
    in_tibet.who = living_in(in_tibet.who, "540100", "540102", "西藏自治区拉萨市城关区北京中路1号")

    for case in (person, in_tibet):
        refused = case.verified_type()
        assert (refused["verdict"], refused["refusal"]["code"]) == ("refused", "subject_not_served")


@pytest.mark.fact("S4-08")
@pytest.mark.fact("S4-20")
@pytest.mark.fact("S4-21")
@pytest.mark.fact("S4-23")
@pytest.mark.fact("S4-25")
@pytest.mark.fact("S4-26")
@pytest.mark.fact("S4-42")
def test_a_first_website_in_six_steps(fkw: ReplayedProvider) -> None:
    case = fkw.case()
    case.with_server(product="website_builder")

    profile = case.app.ok(case.app.get("/v1/profile"))
    items, days = profile["labels"]["items"], profile["days"]
    assert (items["information_open"], items["information_done"]) == ("未完成", "已完成")
    assert (days["first_review_least_working_days"], days["first_review_working_days"]) == (1, 3)
    assert (days["authority_review_least_working_days"], days["authority_review_working_days"]) == (5, 20)
    assert days["result_within_working_days"] == 1

    # 第一步、第二步: 类型与地区
    assert case.verified_type()["state_label"] == "未备案"

    # 第三步、第四步: 基础信息与证件
    case.filled_in()
    assert case.label() == "正在填写备案信息"
    assert case.item_labels() == {"未上传", "无"}
    case.with_every_paper()
    assert case.item_labels() == {"已上传", "无"}

    # 第五步: 人像采集, sent back once
    case.show_face()
    assert [one["state_label"] for one in case.filing()["authenticity"]] == ["已提交"]
    case.confirm_and("submit")
    assert case.label() == "接入商审核"
    assert case.working_days_until("first_review") == 3
    case.decide("reject", [{"pointer": "/services/0/principal", "code": "liveness_failed"}])
    assert case.label() == "退回待修改"
    seen = case.filing()["services"][0]["principal"]
    number = case.who.service_principal.certificate_number
    assert (seen["name"], seen["certificate"]["number"][-4:]) == (case.who.service_principal.name, number[-4:])
    case.show_face()
    case.confirm_and("resubmit")
    case.decide("pass")

    # 第六步: 短信核验, one after the other
    assert case.label() == "通信管理局审核中(等待短信核验中)"
    one, other = case.people()
    waits = case.backend.ok(case.enter(one, case.sms_code(one)))
    assert (waits["all_verified"], waits["waiting_for"]) == (False, 1)
    done = case.backend.ok(case.enter(other, case.sms_code(other)))
    assert done["all_verified"] is True
    assert case.label() == "通信管理局审核中"
    assert case.working_days_until("authority_review") == 20
    case.decided_by_the_authority()
    assert case.label() == "备案完成"


@pytest.mark.fact("S4-24")
def test_a_missed_code_returns_the_filing_and_unchanged_it_goes_back_to_the_authority(fkw: ReplayedProvider) -> None:
    case = fkw.case()
    case.with_server(product="website_builder")
    case.awaiting_sms()
    (first, *_) = case.people()
    resent = case.app.post(f"{case.path}/sms-verifications/resend", {"role": "subject_principal"})
    assert resent.status_code == 202, resent.text

    case.advance(hours=25)

    assert case.label() == "退回待修改"
    assert case.enter(first, "000000").json()["code"] in ("sms-code-expired", "sms-code-wrong")
    case.app.ok(case.act("resubmit"))
    assert case.label() == "通信管理局审核中(等待短信核验中)"
