"""Answers as bytes: built once, sent, and stored with an idempotency key."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.responses import Response

from app.ports.store.keys import Answer

JSON = "application/json"


def json_answer(status: int, content: Any, headers: Mapping[str, str] | None = None) -> Answer:
    """Return content as JSON in UTF-8; members that are None stay as null."""
    own = (("content-type", JSON), *(headers or {}).items())
    return Answer(status, own, orjson.dumps(content, option=orjson.OPT_UTC_Z))


def empty_answer(status: int = 204) -> Answer:
    """Return an answer without a body."""
    return Answer(status, (), b"")


def response_of(answer: Answer, *, replayed: bool = False) -> Response:
    """Turn an answer into a response."""
    response = Response(content=answer.body, status_code=answer.status, headers=dict(answer.headers))
    if replayed:
        response.headers["idempotency-replayed"] = "true"
    return response


def page_content(items: Sequence[Any], next_cursor: str | None) -> dict[str, Any]:
    """Return the shape of every list."""
    return {"data": list(items), "next_cursor": next_cursor}
