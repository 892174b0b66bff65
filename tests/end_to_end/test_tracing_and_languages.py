"""Trace ids and languages (api.md: tracing, language)."""

import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.play.filing_case import FilingCase
from tests.play.processes import until
from tests.play.running_service import Caller, RunningService

TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")


@pytest.fixture(scope="module")
def backend(service: RunningService, client: dict[str, str]) -> Caller:
    return service.caller(client)


@pytest.fixture(scope="module")
def watched(service: RunningService, client: dict[str, str]) -> FilingCase:
    """A filing with deadlines, findings and events."""
    return FilingCase(service, client).submitted().rejected()


def trace_of(answer: Any) -> tuple[str, str]:
    found = TRACEPARENT.fullmatch(answer.headers["traceparent"])
    assert found, answer.headers["traceparent"]
    return found[1], found[2]


# --- tracing


def test_a_trace_that_comes_in_goes_on_with_a_span_of_ours(backend: Caller) -> None:
    trace, span = uuid.uuid4().hex, "00f067aa0ba902b7"

    answer = backend.get("/v1/me", headers={"traceparent": f"00-{trace}-{span}-01"})

    assert trace_of(answer)[0] == trace
    assert trace_of(answer)[1] != span


@pytest.mark.parametrize(
    "given",
    [
        "",
        "garbage",
        "00-" + "0" * 32 + "-00f067aa0ba902b7-01",
        "00-" + "a" * 32 + "-" + "0" * 16 + "-01",
        "00-" + "A" * 32 + "-00f067aa0ba902b7-01",
        "ff-" + "a" * 32 + "-00f067aa0ba902b7-01",
    ],
)
def test_a_trace_of_the_wrong_form_is_begun_anew(backend: Caller, given: str) -> None:
    answer = backend.get("/v1/me", headers={"traceparent": given})

    trace, _ = trace_of(answer)
    assert trace not in given.lower()
    assert int(trace, 16)


def test_two_requests_without_a_trace_have_two(backend: Caller) -> None:
    assert trace_of(backend.get("/v1/me")) != trace_of(backend.get("/v1/me"))


def test_a_request_id_comes_back_and_a_strange_one_does_not(backend: Caller) -> None:
    own = f"order-{uuid.uuid4().hex}"

    assert backend.get("/v1/me", headers={"x-request-id": own}).headers["x-request-id"] == own
    for strange in ("<script>", "a b", "x" * 200, "tab\there"):
        assert backend.get("/v1/me", headers={"x-request-id": strange}).headers["x-request-id"] != strange


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/me"), ("GET", "/v1/nowhere"), ("DELETE", "/v1/accounts"), ("GET", "/healthz")]
)
def test_every_answer_has_a_trace_and_a_request_id(backend: Caller, method: str, path: str) -> None:
    answer = backend.call(method, path)

    assert trace_of(answer)
    assert answer.headers["x-request-id"]


def test_both_ids_stand_in_the_log_and_queries_and_bodies_do_not(service: RunningService, backend: Caller) -> None:
    trace, request = uuid.uuid4().hex, f"req-{uuid.uuid4().hex}"
    headers = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01", "x-request-id": request}
    body = {"external_id": uuid.uuid4().hex, "phone": "13812349876", "real_name_verified": True}

    backend.call("POST", "/v1/accounts", json=body, headers=headers, params={"note": "asked-by-somebody"})

    def logged() -> list[str]:
        logs = [log.read_text(encoding="utf-8", errors="replace") for log in Path(service.data_dir, "logs").iterdir()]
        return [line for text in logs for line in text.splitlines() if trace in line]

    until(lambda: bool(logged()))  # what is written comes a little later
    lines = logged()
    entry = next(json.loads(line) for line in lines if request in line)
    assert (entry["trace_id"], entry["request_id"]) == (trace, request)
    assert entry["method"] == "POST"
    assert entry["status"] == 201
    for line in lines:
        assert not [secret for secret in ("asked-by-somebody", body["phone"], body["external_id"]) if secret in line]


# --- languages


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (None, "zh-CN"),
        ("", "zh-CN"),
        ("zh-CN", "zh-CN"),
        ("zh", "zh-CN"),
        ("en", "en"),
        ("en-GB", "en"),
        ("EN-us", "en"),
        ("fr", "zh-CN"),
        ("*", "zh-CN"),
        ("fr, en;q=0.5", "en"),
        ("en;q=0.5, zh;q=0.9", "zh-CN"),
        ("zh;q=0.5, en;q=0.9", "en"),
        ("en;q=0, zh", "zh-CN"),
        ("zh;q=0.8, en;q=0.8", "zh-CN"),
    ],
)
def test_the_best_of_both_languages_is_chosen_and_said(backend: Caller, asked: str | None, given: str) -> None:
    answer = backend.get("/v1/me", headers={} if asked is None else {"accept-language": asked})

    assert answer.headers["content-language"] == given
    assert "accept-language" in answer.headers["vary"].lower()


def shape(value: Any) -> Any:
    """Return a document with every text that people read taken out."""
    words = {"message", "remedy", "consequence", "filing_type_label", "notes", "reason", "source", "detail", "title"}
    if isinstance(value, dict):
        return {name: shape(item) for name, item in value.items() if name not in words}
    return [shape(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", ["", "/checks", "/requirements", "/timeline", "/materials"])
def test_language_changes_words_and_nothing_else(watched: FilingCase, name: str) -> None:
    chinese, english = (
        watched.app.ok(watched.app.get(f"{watched.path}{name}", headers={"accept-language": language}))
        for language in ("zh-CN", "en")
    )

    assert shape(chinese) == shape(english)


def test_findings_and_deadlines_speak_both_languages(watched: FilingCase) -> None:
    chinese, english = (
        watched.app.ok(watched.app.get(watched.path, headers={"accept-language": language}))
        for language in ("zh-CN", "en")
    )

    assert chinese["findings"]
    assert chinese["deadlines"]
    for one, other in zip(chinese["findings"], english["findings"], strict=True):
        assert (one["code"], one["pointer"], one["retry"]) == (other["code"], other["pointer"], other["retry"])
        assert one["message"] != other["message"]
        assert one["remedy"] != other["remedy"]
    for one, other in zip(chinese["deadlines"], english["deadlines"], strict=True):
        assert one["consequence"] != other["consequence"]
        assert other["consequence"].isascii()


def test_the_label_of_a_state_is_the_providers_chinese_one_in_either_language(watched: FilingCase) -> None:
    labels = {
        watched.app.ok(watched.app.get(watched.path, headers={"accept-language": language}))["state_label"]
        for language in ("zh-CN", "en")
    }

    assert labels == {"初审驳回"}


def test_times_are_utc_with_their_offset(watched: FilingCase) -> None:
    filing = watched.filing()
    times = [filing["created_at"], filing["updated_at"], filing["submitted_at"]]
    times += [one["due_at"] for one in filing["deadlines"]] + [event["at"] for event in watched.timeline()]

    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", time) for time in times)
