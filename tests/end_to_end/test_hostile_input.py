"""Hostile input: whatever comes, the answer is a problem of the caller's and never one of ours."""

import json
import socket
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.play.expected_problem import problem, refused_fields
from tests.play.filing_case import FilingCase
from tests.play.running_service import Caller, RunningService

JSON = {"content-type": "application/json"}
ENTRANCES = [
    "/v1/accounts",
    "/v1/type-verifications",
    "/v1/filings",
    "/v1/sms-verifications",
    "/v1/sandbox/records",
    "/v1/filing-needs",
    "/v1/name-checks",
]


@pytest.fixture(scope="module")
def draft(service: RunningService, client: dict[str, str]) -> FilingCase:
    case = FilingCase(service, client)
    case.begin()
    return case


@pytest.fixture(scope="module")
def backend(draft: FilingCase) -> Caller:
    return draft.backend


def is_refused(answer: httpx.Response) -> dict[str, Any]:
    assert 400 <= answer.status_code < 500, answer.text
    return problem(answer, answer.status_code, answer.json()["code"])


MALFORMED = {
    "nothing": b"{",
    "word": b"nonsense",
    "trailing comma": b'{"a": 1,}',
    "single quotes": b"{'a': 1}",
    "two values": b"{} {}",
    "comment": b"{} // ok",
    "nan": b'{"phone": NaN}',
    "infinity": b'{"phone": -Infinity}',
    "half a surrogate escape": b'{"external_id": "\\ud8',
    "bare control character": b'{"external_id": "a\x01b"}',
    "invalid utf-8": b'{"external_id": "\xff\xfe"}',
    "overlong utf-8": b'{"external_id": "\xc0\xaf"}',
    "utf-16": '{"external_id": "x"}'.encode("utf-16"),
    "deep list": b"[" * 100_000,
    "deep object": b'{"a":' * 50_000,
    "nul byte": b"\x00",
    "leading zeros": b'{"a": 007}',
    "hex": b'{"a": 0x10}',
}


@pytest.mark.parametrize("path", ENTRANCES)
@pytest.mark.parametrize("kind", MALFORMED)
def test_what_is_no_json_is_malformed_or_refused_and_never_our_fault(backend: Caller, path: str, kind: str) -> None:
    answer = backend.call("POST", path, content=MALFORMED[kind], headers=JSON)

    assert is_refused(answer)["code"] in ("malformed-request", "validation-failed"), kind


WRONG_SHAPE = [b"null", b"[]", b'""', b"1", b"true", b"1e400", b'[{"a": 1}]', b"-0", b"9" * 5000]


@pytest.mark.parametrize("path", ENTRANCES)
@pytest.mark.parametrize("body", WRONG_SHAPE, ids=[body[:12].decode() for body in WRONG_SHAPE])
def test_json_that_is_no_object_is_refused(backend: Caller, path: str, body: bytes) -> None:
    is_refused(backend.call("POST", path, content=body, headers=JSON))


@pytest.mark.parametrize("path", ENTRANCES)
def test_no_body_where_one_is_wanted_is_refused(backend: Caller, path: str) -> None:
    for headers in ({}, JSON):
        is_refused(backend.call("POST", path, headers=headers))


VALUES = {
    "lone surrogate": '"\\ud800"',
    "nul": '"\\u0000"',
    "escape": '"\\u001b[2J"',
    "huge number": "1" + "0" * 400,
    "huge exponent": "1e999999",
    "deep": "[" * 500 + "]" * 500,
    "long": json.dumps("字" * 100_000),
    "list": "[]",
    "object": "{}",
    "true": "true",
    "null": "null",
    "empty": '""',
}
FIELDS = {
    "/v1/accounts": ['{{"external_id": {}, "phone": "13800000000", "real_name_verified": true}}', "/external_id"],
    "/v1/authorization-codes/check": ['{{"code": {}}}', "/code"],
    "/v1/sms-verifications": ['{{"phone": {}, "certificate_last6": "123456", "code": "123456"}}', "/phone"],
    "/v1/filings": [
        '{{"type_verification_id": {}, "product": {{"authorization_code": "A"}}}}',
        "/type_verification_id",
    ],
    "/v1/type-verifications": [
        '{{"subject": {{"nature": "enterprise", "certificate": {{"type": "business_license", "number": {}}}, '
        '"region": "410100"}}, "service": {{"kind": "website", "domain": "a.cn"}}}}',
        "/subject/certificate/number",
    ],
}


@pytest.mark.parametrize("path", FIELDS)
@pytest.mark.parametrize("kind", VALUES)
def test_a_hostile_value_is_refused_at_its_place(backend: Caller, path: str, kind: str) -> None:
    form, pointer = FIELDS[path]

    answer = backend.call("POST", path, content=form.format(VALUES[kind]).encode(), headers=JSON)

    refusal = is_refused(answer)
    if refusal["code"] == "validation-failed":
        assert [error["pointer"] for error in refusal["errors"]] == [pointer]
    else:
        assert refusal["code"] == "malformed-request"
        assert kind in ("lone surrogate", "huge number", "huge exponent", "deep")


@pytest.mark.parametrize("kind", VALUES)
def test_a_hostile_value_in_a_draft_changes_nothing(draft: FilingCase, kind: str) -> None:
    before = draft.filing()
    for place in ('{{"remark": {}}}', '{{"subject": {{"name": {}}}}}', '{{"services": [{{"name": {}}}]}}'):
        answer = draft.app.call(
            "PATCH", draft.path, content=place.format(VALUES[kind]).encode(), headers=JSON, etag=draft.etag()
        )

        assert answer.status_code < 500
        if kind != "null":
            is_refused(answer)
    assert draft.filing() == before


def test_an_unknown_field_is_refused_wherever_it_stands(draft: FilingCase) -> None:
    patch = {
        "surprise": 1,
        "subject": {"surprise": 1, "principal": {"certificate": {"surprise": 1}}},
        "services": [{"surprise": 1, "access": [{"ip_ranges": [{"from": "1.1.1.1", "to": "1.1.1.1", "surprise": 1}]}]}],
    }

    refused_fields(
        draft.change(patch),
        "/surprise",
        "/subject/surprise",
        "/subject/principal/certificate/surprise",
        "/services/0/surprise",
        "/services/0/access/0/ip_ranges/0/surprise",
    )


def test_a_thousand_faults_are_not_all_told(backend: Caller) -> None:
    body = {"external_id": "x", "phone": "13800000000", "real_name_verified": True}

    refusal = problem(
        backend.post("/v1/accounts", body | {f"f{turn}": 1 for turn in range(1000)}), 422, "validation-failed"
    )

    assert len(refusal["errors"]) == 200
    assert refusal["errors_left_out"] == 800


def test_a_key_that_stands_twice_gives_no_half_state(backend: Caller, draft: FilingCase) -> None:
    names = f'"external_id": "a{draft.seed}", "external_id": "b{draft.seed}"'
    text = f'{{{names}, "phone": "13800000000", "real_name_verified": true}}'

    answer = backend.call("POST", "/v1/accounts", content=text, headers=JSON)

    assert answer.status_code == 201
    assert answer.json()["external_id"] == f"b{draft.seed}", "the last one counts, as in every JSON parser"


def test_a_byte_order_mark_is_no_harm(backend: Caller, draft: FilingCase) -> None:
    text = json.dumps({"external_id": f"bom{draft.seed}", "phone": "13800000000", "real_name_verified": True})

    answer = backend.call("POST", "/v1/accounts", content=b"\xef\xbb\xbf" + text.encode(), headers=JSON)

    assert answer.status_code == 201


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "",
        "application/jsonp",
        "*/*",
        "a" * 3000,
    ],
)
@pytest.mark.parametrize("path", ENTRANCES)
def test_another_media_type_is_refused(backend: Caller, path: str, content_type: str) -> None:
    answer = backend.call("POST", path, content=b"{}", headers={"content-type": content_type})

    assert "application/json" in problem(answer, 415, "media-type-unsupported")["accepted"]


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_is_known_whatever_its_parameters(backend: Caller, draft: FilingCase, content_type: str) -> None:
    body = {"external_id": draft.seed, "phone": "13800000000", "real_name_verified": True}

    answer = backend.call("POST", "/v1/accounts", content=json.dumps(body), headers={"content-type": content_type})

    assert answer.status_code == 200


def test_a_merge_patch_may_say_that_it_is_one(draft: FilingCase) -> None:
    patch = json.dumps({"remark": None})

    for content_type, status in (("application/merge-patch+json", 200), ("application/json-patch+json", 415)):
        answer = draft.app.call(
            "PATCH", draft.path, content=patch, headers={"content-type": content_type}, etag=draft.etag()
        )
        assert answer.status_code == status


@pytest.mark.parametrize("path", ENTRANCES)
def test_a_body_beyond_the_limit_is_refused(backend: Caller, path: str) -> None:
    problem(backend.call("POST", path, content=b" " * (1 << 20) + b"{}", headers=JSON), 413, "payload-too-large")


def test_a_body_that_does_not_say_its_size_is_cut_off_too(backend: Caller) -> None:
    def chunks() -> Any:
        for _ in range(40):
            yield b" " * 65536

    problem(backend.call("POST", "/v1/accounts", content=chunks(), headers=JSON), 413, "payload-too-large")


LONG = "x" * 2000
STRANGE_IDS = [
    "%00",
    "fil_%00",
    "%FF%FE",
    "..%2f..%2fetc",
    LONG,
    "%F0%9F%92%A9",
    "'%20or%201=1--",
    "%25",
    "%0d%0aX:1",
    "%ED%A0%80",
]


@pytest.mark.parametrize("strange", STRANGE_IDS, ids=range(len(STRANGE_IDS)))
def test_a_strange_id_in_the_address_is_not_found(backend: Caller, strange: str) -> None:
    for path in (
        "/v1/filings/{}",
        "/v1/accounts/{}",
        "/v1/type-verifications/{}",
        "/v1/records/{}",
        "/v1/filings/{}/checks",
    ):
        problem(backend.get(path.format(strange)), 404, "not-found")
    problem(backend.call("PATCH", f"/v1/filings/{strange}", json={}, etag="*"), 404, "not-found")
    problem(backend.post(f"/v1/filings/{strange}/submit", {}, etag="*"), 404, "not-found")


@pytest.mark.parametrize("strange", ["%00", "%0a", LONG, "%7f"])
def test_a_strange_name_of_a_server_is_refused(backend: Caller, strange: str) -> None:
    body = {
        "product": "cloud_server",
        "location": "mainland",
        "billing": "prepaid",
        "public_ips": [],
        "purchased_at": "2026-01-01T00:00:00Z",
        "filing_capacity": 1,
    }

    problem(backend.call("PUT", f"/v1/resources/{strange}", json=body), 404, "not-found")


@pytest.mark.parametrize(
    "query",
    [
        "state=%00",
        "state=" + LONG,
        "account_id=%27%3B--",
        "account_id=%00",
        "cursor=%00",
        "cursor=" + LONG,
        "limit=٣",
        "limit=9" * 3,
    ],
)
def test_a_hostile_query_is_refused_at_its_place(backend: Caller, query: str) -> None:
    answer = backend.get(f"/v1/filings?{query}")

    refusal = is_refused(answer)
    assert refusal["errors"][0]["pointer"] == f"/query/{query.partition('=')[0]}"


def test_an_unknown_query_parameter_does_no_harm(backend: Caller) -> None:
    assert backend.get("/v1/filings?utm_source=x&limit=1").status_code == 200


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "PROPFIND", "DELETE", "PUT"])
def test_a_method_that_a_path_does_not_have_is_not_allowed(backend: Caller, method: str) -> None:
    for path in ("/v1/accounts", "/v1/type-verifications"):
        answer = backend.call(method, path)

        assert answer.status_code == 405
        assert "POST" in answer.headers["allow"]


@pytest.mark.parametrize(
    "path", ["/v1/filings/", "//v1/filings", "/v1//filings", "/V1/filings", "/v1/filings/%2e%2e/me"]
)
def test_another_spelling_of_a_path_is_no_path(backend: Caller, path: str) -> None:
    problem(backend.call("GET", path), 404, "not-found")


def raw(service: RunningService, request: bytes) -> bytes:
    address = httpx.URL(service.base_url)
    with socket.create_connection((address.host, address.port), timeout=20) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /\r\n\r\n",
        b"GET /v1/me HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        b"GET /v1/me HTTP/1.1\r\n\r\n",
        b"POST /v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
        b"POST /v1/accounts HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /v1/me HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
        b"GET /v1/me?" + b"q" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\xfe\r\nConnection: close\r\n\r\n",
        b"GET /v1/me HTTP/1.1\r\nHost: x\r\nAccept-Language: \xe4\xb8\xad;q=\xff\r\nConnection: close\r\n\r\n",
    ],
    ids=range(11),
)
def test_what_is_hardly_http_is_refused_and_the_next_caller_is_served(
    service: RunningService, request_bytes: bytes
) -> None:
    answer = raw(service, request_bytes)

    assert answer == b"" or answer.startswith(b"HTTP/1.1 4")
    assert service.http.get("/healthz").status_code == 200


def test_headers_of_strange_content_do_no_harm(backend: Caller) -> None:
    for name, value in [
        ("accept-language", "x" * 5000),
        ("accept-language", "en;q=nan, zh;q=1e400"),
        ("traceparent", "00-" + "0" * 32 + "-" + "0" * 16 + "-00"),
        ("traceparent", "garbage"),
        ("x-request-id", "a" * 5000),
        ("x-request-id", "<script>"),
        ("if-match", '"' + "9" * 5000 + '"'),
        ("range", "bytes=0-1"),
        ("accept", "application/xml"),
        ("content-length", "0"),
    ]:
        assert backend.get("/v1/filings", headers={name: value}).status_code == 200, name


def test_an_if_match_of_many_digits_is_an_old_one(draft: FilingCase) -> None:
    answer = draft.app.call("PATCH", draft.path, json={"remark": "x"}, etag='"' + "9" * 5000 + '"')

    problem(answer, 412, "precondition-failed")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.fixed_dictionaries(
        {},
        optional={
            "subject": json_values
            | st.fixed_dictionaries({}, optional={"principal": json_values, "certificate": json_values}),
            "services": json_values | st.lists(st.fixed_dictionaries({}, optional={"access": json_values}), max_size=2),
            "emergency_contacts": json_values,
            "remark": json_values,
        },
    )
)
def test_no_patch_whatever_it_is_breaks_the_service(draft: FilingCase, body: dict[str, Any]) -> None:
    text = json.dumps(body).encode()

    answer = draft.app.call("PATCH", draft.path, content=text, headers=JSON, etag=draft.etag())

    if answer.status_code != 200:
        is_refused(answer)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=json_values, path=st.sampled_from([*ENTRANCES, "/v1/authorization-codes/check", "/v1/sandbox/domain-facts"])
)
def test_no_json_whatever_it_is_breaks_an_entrance(backend: Caller, body: Any, path: str) -> None:
    is_refused(backend.call("POST", path, content=json.dumps(body).encode(), headers=JSON))
