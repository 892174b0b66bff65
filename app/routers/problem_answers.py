"""Refusals as answers."""

from starlette.requests import Request

from app.domain.errors import ProblemCode, Refusal
from app.ports.store.keys import Answer
from app.problems import problem_body, status_of

PROBLEM = "application/problem+json"


def problem_answer(request: Request, refusal: Refusal) -> Answer:
    """Return the problem of a refusal in the language of the request."""
    body = problem_body(refusal, request.state.language, request.state.trace_id)
    headers = [("content-type", PROBLEM)]
    if refusal.retry_after is not None:
        headers.append(("retry-after", str(refusal.retry_after)))
    if refusal.code is ProblemCode.UNAUTHENTICATED:
        headers.append(("www-authenticate", "Bearer"))
    return Answer(status_of(refusal.code), tuple(headers), body)
