"""The door of every operation: media type, caller, scope, limits, idempotency key; problems on the way out."""

import hashlib
import inspect
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Caller, CallerKind, Scope
from app.domain.errors import FieldError, ProblemCode, Refusal
from app.domain.texts import Text
from app.ports.limits import LimitState
from app.ports.paper_work import PARTY
from app.ports.store.keys import Answer, LeaseLostError
from app.ports.store.unit_of_work import StoreUnavailableError
from app.problems import refusal_of_validation
from app.routers.answers import response_of
from app.routers.problem_answers import problem_answer
from app.routers.request_context import runtime_of
from app.usecases import idempotency

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
MOST_KEY_CHARACTERS = 255
_NOT_KEPT = (401, 429)
_KEY_FORM = Text("幂等键须为 1–255 个可见字符。", "The key must have 1 to 255 visible characters.")


class OperationRoute(APIRoute):
    """A FastAPI route with the conventions of the service around it.

    An endpoint that takes the request alone is called at once: FastAPI would look for parameters, form fields and
    dependencies that it does not have, which takes longer than what most endpoints do.
    """

    @property
    def takes_the_request_alone(self) -> bool:
        """Tell whether there is nothing that FastAPI would have to find for the endpoint."""
        return not self.dependencies and list(inspect.signature(self.endpoint).parameters) == ["request"]

    def get_route_handler(self) -> Handler:
        """Wrap the endpoint, or FastAPI's handler around it."""
        inner = self.endpoint if self.takes_the_request_alone else super().get_route_handler()
        described = self.openapi_extra or {}
        scopes = described.get("x-scopes")
        wanted = None if scopes is None else tuple(Scope(scope) for scope in scopes)
        media_types = tuple(described.get("x-media-types", ()))
        keyed = bool(described.get("x-keyed", True))
        token_optional = bool(described.get("x-token-optional", False))

        async def handle(request: Request) -> Response:
            try:
                _check_media_type(request, media_types)
                if wanted is not None:
                    _admit(request, wanted)
                elif token_optional and _header(request, b"authorization") is not None:
                    _admit(request, ())
                response = await _keyed(request, inner) if keyed else await inner(request)
            except (Refusal, RequestValidationError, HTTPException, StoreUnavailableError) as error:
                response = response_of(problem_answer(request, refusal_of(error)))
            limit = request.scope["state"].get("limit")
            if limit is not None:
                _tell_limit(response, limit)
            return response

        return handle


def refusal_of(error: Exception) -> Refusal:
    """Turn what a handler may raise into a refusal."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, RequestValidationError):
        return refusal_of_validation(error.errors(), document=error.body)
    if isinstance(error, StoreUnavailableError):
        return Refusal(ProblemCode.SERVICE_UNAVAILABLE, retry_after=2)
    if isinstance(error, HTTPException):
        codes = {404: ProblemCode.NOT_FOUND, 405: ProblemCode.METHOD_NOT_ALLOWED, 413: ProblemCode.PAYLOAD_TOO_LARGE}
        return Refusal(codes.get(error.status_code, ProblemCode.MALFORMED_REQUEST))
    return Refusal(ProblemCode.INTERNAL_ERROR)


def _header(request: Request, name: bytes) -> str | None:
    """Return the first header of a name; the door asks for five, and Starlette's view goes a longer way for each."""
    for given, value in request.scope["headers"]:
        if given == name:
            text: str = value.decode("latin-1")
            return text
    return None


def _check_media_type(request: Request, accepted: tuple[str, ...]) -> None:
    """Refuse a body of another kind; a request without a body needs no type."""
    if (_header(request, b"content-length") or "0") == "0" and _header(request, b"transfer-encoding") is None:
        return
    given = (_header(request, b"content-type") or "").partition(";")[0].strip().lower()
    if request.method in ("POST", "PUT", "PATCH") and given not in accepted:
        raise Refusal(ProblemCode.MEDIA_TYPE_UNSUPPORTED, facts={"accepted": list(accepted)})


def _admit(request: Request, scopes: tuple[Scope, ...]) -> None:
    """Authenticate, count and authorise."""
    runtime = runtime_of(request)
    scheme, _, token = (_header(request, b"authorization") or "").partition(" ")
    caller = runtime.tokens.caller_of(token.strip()) if scheme.lower() == "bearer" else None
    if caller is None:
        raise Refusal(ProblemCode.UNAUTHENTICATED)
    state = request.scope["state"]
    state["caller"] = caller
    PARTY.set(caller.owner)
    limit = state["limit"] = runtime.rate_limiter.hit(_policy(caller), caller.owner)
    if not limit.allowed:
        raise Refusal(ProblemCode.RATE_LIMITED, retry_after=limit.reset_seconds)
    if scopes:
        caller.require(*scopes)


def _policy(caller: Caller) -> str:
    return "account" if caller.kind is CallerKind.APPLICANT else "client"


def _tell_limit(response: Response, limit: LimitState) -> None:
    policy = f'"default";q={limit.limit};w={limit.window_seconds}'
    state = f'"default";r={limit.remaining};t={limit.reset_seconds}'
    response.raw_headers += [(b"ratelimit-policy", policy.encode()), (b"ratelimit", state.encode())]


async def _keyed(request: Request, inner: Handler) -> Response:
    """Answer a POST with an idempotency key: the first one works, the others get its answer."""
    key = _header(request, b"idempotency-key")
    if key is None or request.method != "POST" or request.scope["state"].get("caller") is None:
        return await inner(request)
    check_key(key)
    runtime = runtime_of(request)
    # A token that may not read personal data must not be given the answer that was made for one that may.
    unmasked = b"\x01" if request.state.caller.reads_personal_data else b"\x00"
    digest = hashlib.sha256(unmasked + await request.body()).digest()
    held = await idempotency.begin(runtime, request.state.caller.owner, operation_of(request), key, digest)
    if isinstance(held, Answer):
        return response_of(held, replayed=True)
    request.state.lease = held
    return await kept(request, inner)


def check_key(key: str) -> None:
    """Refuse a key of the wrong form."""
    if not 1 <= len(key) <= MOST_KEY_CHARACTERS or not key.isascii() or not key.isprintable():
        error = FieldError("/header/idempotency-key", "wrong_form", _KEY_FORM)
        raise Refusal(ProblemCode.VALIDATION_FAILED, errors=(error,))


def operation_of(request: Request) -> str:
    """Return what a key belongs to beside its owner: method and path."""
    return f"{request.method} {request.url.path}"[:400]


async def kept(request: Request, inner: Handler) -> Response:
    """Run the first request of a key and see that its answer is kept, or the key given back."""
    runtime, lease = runtime_of(request), request.state.lease
    try:
        response = await inner(request)
    except (Refusal, RequestValidationError, HTTPException) as error:
        refusal = refusal_of(error)
        answer = problem_answer(request, refusal)
        if answer.status in _NOT_KEPT or answer.status >= 500:
            await idempotency.release(runtime, lease)
        else:
            await _keep(request, answer)
        return response_of(answer)
    except LeaseLostError:
        return response_of(problem_answer(request, Refusal(ProblemCode.IDEMPOTENCY_KEY_IN_PROGRESS, retry_after=1)))
    except BaseException:
        await idempotency.release(runtime, lease)
        raise
    if not getattr(request.state, "answer_kept", False):
        headers = tuple((name, value) for name, value in response.headers.items() if name != "content-length")
        await _keep(request, Answer(response.status_code, headers, bytes(response.body)))
    return response


async def _keep(request: Request, answer: Answer) -> None:
    await idempotency.keep(runtime_of(request), request.state.lease, answer)
