"""The provider's push service is told by a webhook that it can verify, and never at an address inside our network."""

from datetime import UTC, datetime
from typing import Any

import pytest
from standardwebhooks import Webhook

from app.adapters.push_webhook import PushWebhook
from app.adapters.system_clock import SystemClock
from app.adapters.webhook_http import HttpWebhookSender
from app.domain.notices import NoticeChannel, SendingResult, Sent
from app.domain.texts import Language
from app.ports.notice_sender import Letter
from tests.usecases.a_receiver import Receiver

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
TOLD: dict[str, Any] = {"cause": "sent_back", "account_id": "acct_1", "title": {"zh": "备案", "en": "Filing"}}
LETTER = Letter(
    notice_id="ntc_1",
    channel=NoticeChannel.PUSH,
    template="sent_back",
    language=Language.ZH,
    to="acct_1",
    subject="",
    text="",
    at=datetime(2026, 3, 2, 2, tzinfo=UTC),
    told=TOLD,
)


async def pushed(url: str, *, loopback_allowed: bool = True) -> SendingResult:
    clock = SystemClock()
    webhooks = HttpWebhookSender(clock, loopback_allowed=loopback_allowed)
    try:
        return await PushWebhook(webhooks, url, SECRET, clock).send(LETTER)
    finally:
        await webhooks.close()


async def test_a_push_is_signed_and_bears_the_id_of_its_notice_at_every_try() -> None:
    async with Receiver() as receiver:
        results = [await pushed(receiver.url) for _ in range(2)]

    assert results == [SendingResult(Sent.TAKEN)] * 2
    said = [Webhook(SECRET).verify(one.body, one.headers) for one in receiver.got]
    assert said == [{"id": "ntc_1", "type": "notice.push", "at": "2026-03-02T02:00:00Z", "data": TOLD}] * 2
    assert {one.headers["webhook-id"] for one in receiver.got} == {"ntc_1"}


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (204, SendingResult(Sent.TAKEN)),
        (404, SendingResult(Sent.REFUSED, "http_404")),
        (410, SendingResult(Sent.REFUSED, "http_410")),
        (401, SendingResult(Sent.LATER, "http_401", our_fault=True)),
        (302, SendingResult(Sent.LATER, "http_302")),
        (503, SendingResult(Sent.LATER, "http_503")),
    ],
)
async def test_what_a_push_service_answers_is_for_good_or_for_later(status: int, result: SendingResult) -> None:
    async with Receiver(answers=lambda _: (status, "")) as receiver:
        assert await pushed(receiver.url) == result


async def test_in_production_no_push_goes_to_an_address_of_our_own_network() -> None:
    async with Receiver() as receiver:
        result = await pushed(receiver.url, loopback_allowed=False)

    assert result == SendingResult(Sent.LATER, "forbidden_address", our_fault=True)
    assert receiver.got == []
