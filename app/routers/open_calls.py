"""What calls without a token share: the day that rules are asked for, and a limit by address."""

from typing import Annotated

from fastapi import Query
from starlette.requests import Request

from app.domain.errors import ProblemCode, Refusal
from app.routers.request_context import runtime_of
from app.routers.schemas.fields import Day

On = Annotated[
    Day | None, Query(description="The day whose rules are asked for (YYYY-MM-DD, in China); today where it is absent.")
]


def count_by_address(request: Request) -> None:
    """Count a call that nobody signed; raises `rate-limited`.

    An address has as many as a client. A call that came with a token was counted at the door.
    """
    state = request.scope["state"]
    if state.get("caller") is not None:
        return
    address = request.client.host if request.client is not None else "unknown"
    limit = state["limit"] = runtime_of(request).rate_limiter.hit("client", f"address {address}")
    if not limit.allowed:
        raise Refusal(ProblemCode.RATE_LIMITED, retry_after=limit.reset_seconds)
