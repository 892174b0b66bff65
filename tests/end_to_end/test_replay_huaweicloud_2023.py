"""华为云 2023-12-30: the quick start and the help centre, played as they are told.

A firm downloads the APP, lets the type be verified, fills in and uploads, is asked to complete something, passes the
first review, waits for the specialist, misses the authority's code once, and is on file in the end.
"""

from collections.abc import Iterator

import pytest

from tests.play.filed_cases import begin_of_record, fresh_domain, put_on_record, record_of, website
from tests.play.replay import ReplayedProvider, replaying

SATURDAY = "2023-12-30"


@pytest.fixture(scope="module")
def huawei() -> Iterator[ReplayedProvider]:
    with replaying("huaweicloud-2023", SATURDAY) as provider:
        yield provider


@pytest.mark.fact("S0-13")
@pytest.mark.fact("S0-14")
@pytest.mark.fact("S0-21")
@pytest.mark.fact("S0-23")
@pytest.mark.fact("S0-27")
@pytest.mark.fact("S0-33")
@pytest.mark.fact("S1-06")
@pytest.mark.fact("S1-07")
@pytest.mark.fact("S1-28")
@pytest.mark.fact("S1-35")
@pytest.mark.fact("S1-39")
def test_a_website_from_the_download_of_the_app_to_its_number(huawei: ReplayedProvider) -> None:
    case = huawei.case()
    case.with_server()

    # 验证备案类型、产品验证、填写信息、上传资料、真实性核验
    verified = case.verified_type()
    assert (verified["filing_type_label"], verified["sms_required"], verified["must_be_offline"]) == (
        "首次备案",
        True,
        True,
    )
    case.with_papers()
    assert case.label() == "待完善备案信息"

    # 提交初审: incomplete, so the applicant completes it
    case.confirm_and("submit")
    assert case.label() == "等待初审"
    case.decide(
        "request_completion", [{"pointer": "/remark", "code": "site_content_bad", "note": "请补充网站内容说明"}]
    )
    assert case.label() == "接入商审核为待修改"
    case.app.ok(case.change({"remark": "网站介绍本公司的软件产品。"}))
    case.confirm_and("resubmit")
    assert case.label() == "已修改待审核"

    # 通过: the applicant has nothing to do, the specialist hands over
    case.decide("pass")
    assert case.label() == "待提交管局"
    assert case.state() == "pending_authority"
    case.forwarded()

    # 短信核验, and everybody forgets it
    assert case.label() == "待短信核验"
    assert "handover_notice" in case.events()
    own, code = case.messages()[:2]
    assert "核验码由工信部另行发送" in own["text"]
    assert (own.get("code"), bool(code["code"])) == (None, True)
    case.advance(hours=25)
    assert case.label() == "管局驳回"
    assert case.filing()["returned_because"] == "sms_timeout"

    # unchanged and right: through first review once more, new codes
    case.app.ok(case.act("resubmit"))
    assert case.label() == "等待初审"
    case.decide("pass")
    case.forwarded().codes_entered()
    assert case.label() == "待管局审核"
    assert case.filing()["allowed_actions"] == []
    case.decided_by_the_authority()
    assert case.label() == "已备案"
    assert case.filing()["numbers"]["subject"]


@pytest.mark.fact("S0-22")
@pytest.mark.fact("S0-24")
@pytest.mark.fact("S1-34")
def test_what_is_wrong_comes_back_as_rejected_and_goes_through_first_review_again(huawei: ReplayedProvider) -> None:
    case = huawei.case("individual")
    case.with_server()
    case.submitted()

    case.rejected()

    assert case.label() == "初审驳回"
    (opinion,) = case.filing()["findings"]
    assert (opinion["by"], opinion["code"]) == ("provider", "site_name_bad")
    assert case.app.ok(case.app.get("/v1/profile"))["review"]["result_by"] == ["email"]
    case.settle()
    (mail,) = [one for one in case.messages() if one["channel"] == "email"]
    assert opinion["message"] in mail["text"]
    assert case.filing()["editable"]
    service = {"id": case.filing()["services"][0]["id"], "name": "知行山野漫步笔记"}
    case.app.ok(case.change({"services": [service]}))
    case.confirm_and("resubmit")
    assert case.label() == "等待初审"


@pytest.mark.fact("S1-27")
def test_what_the_matrix_has_for_the_app_alone_is_refused_at_a_computer_and_the_other_way_round(
    huawei: ReplayedProvider,
) -> None:
    case = huawei.case()
    put_on_record(case, [website(case.who.domain), website(fresh_domain())], held=True)
    record = record_of(case)
    service_id = record["services"][0]["id"]

    at_a_computer = case.verified_type(channel="pc", service={"kind": "website", "domain": fresh_domain()})
    cancelled = begin_of_record(case, "cancel_access", channel="pc", service_id=service_id)

    assert at_a_computer["refusal"]["code"] == "type_not_on_channel"
    assert at_a_computer["channels"] == ["app"]
    assert [(one["pointer"], one["code"]) for one in cancelled.json()["errors"]] == [
        ("/channel", "type_not_on_channel")
    ]
    asked = {"reason_code": "no_longer_operated", "service_id": service_id}
    deregistered = begin_of_record(
        case, "deregister_service", channel="pc", acknowledged=["irreversible", "quota_not_returned"], **asked
    )
    assert deregistered.status_code == 201, deregistered.text


@pytest.mark.fact("S0-09")
@pytest.mark.fact("S0-16")
def test_the_kinds_of_server_that_carry_filings_and_the_words_when_one_bears_no_more(huawei: ReplayedProvider) -> None:
    case = huawei.case()
    case.with_server(filing_capacity=50)
    case.code(count=5)
    path = f"/v1/resources/{case.server}"

    used_up = case.backend.post(f"{path}/authorization-codes", {"count": 1})

    assert used_up.json()["reason"] == "resource_capacity_reached"
    assert "用于备案的资源已达最大使用次数" in used_up.json()["detail"]
    seen = {}
    for product in ("application_server", "enterprise_portal", "dedicated_cloud", "object_storage"):
        case.server = f"{product}-{case.seed}"
        case.with_server(product=product)
        listed = case.backend.ok(case.backend.get("/v1/resources", params={"limit": 100}))["data"]
        seen[product] = next(one["reasons"] for one in listed if one["external_id"] == case.server)
    assert seen == {
        "application_server": [],
        "enterprise_portal": [],
        "dedicated_cloud": [],
        "object_storage": ["resource_kind_not_served"],
    }
