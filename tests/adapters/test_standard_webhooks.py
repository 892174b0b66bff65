"""Callback signatures: exactly these bytes, lately, by who knows the secret."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from app.adapters.standard_webhooks import StandardWebhookSignatures
from app.adapters.system_clock import SystemClock
from app.ports.callback_signatures import CallbackSignatures

SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"
OTHER_SECRET = "whsec_MzIxMDk4NzY1NDMyMTA5ODc2NTQzMjEw"
BODY = '{"type": "approved", "名": "示例"}'.encode()


def now() -> datetime:
    # The library compares with real time, so what it should accept has to be signed in real time.
    return SystemClock().real_now()


def some_signatures(secret: str = SECRET) -> CallbackSignatures:
    return StandardWebhookSignatures(secret)


def signed(**changes: str) -> Mapping[str, str]:
    return {**some_signatures().sign("cb_1", BODY, now()), **{name.replace("_", "-"): v for name, v in changes.items()}}


def test_what_was_signed_is_accepted_whatever_the_case_of_the_headers() -> None:
    assert some_signatures().verify(signed(), BODY)
    assert some_signatures().verify({name.title(): value for name, value in signed().items()}, BODY)


def test_one_good_signature_among_several_is_enough() -> None:
    other = StandardWebhookSignatures(OTHER_SECRET).sign("cb_1", BODY, now())["webhook-signature"]

    assert some_signatures().verify(signed(webhook_signature=f"{other} {signed()['webhook-signature']}"), BODY)


def test_signatures_are_those_of_the_specification() -> None:
    # Computed apart: base64(HMAC-SHA-256(key, "msg_1.1709254800.{}")).
    headers = some_signatures().sign("msg_1", b"{}", datetime(2024, 3, 1, 1, tzinfo=UTC))

    assert headers == {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1709254800",
        "webhook-signature": "v1,exNyRFRXkRW4PBn5TL1eH8NqLSPWOCtCdUCYm2NDhz8=",
    }


@pytest.mark.parametrize("minutes", [-6, 6])
def test_what_was_signed_too_long_ago_or_too_far_ahead_is_refused(minutes: int) -> None:
    headers = some_signatures().sign("cb_1", BODY, now() + timedelta(minutes=minutes))

    assert not some_signatures().verify(headers, BODY)


@pytest.mark.parametrize(
    "forged",
    [
        lambda: {},
        lambda: signed(webhook_id="cb_2"),
        lambda: signed(webhook_id=""),
        lambda: signed(webhook_timestamp=str(int(now().timestamp()) + 1)),
        lambda: signed(webhook_timestamp="yesterday"),
        lambda: signed(webhook_timestamp="nan"),
        lambda: signed(webhook_timestamp="1e999"),
        lambda: signed(webhook_signature=""),
        lambda: signed(webhook_signature="v1"),
        lambda: signed(webhook_signature="v1,?"),
        lambda: signed(webhook_signature="v1,一"),
        lambda: signed(webhook_signature="v1,a,b"),
        lambda: signed(webhook_signature=signed()["webhook-signature"].replace("v1,", "v2,")),
        lambda: StandardWebhookSignatures(OTHER_SECRET).sign("cb_1", BODY, now()),
    ],
)
def test_anything_else_is_refused_without_an_error(forged: Callable[[], Mapping[str, str]]) -> None:
    assert not some_signatures().verify(forged(), BODY)


@pytest.mark.parametrize("body", [b"", BODY + b" ", b"\xff\xfe"])
def test_another_body_is_refused(body: bytes) -> None:
    assert not some_signatures().verify(signed(), body)


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "whsec_c2hvcnQ=", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz", "whsec_键", "whsec_!"]
)
def test_a_secret_of_another_form_stops_the_start_without_being_quoted(secret: str) -> None:
    with pytest.raises(ValueError, match=r"must be whsec_ and the base64 of 24 to 64 bytes$") as caught:
        StandardWebhookSignatures(secret)

    assert caught.value.__cause__ is None
