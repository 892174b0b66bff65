"""The control calls and the domain registry over the real sandbox application."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from app.adapters.authority_connection import AuthorityConnection
from app.adapters.http_sandbox import HttpSandbox
from app.adapters.standard_webhooks import StandardWebhookSignatures
from app.ports.authority import AuthorityUnavailableError, SmsRecipient, Submission
from app.ports.domain_registry import DomainRegistration
from app.ports.sandbox import SandboxFault, SandboxRefusedError
from app.routers.schemas.sandbox_faults import FaultIn
from authority_sandbox.faults import Fault
from tests.adapters.played_authority import CALLBACK_SECRET, PROVIDER, PlayedSandbox, played_sandbox
from tests.fakes.clock import StillClock

PHONE = "13800000001"
NUMBER = "91310115MA1TEST01X"
SUBJECT = {
    "nature": "enterprise",
    "name": "示例科技有限公司",
    "region": "310115",
    "certificate": {"type": "business_license", "number": NUMBER},
}
RECORD = {
    "provider_id": PROVIDER,
    "subject": SUBJECT,
    "services": [{"kind": "website", "domain": "example.cn", "access_here": True}],
}
SUBMISSION = Submission(
    submission_id="fil_1",
    provider_number=PROVIDER,
    filing_type="first_filing",
    province="310000",
    subject=SUBJECT,
    services=({"id": "svc_1", "kind": "website", "name": "示例网", "domains": ["example.cn"]},),
    sms_recipients=(SmsRecipient(("subject_principal",), PHONE, "00002X"),),
)


@pytest.fixture
async def played(empty_database: Callable[[], str]) -> AsyncIterator[PlayedSandbox]:
    async with played_sandbox(empty_database()) as sandbox:
        yield sandbox


async def test_a_record_put_there_is_read_back(played: PlayedSandbox) -> None:
    put = await played.sandbox.put_record(RECORD)

    record = await played.sandbox.record_of(NUMBER)

    assert record is not None
    assert record["subject_number"] == put["subject_number"]
    assert [service["domains"] for service in record["services"]] == [["example.cn"]]


async def test_a_certificate_without_record_has_none(played: PlayedSandbox) -> None:
    assert await played.sandbox.record_of(NUMBER) is None


async def test_a_record_that_is_not_allowed_is_refused_with_code_and_message(played: PlayedSandbox) -> None:
    await played.sandbox.put_record(RECORD)
    other = {**SUBJECT, "certificate": {"type": "business_license", "number": "91310115MA1OTHER0X"}}

    with pytest.raises(SandboxRefusedError) as caught:
        await played.sandbox.put_record({**RECORD, "subject": other})

    assert caught.value.code == "domain_on_record"
    assert caught.value.message == "This domain is on record for another subject."


async def test_a_record_of_the_wrong_form_is_refused(played: PlayedSandbox) -> None:
    with pytest.raises(SandboxRefusedError) as caught:
        await played.sandbox.put_record({"provider_id": PROVIDER})

    assert caught.value.code == "validation_failed"


async def test_domain_facts_come_back_in_the_order_asked(played: PlayedSandbox) -> None:
    await played.sandbox.put_domain_facts(
        {"domain": "example.cn", "real_name": "verified", "holder": "示例", "expires_on": "2025-01-31"}
    )

    facts = await played.domains.look_up(["unknown.cn", "example.cn"])

    assert facts == (
        DomainRegistration("unknown.cn", known=False),
        DomainRegistration("example.cn", True, "示例", "verified", date(2025, 1, 31)),
    )


async def test_the_inbox_shows_the_codes_of_one_phone_or_of_all(played: PlayedSandbox) -> None:
    await played.gateway.submit(SUBMISSION)

    of_phone = await played.sandbox.messages(PHONE)
    of_all = await played.sandbox.messages(None)
    of_other = await played.sandbox.messages("13800000002")

    assert [message["to"] for message in of_phone] == [PHONE]
    assert of_all == of_phone
    assert of_other == []


async def test_time_moved_lets_fall_due_what_is_due(played: PlayedSandbox) -> None:
    answer = await played.gateway.submit(SUBMISSION)
    assert await played.sandbox.next_due() == (datetime(2024, 3, 2, 1, tzinfo=UTC), 0)

    undelivered = await played.sandbox.move_clock(timedelta(hours=24))

    assert undelivered == 0
    assert (await played.gateway.state_of(answer.receipt)).state == "sms_expired"
    assert await played.sandbox.next_due() == (None, 0)


async def test_time_does_not_go_back(played: PlayedSandbox) -> None:
    await played.gateway.submit(SUBMISSION)
    await played.sandbox.move_clock(timedelta(hours=2))

    with pytest.raises(SandboxRefusedError) as caught:
        await played.sandbox.move_clock(timedelta(hours=1))

    assert caught.value.code == "clock_backwards"


async def test_what_is_not_in_review_cannot_be_decided(played: PlayedSandbox) -> None:
    receipt = (await played.gateway.submit(SUBMISSION)).receipt

    with pytest.raises(SandboxRefusedError) as caught:
        await played.sandbox.decide(receipt, "accept", None, None)

    assert caught.value.code == "not_in_review"


async def test_switches_are_turned_and_read_back(played: PlayedSandbox) -> None:
    before = await played.sandbox.put_switches({})

    after = await played.sandbox.put_switches({"refuse_cancelling_only_access": True})

    assert before == {"refuse_cancelling_only_access": False, "sms_entered_at_authority": False}
    assert after == before | {"refuse_cancelling_only_access": True}


async def test_a_fault_is_armed_read_back_and_seen_once_it_was_played(played: PlayedSandbox) -> None:
    armed, _ = await played.sandbox.faults(SandboxFault("unavailable", 2, ["svc_1"], 3.0))
    with pytest.raises(AuthorityUnavailableError):
        await played.gateway.submit(SUBMISSION)

    left, seen = await played.sandbox.faults(None)

    assert armed == [{"fault": "unavailable", "times_left": 2, "about": ["svc_1"], "seconds": 3.0}]
    assert [one["times_left"] for one in left] == [1]
    assert [(one["fault"], one["submission_id"]) for one in seen] == [("unavailable", "fil_1")]


async def test_what_arrived_is_listed_by_any_id_it_goes_by(played: PlayedSandbox) -> None:
    answer = await played.gateway.submit(SUBMISSION)
    await played.gateway.submit(SUBMISSION)

    by_service = await played.sandbox.submissions(["svc_1"])

    assert [(one["receipt"], one["times_sent"]) for one in by_service] == [(answer.receipt, 2)]
    assert await played.sandbox.submissions(["fil_1"]) == by_service
    assert await played.sandbox.submissions(["svc_2"]) == []


def test_every_fault_of_the_sandbox_can_be_wished_for_here() -> None:
    assert {one.value for one in FaultIn} == {one.value for one in Fault}


async def test_a_switch_that_the_authority_does_not_have_is_refused(played: PlayedSandbox) -> None:
    with pytest.raises(SandboxRefusedError) as caught:
        await played.sandbox.put_switches({"accept_everything": True})

    assert caught.value.code == "validation_failed"


async def test_the_sandbox_signs_its_callbacks_as_our_signatures_do(played: PlayedSandbox) -> None:
    await played.gateway.submit(SUBMISSION)
    await played.sandbox.move_clock(timedelta(hours=24))

    [(body, headers)] = played.callbacks

    signatures = StandardWebhookSignatures(CALLBACK_SECRET)
    signed = signatures.sign(headers["webhook-id"], body.encode(), StillClock().real_now())
    assert signed == {name: headers[name] for name in signed}


async def test_a_sandbox_that_is_away_is_unavailable_and_not_a_refusal() -> None:
    connection = AuthorityConnection(
        "http://authority.test", "secret", 5.0, httpx.MockTransport(lambda _request: httpx.Response(503))
    )

    with pytest.raises(AuthorityUnavailableError):
        await HttpSandbox(connection).record_of(NUMBER)

    await connection.close()


async def test_a_refusal_without_code_is_unavailable() -> None:
    connection = AuthorityConnection(
        "http://authority.test", "secret", 5.0, httpx.MockTransport(lambda _request: httpx.Response(404, text="no"))
    )

    with pytest.raises(AuthorityUnavailableError):
        await HttpSandbox(connection).record_of(NUMBER)

    await connection.close()
