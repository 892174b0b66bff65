"""What a refusal must look like, whoever speaks it."""

from typing import Any

import httpx

from tests.play.expected_problem import problem

Json = dict[str, Any]


def refused(answer: httpx.Response, status: int, code: str) -> Json:
    """Return the problem of an answer that must be this refusal, with all that a problem carries."""
    return problem(answer, status, code)


def pointers(refusal: Json) -> list[str]:
    """Return where the errors of a problem are."""
    return [error["pointer"] for error in refusal["errors"]]
