"""What every problem has to be, whoever asks: RFC 9457 with the members of the contract."""

from typing import Any

import httpx

RETRIES = {"retry", "fix", "final"}


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Return the problem, after checking all that each problem promises."""
    seen = f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text[:500]}"
    assert answer.status_code == status, seen
    assert answer.headers["content-type"] == "application/problem+json", seen
    body: dict[str, Any] = answer.json()
    assert (body["code"], body["status"], body["type"]) == (code, status, f"/problems/{code}"), seen
    assert all(isinstance(body[name], str) and body[name] for name in ("title", "detail", "remedy")), seen
    assert body["retry"] in RETRIES, seen
    assert body["trace_id"] == answer.headers["traceparent"].split("-")[1], seen
    for error in body.get("errors", []):
        assert {"pointer", "code", "message"} <= error.keys(), seen
        assert error["pointer"] == "" or error["pointer"].startswith("/"), seen
    return body


def pointers(answer: httpx.Response) -> list[str]:
    """Return the pointers of a problem's field errors."""
    return [error["pointer"] for error in answer.json().get("errors", [])]


def refused_fields(answer: httpx.Response, *where: str) -> dict[str, Any]:
    """Return a `validation-failed` that names exactly these places."""
    body = problem(answer, 422, "validation-failed")
    assert sorted(error["pointer"] for error in body["errors"]) == sorted(where), body["errors"]
    return body
