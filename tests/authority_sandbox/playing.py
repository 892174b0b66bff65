"""What the tests of the sandbox play with: a running sandbox, a provider that listens, and submissions."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
from standardwebhooks import Webhook

from authority_sandbox.courier import DeliveryError
from authority_sandbox.main import create_app
from authority_sandbox.settings import Settings

SECRET = "between-the-two"
CALLBACK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
# A Tuesday, 09:00 in Beijing; 25-27 September 2026 are a holiday.
NOW = datetime(2026, 9, 22, 1, 0, tzinfo=UTC)
HOUR = 3600.0
DAY = 24 * HOUR
CREDIT_CODE = "91410100MA9TEST03D"
PHONE = "13900000001"
LAST6 = "EST03D"


class CrashedError(Exception):
    """The sandbox has ended, as far as its caller can tell."""


def die() -> None:
    """Play a crash of the sandbox without ending the tests."""
    raise CrashedError


class Provider:
    """The provider's callback address: notes what it hears, and accepts nothing of the first `deaf_for` callbacks."""

    def __init__(self, *, deaf_for: float = 0) -> None:
        self.deaf_for = deaf_for
        self.away = False
        self.heard: list[dict[str, Any]] = []
        self.headers: list[Mapping[str, str]] = []

    async def deliver(self, body: str, headers: Mapping[str, str]) -> int:
        if self.away:
            raise DeliveryError("ConnectError")
        signature = Webhook(CALLBACK_SECRET).sign(headers["webhook-id"], NOW, body)
        assert headers["webhook-signature"] == signature
        self.headers.append(headers)
        self.heard.append(json.loads(body))
        return 202 if len(self.heard) > self.deaf_for else 503

    @property
    def types(self) -> list[str]:
        return [one["type"] for one in self.heard]


def settings(dsn: str, **changes: Any) -> Settings:
    return Settings(dsn, 0, "http://provider.invalid/callbacks", SECRET, CALLBACK_SECRET, **changes)


@asynccontextmanager
async def running(dsn: str, provider: Provider, **changes: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A sandbox over a database, at NOW of real time, until the block ends."""
    app = create_app(settings(dsn, **changes), deliver=provider.deliver, real_now=lambda: NOW, die=die)
    transport = httpx.ASGITransport(app)
    headers = {"authorization": f"Bearer {SECRET}"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://sandbox", headers=headers) as client,
    ):
        yield client


def a_website(name: str = "某公司官网", domain: str = "example.cn", **changes: Any) -> dict[str, Any]:
    return {"id": "svc_1", "kind": "website", "name": name, "domains": [domain], "remark": None, **changes}


def an_app(name: str, kind: str = "app", **changes: Any) -> dict[str, Any]:
    return {"id": f"svc_{kind}", "kind": kind, "name": name, "domains": [], **changes}


def a_recipient(phone: str = PHONE, last6: str = LAST6, *roles: str) -> dict[str, Any]:
    return {"roles": list(roles or ("subject_principal",)), "phone": phone, "certificate_last6": last6}


def a_submission(submission_id: str = "sub_1", **changes: Any) -> dict[str, Any]:
    """A first filing of an enterprise in 河南 with one website, and nobody to send a code to.

    `province` moves the subject there; a deregistration has a reason.
    """
    subject = {
        "name": changes.pop("subject_name", "郑州某某科技有限公司"),
        "nature": "enterprise",
        "region": changes.pop("region", changes.get("province", "410100")),
        "certificate": {"type": "business_license", "number": changes.pop("number", CREDIT_CODE)},
        "principal": {"name": "张三", "mobile": PHONE},
    }
    whole = {
        "submission_id": submission_id,
        "provider_id": "410001",
        "filing_type": "first_filing",
        "province": "410000",
        "subject": subject,
        "services": [a_website()],
        "sms_recipients": [],
    }
    if changes.get("filing_type", "").startswith("deregister_"):
        whole["reason_code"] = "no_longer_operated"
    return {**whole, **changes}


def a_record(**changes: Any) -> dict[str, Any]:
    subject = {
        "nature": "enterprise",
        "name": "郑州某某科技有限公司",
        "certificate": {"type": "business_license", "number": changes.pop("number", CREDIT_CODE)},
        "region": "410100",
    }
    services = [{"kind": "website", "domain": "example.cn", "access_here": True}]
    return {"provider_id": "410001", "subject": subject, "services": services, **changes}


async def submitted(client: httpx.AsyncClient, submission: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post("/authority/v1/submissions", json=submission)
    assert answer.status_code == 201, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def status_of(client: httpx.AsyncClient, receipt: str) -> dict[str, Any]:
    answer = await client.get(f"/authority/v1/submissions/{receipt}")
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def code_for(client: httpx.AsyncClient, phone: str = PHONE) -> str:
    messages = (await client.get("/sandbox/messages", params={"phone": phone})).json()["data"]
    code: str = messages[0]["code"]
    return code


async def entered(
    client: httpx.AsyncClient, receipt: str, code: str, phone: str = PHONE, last6: str = LAST6
) -> dict[str, Any]:
    body = {"phone": phone, "certificate_last6": last6, "code": code}
    answer = await client.post(f"/authority/v1/submissions/{receipt}/sms-checks", json=body)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


def wrong(code: str) -> str:
    return "000000" if code != "000000" else "000001"


async def time_moved_to(client: httpx.AsyncClient, offset_seconds: float) -> dict[str, Any]:
    answer = await client.put("/sandbox/clock", json={"offset_seconds": offset_seconds})
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def decided(client: httpx.AsyncClient, receipt: str, outcome: str = "accept", **more: Any) -> dict[str, Any]:
    answer = await client.post("/sandbox/decisions", json={"receipt": receipt, "outcome": outcome, **more})
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def approved(client: httpx.AsyncClient, submission: dict[str, Any]) -> dict[str, Any]:
    """Hand a submission over, have it accepted, and return its result."""
    status = await decided(client, (await submitted(client, submission))["receipt"])
    assert status["state"] == "approved", status
    result: dict[str, Any] = status["result"]
    return result


async def looked_up(
    client: httpx.AsyncClient, *services: dict[str, Any], number: str = CREDIT_CODE, provider_id: str = "410001"
) -> dict[str, Any]:
    certificate = {"type": "business_license", "number": number, "family": "unit"}
    body = {"provider_id": provider_id, "certificate": certificate, "services": list(services)}
    answer = await client.post("/authority/v1/lookups", json=body)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result
