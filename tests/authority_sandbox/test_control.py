import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from authority_sandbox.settings import SettingsError, read_settings
from tests.authority_sandbox.playing import (
    CALLBACK_SECRET,
    DAY,
    NOW,
    SECRET,
    a_recipient,
    a_record,
    a_submission,
    submitted,
    time_moved_to,
)

GOOD = {
    "AUTHORITY_SANDBOX_DATABASE_URL": "postgresql://someone@/sandbox?host=/tmp/x",
    "AUTHORITY_SANDBOX_PORT": "8001",
    "AUTHORITY_SANDBOX_CALLBACK_URL": "http://127.0.0.1:8000/v1/authority/callbacks",
    "AUTHORITY_SANDBOX_SECRET": SECRET,
    "AUTHORITY_SANDBOX_CALLBACK_SECRET": CALLBACK_SECRET,
}


async def test_time_starts_as_real_time_and_tells_what_is_due_next(sandbox: httpx.AsyncClient) -> None:
    before = (await sandbox.get("/sandbox/clock")).json()
    await submitted(sandbox, a_submission(sms_recipients=[a_recipient()]))

    next_due = (await sandbox.get("/sandbox/next-due")).json()

    assert before == {"now": NOW.isoformat(), "offset_seconds": 0.0, "next_due": None, "idle": True}
    assert next_due == {"next_due": (NOW + timedelta(days=1)).isoformat(), "undelivered": 0}


async def test_time_never_goes_back_once_anything_has_happened(sandbox: httpx.AsyncClient) -> None:
    await sandbox.post("/sandbox/records", json=a_record())
    await time_moved_to(sandbox, DAY)

    back = await sandbox.put("/sandbox/clock", json={"offset_seconds": DAY - 1})
    again = await sandbox.put("/sandbox/clock", json={"offset_seconds": DAY})

    assert (back.status_code, back.json()["code"]) == (409, "clock_backwards")
    assert again.json()["now"] == (NOW + timedelta(days=1)).isoformat()


async def test_a_fresh_sandbox_can_be_set_to_a_day_in_the_past(sandbox: httpx.AsyncClient) -> None:
    moved = await time_moved_to(sandbox, -1000 * DAY)

    answer = await submitted(sandbox, a_submission(sms_recipients=[a_recipient()]))

    assert moved["now"] == (NOW - timedelta(days=1000)).isoformat()
    assert datetime.fromisoformat(answer["sms_expires_at"]) == NOW - timedelta(days=999)


@pytest.mark.parametrize("offset", ["1", None, True, 1e30, -1e12, [1]])
async def test_an_impossible_time_is_refused(sandbox: httpx.AsyncClient, offset: object) -> None:
    answer = await sandbox.put("/sandbox/clock", json={"offset_seconds": offset})

    assert answer.status_code == 422


@pytest.mark.parametrize("authorization", ["", "Bearer wrong", f"Basic {SECRET}", "Bearer geheim\u00fc"])
async def test_every_call_but_the_health_check_needs_the_token(sandbox: httpx.AsyncClient, authorization: str) -> None:
    headers = {b"authorization": authorization.encode()}

    refused = await sandbox.get("/sandbox/clock", headers=headers)
    healthy = await sandbox.get("/healthz", headers=headers)

    assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated")
    assert healthy.status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"province": "710000"},
        {"province": "41"},
        {"filing_type": "claim"},
        {"services": []},
        {"services": [{"id": "svc_1", "kind": "website", "name": "x", "domains": []}]},
        {"services": [{"id": "svc_1", "kind": "website", "name": "x", "domains": ["localhost"]}]},
        {"services": [{"id": "svc_1", "kind": "website", "name": "x\x00", "domains": ["a.cn"]}]},
        {"subject": {"name": "x"}},
        {"subject_name": "\ud800"},
        {"services": [{"id": "svc_1", "kind": "website", "name": "x" * 513, "domains": ["a.cn"]}]},
        {"subject_number": ""},
        {"reason_code": 1},
        {"sms_recipients": [{"roles": [], "phone": "1", "certificate_last6": ""}]},
        {"unknown": 1},
        {"submission_id": ""},
        {"submission_id": None},
    ],
)
async def test_a_submission_of_the_wrong_shape_is_refused_and_not_stored(
    sandbox: httpx.AsyncClient, changes: dict[str, Any]
) -> None:
    body = json.dumps(a_submission(**changes)).encode()

    answer = await sandbox.post("/authority/v1/submissions", content=body, headers={"content-type": "application/json"})

    found = await sandbox.get("/authority/v1/submissions", params={"provider_id": "410001", "submission_id": "sub_1"})
    assert answer.status_code == 422
    assert answer.json()["code"] == "validation_failed"
    assert found.status_code == 404


async def test_a_refusal_names_the_place_and_repeats_nothing_of_what_was_sent(sandbox: httpx.AsyncClient) -> None:
    submission = a_submission(services=[{"id": "1", "kind": "website", "name": "geheim", "domains": ["localhost"]}])

    answer = await sandbox.post("/authority/v1/submissions", json=submission)

    assert answer.json()["errors"][0]["pointer"] == "/services/0/domains/0"
    assert "geheim" not in answer.text
    assert "localhost" not in answer.text


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 500 + b"1" + b"}" * 500, b'{"domains":[NaN]}'],
)
async def test_a_body_that_is_no_such_thing_is_refused(sandbox: httpx.AsyncClient, body: bytes) -> None:
    headers = {"content-type": "application/json"}

    for path in ("/authority/v1/domain-facts/lookups", "/authority/v1/submissions"):
        answer = await sandbox.post(path, content=body, headers=headers)

        assert answer.status_code in (400, 422)


async def test_a_body_beyond_the_limit_is_refused(sandbox: httpx.AsyncClient) -> None:
    answer = await sandbox.post("/authority/v1/submissions", content=b" " * (4 * 1024 * 1024 + 1))

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/sandbox/records", 422),
        ("GET", "/sandbox/records?certificate_number=%00", 422),
        ("GET", "/sandbox/records?certificate_number=a&subject_number=b", 422),
        ("GET", "/sandbox/messages?phone=%00", 422),
        ("GET", "/authority/v1/submissions/rcpt_none", 404),
        ("GET", "/authority/v1/submissions/%00", 422),
        ("GET", "/authority/v1/submissions?provider_id=%ff", 422),
        ("GET", "/nowhere", 404),
        ("DELETE", "/sandbox/clock", 405),
    ],
)
async def test_a_question_that_cannot_be_answered_gets_its_status(
    sandbox: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await sandbox.request(method, path)

    assert answer.status_code == status
    assert set(answer.json()) >= {"code", "message"}


def test_settings_come_from_the_environment_and_the_command_line_wins() -> None:
    read = read_settings({"port": "9001", "database_url": None}, GOOD)

    assert read.port == 9001
    assert read.database_url == GOOD["AUTHORITY_SANDBOX_DATABASE_URL"]


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, "") for name in GOOD]
    + [
        ("AUTHORITY_SANDBOX_PORT", "x"),
        ("AUTHORITY_SANDBOX_PORT", "70000"),
        ("AUTHORITY_SANDBOX_DATABASE_URL", "sqlite:///x"),
        ("AUTHORITY_SANDBOX_CALLBACK_URL", "127.0.0.1:8000"),
        ("AUTHORITY_SANDBOX_CALLBACK_SECRET", "whsec_"),
        ("AUTHORITY_SANDBOX_CALLBACK_SECRET", "whsec_é"),
    ],
)
def test_a_missing_or_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}"):
        read_settings({}, {**GOOD, name: value})
