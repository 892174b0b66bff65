"""The outermost layer: trace and request ids, language, sizes, the log line, and what nobody else caught."""

import re
from collections.abc import Iterable
from typing import cast

import structlog
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.errors import ProblemCode, Refusal
from app.domain.rulebook import RuleMissingError
from app.ports.store.unit_of_work import StoreUnavailableError
from app.routers.answers import response_of
from app.routers.languages import language_of
from app.routers.problem_answers import problem_answer
from app.usecases.runtime import Limits, Runtime

_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")
# What stands for bytes that are no UTF-8: two different names must not become one.
_NOT_UTF8 = "\ufffd"
_MULTIPART_FRAME = 64 * 1024
_OF_RESUMABLE_UPLOADS = "application/offset+octet-stream"
_ASKED = frozenset(
    (b"traceparent", b"x-request-id", b"accept-language", b"content-length", b"content-type"),
)
_OVERWRITTEN = frozenset((b"x-request-id", b"traceparent", b"content-language", b"x-content-type-options"))
_log = structlog.get_logger("request")


class Edge:
    """Pure ASGI, so that it costs next to nothing on the way of a request."""

    def __init__(self, app: ASGIApp, runtime: Runtime) -> None:
        self._app = app
        self._runtime = runtime

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send, self._runtime)
        bound = structlog.contextvars.bind_contextvars(trace_id=exchange.trace_id, request_id=exchange.request_id)
        try:
            await exchange.run(self._app)
        finally:
            structlog.contextvars.reset_contextvars(**bound)


class _Exchange:
    """One request and its answer."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, runtime: Runtime) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        headers = _first_values(scope)
        chance = runtime.secrets.random_bytes(24).hex()
        continued = _TRACEPARENT.fullmatch(headers.get(b"traceparent", ""))
        self.trace_id = continued.group(1) if continued else chance[:32]
        given = headers.get(b"x-request-id", "")
        self.request_id = given if _REQUEST_ID.fullmatch(given) else self.trace_id
        self._span = chance[32:]
        self._language = language_of(headers.get(b"accept-language"))
        self._most = _most_bytes(headers, runtime.limits)
        self._declared = headers.get(b"content-length")
        self._received = 0
        self._status: int | None = None
        state = scope.setdefault("state", {})
        state["runtime"] = runtime
        state["trace_id"] = self.trace_id
        state["language"] = self._language

    async def run(self, app: ASGIApp) -> None:
        try:
            refusal = self._refusal()
            if refusal is not None:
                await self._refuse(refusal)
            else:
                await app(self._scope, self._limited_receive, self._dressed_send)
        except StoreUnavailableError:
            await self._refuse(Refusal(ProblemCode.SERVICE_UNAVAILABLE, retry_after=2))
        except ClientDisconnect:
            # Nobody is left to hear it; the log line has a status all the same.
            await self._refuse(Refusal(ProblemCode.MALFORMED_REQUEST))
        except RuleMissingError as missing:
            # An alarm: a day that no rule speaks of must not be answered by any other day's rule.
            day, begins_on = missing.as_of.isoformat(), missing.begins_on and missing.begins_on.isoformat()
            _log.critical("rule missing", alarm=True, rule=missing.rule_id, day=day, begins_on=begins_on, exc_info=True)
            await self._refuse(Refusal(ProblemCode.INTERNAL_ERROR))
        except Exception:
            _log.exception("unexpected")
            await self._refuse(Refusal(ProblemCode.INTERNAL_ERROR))
        finally:
            route = self._scope.get("route")
            path = getattr(route, "path", None) or "unmatched"
            _log.info("request", method=self._scope["method"], route=path, status=self._status)

    def _refusal(self) -> Refusal | None:
        """Refuse at once what can't be served: an address that names nothing, or a body that says it is too large."""
        if "\x00" in self._scope["path"] or _NOT_UTF8 in self._scope["path"]:
            return Refusal(ProblemCode.NOT_FOUND)
        if self._declared is not None and self._declared.isdigit() and int(self._declared[:19]) > self._most:
            return Refusal(ProblemCode.PAYLOAD_TOO_LARGE, facts={"max_bytes": self._most})
        return None

    async def _refuse(self, refusal: Refusal) -> None:
        if self._status is not None:
            # Too late for a problem: the answer has begun, and is cut off.
            return
        request = Request(self._scope)
        await response_of(problem_answer(request, refusal))(self._scope, self._receive, self._dressed_send)

    async def _limited_receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._received += len(message.get("body", b""))
            if self._received > self._most:
                raise HTTPException(413)
        return message

    async def _dressed_send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = cast("int", message["status"])
            message["headers"] = self._dressed(message.get("headers", ()))
        await self._send(message)

    def _dressed(self, headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        """Add what every answer says. Done on the list itself: an object around it would go through it each time."""
        dressed = [header for header in headers if header[0] not in _OVERWRITTEN]
        names = {name for name, _ in dressed}
        if b"cache-control" not in names:
            dressed.append((b"cache-control", b"no-store"))
        if b"vary" in names:
            MutableHeaders(raw=dressed).add_vary_header("Accept-Language")
        else:
            dressed.append((b"vary", b"Accept-Language"))
        dressed += (
            (b"x-request-id", self.request_id.encode("latin-1")),
            (b"traceparent", f"00-{self.trace_id}-{self._span}-01".encode("latin-1")),
            (b"x-content-type-options", b"nosniff"),
        )
        # An answer that is given again is in the language of the first request, whatever this one asks for.
        if b"idempotency-replayed" not in names:
            # A page may be asked for in another language than the phone prefers.
            dressed.append((b"content-language", self._scope["state"]["language"].value.encode("latin-1")))
        return dressed


def _first_values(scope: Scope) -> dict[bytes, str]:
    """Return the headers that the edge asks for; of one that comes twice the first counts."""
    found: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        if name in _ASKED and name not in found:
            found[name] = value.decode("latin-1")
    return found


def _most_bytes(headers: dict[bytes, str], limits: Limits) -> int:
    """Return how large a body may be: papers come as multipart or over tus, everything else is small."""
    kind = headers.get(b"content-type", "").partition(";")[0].strip().lower()
    if kind.startswith("multipart/"):
        return limits.upload_max_bytes + _MULTIPART_FRAME
    if kind == _OF_RESUMABLE_UPLOADS:
        return limits.upload_max_bytes
    return limits.request_max_bytes
