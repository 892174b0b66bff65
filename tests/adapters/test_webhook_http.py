"""Webhooks over real sockets: where they go, what they carry, and how an answer is read."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from app.adapters.webhook_http import HttpWebhookSender
from app.domain.webhook_targets import TargetFault
from app.domain.webhooks import Attempt
from tests.fakes.clock import StillClock
from tests.usecases.a_receiver import Receiver

SECRETS = ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BODY = '{"id":"evt_1","data":{"名":"值"}}'.encode()


def sender(*, loopback: bool = True) -> HttpWebhookSender:
    return HttpWebhookSender(StillClock(NOW), loopback_allowed=loopback)


async def posted(url: str, *, loopback: bool = True, at: datetime = NOW) -> Attempt:
    one = sender(loopback=loopback)
    try:
        return await one.post(url, SECRETS, "evt_1", at, BODY)
    finally:
        await one.close()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[str]]]:
    """Names of this test, and the addresses that they stand for at each asking in turn."""
    known: dict[str, list[str]] = {}
    asked = socket.getaddrinfo

    def look_up(host: str, *more: Any, **named: Any) -> Any:
        return asked(known[host].pop(0) if known.get(host) else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    yield known


async def test_the_official_library_verifies_what_arrives_with_each_secret() -> None:
    async with Receiver() as receiver:
        # The library believes its own clock alone.
        assert await posted(receiver.url, at=datetime.now(UTC)) == Attempt(204)

    (got,) = receiver.got
    assert got.body == BODY
    assert got.headers["content-type"] == "application/json"
    for secret in SECRETS:
        Webhook(secret).verify(got.body, got.headers, json_parse=False)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRETS[0]).verify(got.body + b" ", got.headers, json_parse=False)


@pytest.mark.parametrize("status", [200, 302, 307, 404, 410, 503])
async def test_the_status_is_told_as_it_is_and_no_redirect_followed(status: int) -> None:
    async with Receiver() as elsewhere, Receiver(lambda _: (status, f"location: {elsewhere.url}\r\n")) as receiver:
        assert await posted(receiver.url) == Attempt(status)

    assert elsewhere.got == []


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("120", timedelta(seconds=120)),
        ((NOW + timedelta(minutes=5)).strftime("%a, %d %b %Y %H:%M:%S GMT"), timedelta(minutes=5)),
        ("soon", None),
        ("-3", None),
        ("٣", None),
        ("9" * 40, timedelta(seconds=999_999_999)),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        ("Mon, 01 Jan 2026 00:00:00 +99999999999999999999", None),
    ],
    ids=["seconds", "date", "word", "negative", "other_digits", "long", "long_year", "long_zone"],
)
async def test_a_wish_for_later_is_read_in_both_of_its_forms(said: str, wish: timedelta | None) -> None:
    async with Receiver(lambda _: (429, f"retry-after: {said}\r\n")) as receiver:
        assert await posted(receiver.url) == Attempt(429, None, wish)


async def test_outside_the_sandbox_this_machine_is_not_reached_by_whatever_name() -> None:
    async with Receiver() as receiver:
        for url in (receiver.url, receiver.url.replace("127.0.0.1", "localhost")):
            assert await posted(url, loopback=False) == Attempt(None, "forbidden_address")

    assert receiver.got == []


async def test_a_name_that_stands_for_a_private_address_is_not_followed_there(names: dict[str, list[str]]) -> None:
    for address in ("127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "::ffff:192.168.0.1"):
        names["panel.example.cn"] = [address]
        assert await posted("https://panel.example.cn/hook", loopback=False) == Attempt(None, "forbidden_address")


async def test_a_name_is_asked_once_so_that_no_second_answer_leads_elsewhere(names: dict[str, list[str]]) -> None:
    async with Receiver() as receiver:
        names["rebinding.localhost"] = ["127.0.0.1"]
        names["localhost"] = ["127.0.0.1", "10.0.0.1"]
        url = receiver.url.replace("127.0.0.1", "localhost")
        assert await posted(url) == Attempt(204)

    assert names["localhost"] == ["10.0.0.1"]


@pytest.mark.parametrize("host", ["panel..example.cn", ".example.cn", f"{'a' * 64}.example.cn"], ids=len)
async def test_a_name_that_can_be_nobodys_is_told_as_one_that_nobody_knows(host: str) -> None:
    assert await posted(f"https://{host}/hook") == Attempt(None, "unknown_host")


async def test_names_whose_servers_are_silent_keep_no_other_name_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, look_up, answered = list[str](), socket.getaddrinfo, threading.Event()

    def silent(host: str, *more: Any, **named: Any) -> Any:
        asked.append(host)
        if host.startswith("dead"):
            answered.wait(20)
            raise socket.gaierror
        return look_up(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    one = sender()
    urls = [f"https://dead{number % 40}.example.cn/" for number in range(80)]
    dead = [asyncio.create_task(one.post(url, SECRETS, "evt_1", NOW, BODY)) for url in urls]
    async with Receiver() as receiver:
        quick = await one.post(receiver.url.replace("127.0.0.1", "localhost"), SECRETS, "evt_1", NOW, BODY)
    answered.set()
    told = await asyncio.gather(*dead)
    await one.close()

    assert quick == Attempt(204)
    assert {attempt.error for attempt in told} == {"unknown_host"}
    assert len(asked) == 40 + 1


def _refusing_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


async def test_what_goes_wrong_is_told_in_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.adapters.webhook_http.ANSWER_SECONDS", 0.2)

    async def garbles(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"not HTTP at all\r\n\r\n")
        writer.close()

    garbled = await asyncio.start_server(garbles, "127.0.0.1", 0)
    async with Receiver(holds=asyncio.Event()) as silent:
        port = garbled.sockets[0].getsockname()[1]
        told = {
            "timeout": await posted(silent.url),
            "connection_failed": await posted(f"http://127.0.0.1:{_refusing_port()}/"),
            "broken_answer": await posted(f"http://127.0.0.1:{port}/"),
        }
    garbled.close()

    assert {word: attempt.error for word, attempt in told.items()} == {word: word for word in told}


async def test_an_answer_without_end_is_left_after_some_kilobytes() -> None:
    sent = 0

    async def pours(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n")
        try:
            while sent < 1 << 26:
                writer.write(b"x" * 65536)
                await writer.drain()
                sent += 65536
        except ConnectionError:
            pass
        writer.close()

    server = await asyncio.start_server(pours, "127.0.0.1", 0)
    attempt = await posted(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    server.close()

    assert attempt == Attempt(200)
    assert sent < 1 << 26


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda: sender(loopback=False).fault_of("http://127.0.0.1/"), TargetFault.NOT_HTTPS),
        (lambda: sender().fault_of("http://127.0.0.1/"), None),
    ],
)
def test_an_address_is_judged_before_it_is_asked(make: Callable[[], TargetFault | None], fault: object) -> None:
    assert make() is fault
