"""Answers that anybody may keep: what the rules say, the same for all until a rule or the day changes."""

import hashlib

from starlette.requests import Request
from starlette.responses import Response

from app.ports.store.keys import Answer
from app.routers.answers import response_of

FRESH_SECONDS = 300
"""How long a kept answer serves without asking again: a changed rule is seen everywhere within five minutes."""


def cacheable(request: Request, answer: Answer, *, shared: bool = True, token_optional: bool = False) -> Response:
    """Send an answer with a strong ETag, or 304 to who has it already and only reads (RFC 9110 §13.1.2).

    The ETag is that of the bytes, so that each language has its own; the edge adds `Vary: Accept-Language`. `shared`
    False is for what depends on the token: then only the client itself keeps it. Where a path answers with and without
    one, `token_optional` tells caches to keep the two apart.
    """
    etag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    scope = "public" if shared else "private"
    headers = (*answer.headers, ("etag", etag), ("cache-control", f"{scope}, max-age={FRESH_SECONDS}"))
    if token_optional:
        headers = (*headers, ("vary", "Authorization"))
    if request.method == "GET" and _has_it(request.headers.getlist("if-none-match"), etag):
        without_type = tuple(header for header in headers if header[0] != "content-type")
        return response_of(Answer(304, without_type, b""))
    return response_of(Answer(answer.status, headers, answer.body))


def unchanged(request: Request, answer: Answer) -> Response:
    """Send an answer that is asked for again and again with its ETag, or 304; nobody keeps it on the way."""
    etag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    headers = (*answer.headers, ("etag", etag), ("cache-control", "private, no-cache"))
    if _has_it(request.headers.getlist("if-none-match"), etag):
        return response_of(Answer(304, tuple(header for header in headers if header[0] != "content-type"), b""))
    return response_of(Answer(answer.status, headers, answer.body))


def _has_it(given: list[str], etag: str) -> bool:
    """Tell whether one of the tags is this one, weak or strong; `*` is any."""
    tags = [tag.strip().removeprefix("W/") for line in given for tag in line.split(",")]
    return "*" in tags or etag in tags
