"""What the edge and the door learned of a request, for the routers behind them.

It stands in the scope's own dictionary: `request.state` is a view of that, slower and no more precise.
"""

from collections.abc import Callable
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Caller
from app.domain.errors import ProblemCode, Refusal
from app.domain.texts import Language
from app.ports.store.keys import Answer, Lease
from app.routers.answers import response_of
from app.usecases.call import Call
from app.usecases.runtime import Runtime


def runtime_of(request: Request) -> Runtime:
    """Return the bundle of ports."""
    return cast("Runtime", request.scope["state"]["runtime"])


def language_in(request: Request) -> Language:
    """Return the language of the answer."""
    return cast("Language", request.scope["state"]["language"])


def caller_in(request: Request) -> Caller:
    """Return who was authenticated; a router of an open operation must not ask."""
    return cast("Caller", request.scope["state"]["caller"])


async def call_of(request: Request, renders: Callable[[Any], Answer] | None = None) -> Call:
    """Open the call of a use case: the clock is read here, once."""
    runtime, caller = runtime_of(request), caller_in(request)
    provider = await runtime.providers.get(caller.provider_id)
    lease: Lease | None = request.scope["state"].get("lease")
    return Call(
        caller=caller,
        provider=provider,
        profile=runtime.profiles[provider.profile],
        now=runtime.clock.now(),
        lease=lease,
        renders=renders,
    )


def reply(request: Request, call: Call, result: Any) -> Response:
    """Send what the commit rendered, or render a result that needed no commit."""
    if call.answer is None:
        assert call.renders is not None
        return response_of(call.renders(result))
    # The commit stored it with the key, if there is one; the door need not do it again.
    request.state.answer_kept = call.lease is not None
    return response_of(call.answer)


def wanted_revision(if_match: str | None) -> int | None:
    """Read `If-Match`; None for `*`. Raises `precondition-required`, `precondition-failed` for what never matches."""
    if if_match is None:
        raise Refusal(ProblemCode.PRECONDITION_REQUIRED)
    wanted = if_match.strip()
    if wanted == "*":
        return None
    if len(wanted) > 2 and wanted[0] == wanted[-1] == '"' and wanted[1:-1].isascii() and wanted[1:-1].isdigit():
        return int(wanted[1:-1][:18])
    raise Refusal(ProblemCode.PRECONDITION_FAILED)
