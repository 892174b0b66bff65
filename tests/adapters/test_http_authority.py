"""What the HTTP gateway makes of a side that does not answer as it should."""

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from app.adapters.authority_connection import AuthorityConnection
from app.adapters.http_authority import HttpAuthority
from app.adapters.http_domain_registry import HttpDomainRegistry
from app.ports.authority import (
    AskedService,
    AskedSubject,
    AuthorityUnavailableError,
    SmsRecipient,
    Submission,
    SubmittedPaper,
)

PHONE = "13800000001"
CERTIFICATE = "91310115MA1TEST01X"
NAME = "示例科技有限公司"
SECRET = "a-shared-secret-for-tests"
PERSONAL = (PHONE, CERTIFICATE, NAME, SECRET, "00002X", "654321", "authority.test")

Respond = Callable[[httpx.Request], httpx.Response]
Call = Callable[[HttpAuthority], Awaitable[Any]]

SUBMISSION = Submission(
    submission_id="fil_1",
    provider_number="990001",
    filing_type="first_filing",
    province="310000",
    subject={"name": NAME, "certificate": {"type": "business_license", "number": CERTIFICATE}},
    services=({"id": "svc_1", "kind": "website", "name": NAME, "domains": ["example.cn"]},),
    sms_recipients=(SmsRecipient(("subject_principal",), PHONE, "00002X"),),
)
CALLS: dict[str, Call] = {
    "look_up": lambda authority: authority.look_up(
        "990001", AskedSubject("business_license", CERTIFICATE, "unit"), [AskedService("website", "example.cn")]
    ),
    "submit": lambda authority: authority.submit(SUBMISSION),
    "find": lambda authority: authority.find("990001", "fil_1"),
    "state_of": lambda authority: authority.state_of("rcpt_1"),
    "check_sms": lambda authority: authority.check_sms("rcpt_1", PHONE, "00002X", "654321"),
    "resend_sms": lambda authority: authority.resend_sms("rcpt_1", PHONE, 2),
    "check": lambda authority: authority.check(),
}


def connected(respond: Respond) -> AuthorityConnection:
    return AuthorityConnection("http://authority.test", SECRET, 5.0, httpx.MockTransport(respond))


def answering(status: int, body: object) -> Respond:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda _request: httpx.Response(status, content=content)


def failing(error: type[Exception]) -> Respond:
    def respond(request: httpx.Request) -> httpx.Response:
        raise error(f"{request.url} {request.content.decode()}")

    return respond


def echoing(status: int) -> Respond:
    """Answer with what was sent, as careless error pages do."""

    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json={"code": request.content.decode(), "message": request.content.decode()})

    return respond


BROKEN: dict[str, Respond] = {
    "refused connection": failing(httpx.ConnectError),
    "connecting takes too long": failing(httpx.ConnectTimeout),
    "no answer in time": failing(httpx.ReadTimeout),
    "no free connection": failing(httpx.PoolTimeout),
    "broken off": failing(httpx.RemoteProtocolError),
    "undecodable": lambda _request: httpx.Response(200, headers={"content-encoding": "gzip"}, content=b"no gzip"),
    "500": answering(500, {"code": "internal_error", "message": PHONE}),
    "503 that echoes": echoing(503),
    "wrong secret": answering(401, {"code": "unauthenticated", "message": ""}),
    "body refused, echoing": echoing(422),
    "redirected": lambda _request: httpx.Response(302, headers={"location": "http://elsewhere.test/"}),
    "error page": answering(200, b"<html>"),
    "nothing": answering(200, b""),
    "a list": answering(200, []),
    "null": answering(200, None),
    "cut short": answering(200, b'{"receipt": "rcpt_1", "sms_d'),
    "not UTF-8": answering(200, b'{"receipt": "\xff"}'),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
@pytest.mark.parametrize("respond", BROKEN.values(), ids=BROKEN.keys())
async def test_no_answer_that_can_be_trusted_is_unavailable_and_says_nothing_personal(
    respond: Respond, call: Call
) -> None:
    connection = connected(respond)

    with pytest.raises(AuthorityUnavailableError) as caught:
        await call(HttpAuthority(connection))

    # Neither the words nor anything chained to them may quote what was sent.
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert not [word for word in PERSONAL if word in str(caught.value)]
    await connection.close()


async def test_papers_go_as_base64_beside_the_filing_and_are_left_out_where_there_are_none() -> None:
    bodies: list[dict[str, Any]] = []

    def respond(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content))
        return httpx.Response(201, json={"receipt": "r", "sms_due": False, "sms_expires_at": None})

    paper = SubmittedPaper("subject_certificate", "/subject", "0" * 64, "image/jpeg", b"\xff\xd8 picture")
    connection = connected(respond)

    await HttpAuthority(connection).submit(SUBMISSION)
    await HttpAuthority(connection).submit(replace(SUBMISSION, papers=(paper,)))

    assert "papers" not in bodies[0]
    assert bodies[1]["papers"] == [
        {
            "kind": "subject_certificate",
            "for": "/subject",
            "sha256": "0" * 64,
            "bytes": 10,
            "media_type": "image/jpeg",
            "content": base64.b64encode(b"\xff\xd8 picture").decode(),
        }
    ]
    await connection.close()


RECEIPT = {"receipt": "rcpt_1", "outcome": "accepted", "sms_due": True, "sms_expires_at": "2024-03-02T01:00:00+00:00"}
CHECKED = {"outcome": "verified", "tries_left": 5, "all_verified": True, "waiting_for": 0}
LOOKUP: dict[str, Any] = {"subject": None, "subject_under_review": False, "subject_blacklisted": False, "services": []}
MALFORMED: dict[str, tuple[str, dict[str, Any]]] = {
    "a receipt that is a number": ("submit", {**RECEIPT, "receipt": 7}),
    "no receipt": ("submit", {"sms_due": False, "sms_expires_at": None}),
    "a time without offset": ("submit", {**RECEIPT, "sms_expires_at": "2024-03-02T01:00:00"}),
    "half a refusal": ("submit", {**RECEIPT, "refusal": {"code": "1005"}}),
    "an unknown outcome": ("check_sms", {**CHECKED, "outcome": "perhaps"}),
    "tries in words": ("check_sms", {**CHECKED, "tries_left": "five"}),
    "fewer services than asked": ("look_up", LOOKUP),
    "a state that is none": ("state_of", {"receipt": "rcpt_1", "state": None}),
    "a count that is none": ("resend_sms", {"resends_left": None}),
}


@pytest.mark.parametrize(("name", "body"), MALFORMED.values(), ids=MALFORMED.keys())
async def test_an_answer_of_the_wrong_shape_is_unavailable(name: str, body: dict[str, Any]) -> None:
    connection = connected(answering(200, body))

    with pytest.raises(AuthorityUnavailableError):
        await CALLS[name](HttpAuthority(connection))

    await connection.close()


async def test_an_unexpected_refusal_is_named_by_status_and_code() -> None:
    connection = connected(answering(401, {"code": "unauthenticated", "message": "The token is wrong."}))

    with pytest.raises(AuthorityUnavailableError, match=r"^check: unexpected status 401 \(unauthenticated\)$"):
        await HttpAuthority(connection).check()

    await connection.close()


async def test_members_that_we_do_not_know_are_ignored() -> None:
    connection = connected(answering(201, {**RECEIPT, "queue_position": 3}))

    answer = await HttpAuthority(connection).submit(SUBMISSION)

    assert answer.receipt == "rcpt_1"
    await connection.close()


async def test_every_call_carries_the_secret_and_no_personal_data_in_its_address() -> None:
    seen: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(500)

    connection = connected(respond)
    for call in CALLS.values():
        with pytest.raises(AuthorityUnavailableError):
            await call(HttpAuthority(connection))

    assert {request.headers["authorization"] for request in seen} == {f"Bearer {SECRET}"}
    assert not [word for word in PERSONAL[:-1] for request in seen if word in str(request.url)]
    await connection.close()


async def test_a_receipt_cannot_lead_to_another_address() -> None:
    seen: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path.decode())
        return httpx.Response(500)

    connection = connected(respond)
    with pytest.raises(AuthorityUnavailableError):
        await HttpAuthority(connection).state_of("../../sandbox/clock?x=1")

    assert seen == ["/authority/v1/submissions/..%2F..%2Fsandbox%2Fclock%3Fx%3D1"]
    await connection.close()


async def test_facts_of_other_domains_than_those_asked_are_no_answer() -> None:
    facts = {"domain": "other.cn", "known": False, "holder": None, "real_name": "unknown", "expires_on": None,
             "registrar_approved": None, "suffix_approved": None}  # fmt: skip
    connection = connected(answering(200, {"data": [facts]}))

    with pytest.raises(AuthorityUnavailableError):
        await HttpDomainRegistry(connection).look_up(["example.cn"])

    await connection.close()


async def test_only_an_unknown_submission_is_one_that_never_arrived() -> None:
    unknown = HttpAuthority(connected(answering(404, {"code": "unknown_submission", "message": ""})))
    elsewhere = HttpAuthority(connected(answering(404, {"code": "not_found", "message": ""})))

    assert await unknown.find("990001", "fil_1") is None
    with pytest.raises(AuthorityUnavailableError, match="not_found"):
        await elsewhere.find("990001", "fil_1")
