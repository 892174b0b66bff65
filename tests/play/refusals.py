"""What a refusal must look like, whoever speaks it."""

from typing import Any

import httpx

Json = dict[str, Any]


def refused(answer: httpx.Response, status: int, code: str) -> Json:
    """Return the problem of an answer that must be this refusal, with all that a problem carries."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    problem: Json = answer.json()
    assert problem["code"] == code, problem
    assert problem["status"] == status
    assert problem["type"].endswith(f"/problems/{code}")
    assert problem["title"]
    assert problem["trace_id"]
    assert problem["retry"] in ("retry", "fix", "final")
    assert problem["remedy"]
    return problem


def pointers(problem: Json) -> list[str]:
    """Return where the errors of a problem are."""
    return [error["pointer"] for error in problem["errors"]]
