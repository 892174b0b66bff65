"""阿里云 2019-09-16: the quick start, played as it is told.

SMS verification is asked in 22 provinces alone, the APP has two of the types, the reviewer may ask for papers by post,
and a specialist hands over.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.play.filed_cases import fresh_domain, put_on_record, website
from tests.play.replay import ReplayedCase, ReplayedProvider, living_in, on_another_website, replaying

MONDAY = "2019-09-16"
ADDRESS = "浙江省杭州市某路1号 备案资料组"


@pytest.fixture(scope="module")
def alibaba() -> Iterator[ReplayedProvider]:
    with replaying("alibabacloud-2019", MONDAY) as provider:
        yield provider


@pytest.mark.fact("S2-19")
@pytest.mark.fact("S2-14")
@pytest.mark.fact("S2-15")
@pytest.mark.fact("S2-16")
@pytest.mark.fact("S2-17")
@pytest.mark.fact("S2-18")
@pytest.mark.fact("S2-26")
@pytest.mark.fact("S2-33")
def test_a_first_website_in_henan_with_papers_by_post_and_codes(alibaba: ReplayedProvider) -> None:
    case = alibaba.case()
    case.with_server()
    verified = case.verified_type()
    assert (verified["filing_type_label"], verified["sms_required"]) == ("首次备案", True)
    assert verified["may_be_served_meanwhile"] is False

    # 填写信息、上传资料、真实性核验、信息核验
    case.with_papers()
    assert case.label() == "填写信息"
    unconfirmed = case.act("submit")
    assert unconfirmed.json()["code"] == "confirmation-required"
    case.confirm_and("submit")
    assert case.label() == "备案初审"

    # 初审: the reviewer asks for papers by post
    case.reviewer.ok(case.reviewer.post(f"/v1/reviews/{case.filing_id}/claim"))
    decision = {"outcome": "pass", "findings": [], "post_to": ADDRESS}
    case.reviewer.ok(case.reviewer.post(f"/v1/reviews/{case.filing_id}/decision", decision, etag=case.etag()))
    assert case.label() == "邮寄资料"
    assert case.timeline()[-1]["note"] == ADDRESS
    arrived = {"tracking_number": "SF1234567890"}
    case.reviewer.ok(case.reviewer.post(f"/v1/reviews/{case.filing_id}/posted-materials", arrived, etag=case.etag()))

    # 专员转交管局, and the codes come before the review
    assert case.label() == "待提交管局"
    case.forwarded()
    assert case.label() == "短信验证"
    lives_for = case.due_at("sms") - case.now()
    assert timedelta(hours=47) < lives_for <= timedelta(hours=48)
    case.codes_entered()
    assert case.label() == "管局审核"
    case.decided_by_the_authority()
    assert case.label() == "备案完成"

    # 审核结果: by SMS, not in the middle of the night, and by mail
    case.advance(hours=11)
    told = [one for one in case.messages() if "审核通过" in one["text"]]
    assert sorted(one["channel"] for one in told) == ["email", "sms"]


@pytest.mark.fact("S2-17")
def test_in_hebei_nobody_gets_a_code_and_the_authority_reviews_at_once(alibaba: ReplayedProvider) -> None:
    case = alibaba.case()
    case.who = living_in(case.who, "130100", "130102", "河北省石家庄市长安区中山东路1号")
    case.with_server()

    told = case.app.ok(case.app.get("/v1/profile"))["sms"]
    assert (len(told["provinces"]), told["validity_hours"]) == (22, 48)
    assert case.verified_type()["sms_required"] is False
    case.passed()
    case.forwarded()

    assert case.label() == "管局审核"
    found = case.app.ok(case.app.get(f"{case.path}/sms-verifications"))["data"]
    assert found == []


def told(case: ReplayedCase, **more: Any) -> tuple[str, str]:
    """Return what a type is called at a computer, and what the APP says of it."""
    at_a_computer, in_the_app = (case.verified_type(channel=channel, **more) for channel in ("pc", "app"))
    return at_a_computer["filing_type_label"], in_the_app["verdict"]


@pytest.mark.fact("S2-01")
@pytest.mark.fact("S2-02")
@pytest.mark.fact("S2-03")
@pytest.mark.fact("S2-05")
def test_the_four_types_by_their_names_and_the_two_that_the_app_has(alibaba: ReplayedProvider) -> None:
    first, elsewhere, here = alibaba.case(), alibaba.case(), alibaba.case()
    put_on_record(elsewhere, [website(elsewhere.who.domain, here=False)])
    put_on_record(here, [website(here.who.domain)], held=True)
    access = elsewhere.who.asked_service
    on_another_website(elsewhere, fresh_domain())
    on_another_website(here, fresh_domain())

    assert told(first) == ("首次备案", "allowed")
    assert told(elsewhere) == ("新增网站（原备案不在阿里云）", "allowed")
    assert told(elsewhere, service=access) == ("接入备案", "refused")
    assert told(here) == ("新增网站（原备案在阿里云）", "refused")


@pytest.mark.fact("S2-03")
@pytest.mark.fact("S2-22")
@pytest.mark.fact("S2-27")
def test_an_account_of_the_international_site_files_at_a_computer_and_not_in_the_app(alibaba: ReplayedProvider) -> None:
    case = alibaba.case()
    account = {"external_id": case.seed, "phone": case.who.principal.mobile, "real_name_verified": True}
    case.backend.ok(case.backend.post("/v1/accounts", {**account, "site": "international"}))

    in_the_app, at_a_computer = (case.verified_type(channel=channel) for channel in ("app", "pc"))

    assert (in_the_app["verdict"], in_the_app["refusal"]["code"]) == ("refused", "type_not_on_channel")
    assert in_the_app["channels"] == ["pc"]
    assert (at_a_computer["verdict"], at_a_computer["channels"]) == ("allowed", ["pc"])


@pytest.mark.fact("S2-04")
@pytest.mark.fact("S2-24")
@pytest.mark.fact("S2-28")
@pytest.mark.fact("S2-29")
def test_who_files_at_a_computer_is_told_to_go_on_with_the_phone_and_everybody_that_it_is_in_chinese(
    alibaba: ReplayedProvider,
) -> None:
    case = alibaba.case()

    in_the_app, at_a_computer = (case.verified_type(channel=channel)["warnings"] for channel in ("app", "pc"))

    assert "start_notes.continue_on_the_phone" not in {one["rule"] for one in in_the_app}
    said = {one["rule"]: one["message"] for one in at_a_computer}
    assert "手机" in said["start_notes.continue_on_the_phone"]
    assert "中文" in said["start_notes.chinese_only"]
    assert case.app.ok(case.app.get("/v1/profile"))["languages"] == ["zh-CN"]


@pytest.mark.fact("S2-11")
@pytest.mark.fact("S2-12")
def test_a_service_number_stands_in_for_a_server_of_ones_own(alibaba: ReplayedProvider) -> None:
    owner, case = alibaba.case(), alibaba.case()
    owner.with_server(public_ips=["203.0.113.77"])
    number = owner.code(for_account_id=case.account_id)

    filing = case.begin(authorization_code=number)

    assert case.app.ok(case.app.get("/v1/profile"))["labels"]["authorization_code"] == "备案服务号"
    assert filing["product"]["resource_external_id"] == owner.server
    assert filing["services"][0]["access"][0]["ip_ranges"] == [{"from": "203.0.113.77", "to": "203.0.113.77"}]


@pytest.mark.fact("S2-19")
def test_the_result_comes_by_sms_and_by_mail(alibaba: ReplayedProvider) -> None:
    case = alibaba.case()

    assert case.app.ok(case.app.get("/v1/profile"))["review"]["result_by"] == ["sms", "email"]
