"""What every authority gateway does: the fake of the use-case tests, and the HTTP adapter over the real sandbox."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.ports.authority import (
    AskedService,
    AskedSubject,
    AuthorityUnavailableError,
    ResendAnswer,
    ServiceOnRecord,
    SmsCheckAnswer,
    SmsRecipient,
    Submission,
)
from tests.adapters.played_authority import PROVIDER, PlayedAuthority

PHONE = "13800000001"
OTHER_PHONE = "13800000002"
LAST6 = "00002X"
CERTIFICATE = {"type": "business_license", "number": "91310115MA1TEST01X"}
ASKED = AskedSubject(CERTIFICATE["type"], CERTIFICATE["number"], "unit")


def a_submission(**changes: Any) -> Submission:
    submission = Submission(
        submission_id="fil_01h455vb4pex5vsknk084sn02q.1",
        provider_number=PROVIDER,
        filing_type="first_filing",
        province="310000",
        subject={"name": "示例科技有限公司", "nature": "enterprise", "region": "310115", "certificate": CERTIFICATE},
        services=({"id": "svc_1", "kind": "website", "name": "示例网", "domains": ["example.cn"]},),
        sms_recipients=(SmsRecipient(("subject_principal",), PHONE, LAST6),),
    )
    return replace(submission, **changes)


def a_record(**changes: Any) -> dict[str, Any]:
    record = {
        "provider_id": PROVIDER,
        "subject_number": "沪ICP备2020000001号",
        "subject": {
            "nature": "enterprise",
            "name": "示例科技有限公司",
            "certificate": CERTIFICATE,
            "region": "310115",
        },
        "services": [{"kind": "website", "domain": "example.cn"}, {"kind": "app", "name": "示例"}],
    }
    return {**record, **changes}


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_a_lookup_of_what_is_nowhere_on_record_finds_nothing(played: PlayedAuthority) -> None:
    services = [AskedService("website", "example.cn"), AskedService("app", "示例")]

    answer = await played.gateway.look_up(PROVIDER, ASKED, services)

    assert answer.subject is None
    assert answer.services == (None, None)
    assert answer.same_name_elsewhere == (False, False)
    assert not answer.subject_blacklisted
    assert not answer.subject_under_review


async def test_a_lookup_answers_in_the_order_asked_and_finds_a_website_by_its_longest_filed_name(
    played: PlayedAuthority,
) -> None:
    await played.put_record(a_record())
    services = [AskedService("app", "示例"), AskedService("website", "shop.example.cn"), AskedService("app", "别的")]

    answer = await played.gateway.look_up(PROVIDER, ASKED, services)

    assert answer.subject is not None
    assert answer.subject.subject_number == "沪ICP备2020000001号"
    assert (answer.subject.nature, answer.subject.region, answer.subject.services_left) == ("enterprise", "310115", 2)
    app, website, unknown = answer.services
    assert isinstance(app, ServiceOnRecord)
    assert isinstance(website, ServiceOnRecord)
    assert (app.filed_name, website.filed_name, unknown) == ("示例", "example.cn", None)
    assert website.subject_number == "沪ICP备2020000001号"
    assert website.provider_numbers == (PROVIDER,)


async def test_a_lookup_tells_that_an_app_of_the_name_belongs_to_another_subject(played: PlayedAuthority) -> None:
    await played.put_record(a_record())
    stranger = AskedSubject("business_license", "91310115MA1OTHER0X", "unit")

    answer = await played.gateway.look_up(PROVIDER, stranger, [AskedService("app", "示例")])

    assert answer.services == (None,)
    assert answer.same_name_elsewhere == (True,)


async def test_a_lookup_tells_of_blacklisting_and_of_a_review(played: PlayedAuthority) -> None:
    await played.put_record(a_record(blacklisted=True, under_review=True))

    answer = await played.gateway.look_up(PROVIDER, ASKED, [AskedService("website", "example.cn")])

    assert answer.subject_blacklisted
    assert answer.subject_under_review
    assert answer.subject is not None
    assert answer.subject.blacklisted
    service = answer.services[0]
    assert service is not None
    assert (service.blacklisted, service.under_review) == (True, True)


async def test_a_submission_is_found_by_its_own_id_with_the_answer_that_was_given(played: PlayedAuthority) -> None:
    before = await played.gateway.find(PROVIDER, a_submission().submission_id)
    answer = await played.gateway.submit(a_submission())

    assert before is None
    assert await played.gateway.find(PROVIDER, a_submission().submission_id) == answer
    assert await played.gateway.find("990002", a_submission().submission_id) is None


async def test_submitting_twice_gives_the_same_receipt_and_one_submission(played: PlayedAuthority) -> None:
    first = await played.gateway.submit(a_submission())

    second = await played.gateway.submit(a_submission())

    assert first == second
    assert first.refusal is None
    assert first.sms_due


async def test_codes_live_for_24_hours_of_the_authoritys_time(played: PlayedAuthority) -> None:
    answer = await played.gateway.submit(a_submission())

    assert answer.sms_expires_at == datetime(2024, 3, 2, 1, tzinfo=UTC)
    await played.pass_time(timedelta(hours=24))
    assert (await played.gateway.state_of(answer.receipt)).state == "sms_expired"
    checked = await played.gateway.check_sms(answer.receipt, PHONE, LAST6, await played.code_of(PHONE))
    assert checked.outcome == "expired"
    assert await played.gateway.resend_sms(answer.receipt, PHONE, 2) == ResendAnswer("expired", 0)


async def test_another_body_under_a_used_submission_id_is_no_answer(played: PlayedAuthority) -> None:
    await played.gateway.submit(a_submission())

    with pytest.raises(AuthorityUnavailableError):
        await played.gateway.submit(a_submission(province="110000"))


async def test_a_submission_without_recipients_goes_on_to_review(played: PlayedAuthority) -> None:
    answer = await played.gateway.submit(a_submission(sms_recipients=()))

    assert (answer.sms_due, answer.sms_expires_at) == (False, None)
    state = await played.gateway.state_of(answer.receipt)
    assert (state.receipt, state.state, state.result) == (answer.receipt, "authority_review", None)


async def test_a_refusal_at_intake_is_an_answer_with_code_and_pointer(played: PlayedAuthority) -> None:
    service = {"id": "svc_1", "kind": "website", "name": "冲突测试", "domains": ["example.cn"]}

    answer = await played.gateway.submit(a_submission(services=(service,)))

    assert answer.refusal is not None
    assert answer.refusal.code == "1005"
    assert answer.refusal.pointer == "/services/0/domains/0"
    assert not answer.refusal.our_fault
    assert not answer.sms_due
    assert (await played.gateway.state_of(answer.receipt)).state == "refused"


async def test_a_second_filing_of_a_certificate_under_way_is_refused(played: PlayedAuthority) -> None:
    await played.gateway.submit(a_submission())

    answer = await played.gateway.submit(a_submission(submission_id="fil_2"))

    assert answer.refusal is not None
    assert (answer.refusal.code, answer.refusal.pointer) == ("1003", "/subject/certificate/number")


async def test_all_recipients_have_to_confirm_before_the_review(played: PlayedAuthority) -> None:
    recipients = (
        SmsRecipient(("subject_principal",), PHONE, LAST6),
        SmsRecipient(("service_principal",), OTHER_PHONE, "000039"),
    )
    receipt = (await played.gateway.submit(a_submission(sms_recipients=recipients))).receipt

    first = await played.gateway.check_sms(receipt, PHONE, LAST6, await played.code_of(PHONE))
    again = await played.gateway.check_sms(receipt, PHONE, LAST6, await played.code_of(PHONE))
    mistyped = await played.gateway.check_sms(receipt, PHONE, LAST6, wrong(await played.code_of(PHONE)))
    second = await played.gateway.check_sms(receipt, OTHER_PHONE, "000039", await played.code_of(OTHER_PHONE))

    assert first == SmsCheckAnswer("verified", tries_left=5, all_verified=False, waiting_for=1)
    assert again.outcome == "already_verified"
    assert (mistyped.outcome, mistyped.tries_left) == ("wrong", 5)
    assert second == SmsCheckAnswer("verified", tries_left=5, all_verified=True, waiting_for=0)
    assert (await played.gateway.state_of(receipt)).state == "authority_review"


async def test_the_sixth_wrong_code_returns_the_filing(played: PlayedAuthority) -> None:
    receipt = (await played.gateway.submit(a_submission())).receipt
    code = await played.code_of(PHONE)

    answers = [await played.gateway.check_sms(receipt, PHONE, LAST6, wrong(code)) for _ in range(6)]

    assert [answer.outcome for answer in answers] == ["wrong"] * 5 + ["returned"]
    assert [answer.tries_left for answer in answers] == [4, 3, 2, 1, 0, 0]
    assert (await played.gateway.check_sms(receipt, PHONE, LAST6, code)).outcome == "returned"
    assert (await played.gateway.state_of(receipt)).state == "sms_attempts_spent"


async def test_a_stranger_cannot_spend_the_tries(played: PlayedAuthority) -> None:
    receipt = (await played.gateway.submit(a_submission())).receipt
    code = await played.code_of(PHONE)

    by_phone = await played.gateway.check_sms(receipt, OTHER_PHONE, LAST6, code)
    by_certificate = await played.gateway.check_sms(receipt, PHONE, "999999", code)

    assert (by_phone.outcome, by_phone.tries_left) == ("wrong", 5)
    assert (by_certificate.outcome, by_certificate.tries_left) == ("wrong", 5)


async def test_two_new_codes_can_be_had_and_the_old_one_is_void(played: PlayedAuthority) -> None:
    receipt = (await played.gateway.submit(a_submission())).receipt
    old = await played.code_of(PHONE)

    answers = [await played.gateway.resend_sms(receipt, PHONE, left) for left in (2, 1, 0)]

    assert answers == [ResendAnswer("sent", 1), ResendAnswer("sent", 0), ResendAnswer("resends_spent", 0)]
    new = await played.code_of(PHONE)
    if new != old:  # the sandbox draws its codes
        assert (await played.gateway.check_sms(receipt, PHONE, LAST6, old)).outcome == "wrong"
    assert (await played.gateway.check_sms(receipt, PHONE, LAST6, new)).outcome == "verified"


async def test_a_wish_for_a_new_code_whose_answer_was_lost_is_answered_again_and_sends_nothing(
    played: PlayedAuthority,
) -> None:
    receipt = (await played.gateway.submit(a_submission())).receipt
    await played.gateway.resend_sms(receipt, PHONE, 2)
    sent = await played.code_of(PHONE)

    assert await played.gateway.resend_sms(receipt, PHONE, 2) == ResendAnswer("sent", 1)

    assert await played.code_of(PHONE) == sent
    assert await played.gateway.resend_sms(receipt, PHONE, 1) == ResendAnswer("sent", 0)
    assert await played.gateway.resend_sms(receipt, PHONE, 1) == ResendAnswer("sent", 0)


async def test_no_new_code_is_sent_to_who_awaits_none(played: PlayedAuthority) -> None:
    receipt = (await played.gateway.submit(a_submission())).receipt
    await played.gateway.check_sms(receipt, PHONE, LAST6, await played.code_of(PHONE))

    assert await played.gateway.resend_sms(receipt, PHONE, 2) == ResendAnswer("not_awaited", 0)
    assert await played.gateway.resend_sms(receipt, OTHER_PHONE, 2) == ResendAnswer("not_awaited", 0)


async def test_an_approved_filing_is_on_record_with_its_numbers(played: PlayedAuthority) -> None:
    receipt = (await played.gateway.submit(a_submission(sms_recipients=()))).receipt

    await played.decide(receipt, "accept")

    state = await played.gateway.state_of(receipt)
    assert state.state == "approved"
    assert state.result is not None
    number = state.result["subject_number"]
    assert state.result["services"] == [{"service_id": "svc_1", "number": f"{number}-1"}]
    assert state.result["on"] == "2024-03-01"
    answer = await played.gateway.look_up(PROVIDER, ASKED, [AskedService("website", "example.cn")])
    assert answer.subject is not None
    assert answer.subject.subject_number == number
    assert answer.services[0] is not None


async def test_a_rejected_filing_says_why_and_may_be_submitted_anew(played: PlayedAuthority) -> None:
    receipt = (await played.gateway.submit(a_submission(sms_recipients=()))).receipt

    await played.decide(receipt, "reject", "1002", "/services/0/name")

    state = await played.gateway.state_of(receipt)
    assert state.state == "rejected"
    assert state.result is not None
    assert (state.result["code"], state.result["pointer"]) == ("1002", "/services/0/name")
    anew = await played.gateway.submit(a_submission(submission_id="fil_2", sms_recipients=()))
    assert anew.refusal is None
    assert anew.receipt != receipt


async def test_a_receipt_that_nobody_gave_is_no_answer(played: PlayedAuthority) -> None:
    with pytest.raises(AuthorityUnavailableError):
        await played.gateway.state_of("rcpt_unknown")


async def test_the_check_passes_while_the_other_side_is_there(played: PlayedAuthority) -> None:
    await played.gateway.check()
