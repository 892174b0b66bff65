"""What every request passes first: the shared bearer token, and a limit on its size."""

import hmac
import json

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 4 * 1024 * 1024
_OPEN_PATHS = frozenset({"/healthz"})


class Door:
    """ASGI middleware; answers 401 without the token and 413 beyond the largest body."""

    def __init__(self, app: ASGIApp, secret: str) -> None:
        self._app = app
        self._expected = f"Bearer {secret}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        given = headers.get(b"authorization", b"")
        if scope["path"] not in _OPEN_PATHS and not hmac.compare_digest(given, self._expected):
            await _answer(send, 401, "unauthenticated", "The shared bearer token is missing or wrong.")
            return
        body = await _read(receive)
        if body is None:
            await _answer(send, 413, "payload_too_large", "A request may have 4 MiB at most.")
            return
        await self._app(scope, _replay(body, receive), send)


async def _read(receive: Receive) -> bytes | None:
    """Return the body, or None where it is too large or the caller went away."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        size += len(message.get("body", b""))
        if size > LARGEST_BODY:
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


async def _answer(send: Send, status: int, code: str, message: str) -> None:
    body = json.dumps({"code": code, "message": message}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
