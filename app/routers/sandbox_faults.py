"""Sandbox calls that let the exchange with the authority go wrong: in sandbox mode only."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.routers.answers import json_answer, response_of
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.request_context import call_of, runtime_of
from app.routers.schemas.sandbox_faults import AuthorityFaultIn, AuthorityFaultsOut, AuthoritySubmissionsOut
from app.usecases import sandbox_faults
from app.usecases.sandbox_faults import FaultWish

router = APIRouter(route_class=OperationRoute, tags=["sandbox"])
_SANDBOX = [Scope.SANDBOX]


@router.post(
    "/v1/sandbox/authority/faults",
    **operation("playFault", "Let the exchange go wrong", answer=AuthorityFaultsOut, scopes=_SANDBOX),
)
async def play_fault(request: Request, body: AuthorityFaultIn) -> Response:
    """Arm a fault; answers what is armed and what was played, and only that without a fault."""
    call, wish = await call_of(request), None
    if body.fault is not None:
        times = 1 if body.times is None else body.times
        wish = FaultWish(body.fault.value, times, body.filing_id, body.seconds)
    seen = await sandbox_faults.faults(runtime_of(request), call, wish)
    armed = [{name: one[name] for name in ("fault", "times_left", "filing_id", "seconds")} for one in seen.armed]
    return response_of(json_answer(200, {"armed": armed, "played": list(seen.played)}))


@router.get(
    "/v1/sandbox/authority/submissions",
    **operation("listAuthoritySubmissions", "What arrived", answer=AuthoritySubmissionsOut, scopes=_SANDBOX),
)
async def list_submissions(
    request: Request, filing_id: Annotated[str, Query(min_length=1, max_length=64, pattern=r"^[0-9a-z_]+$")]
) -> Response:
    """List what the authority was handed of a filing, and how often each came."""
    call = await call_of(request)
    found = await sandbox_faults.submissions(runtime_of(request), call, filing_id)
    return response_of(json_answer(200, {"data": list(found)}))
