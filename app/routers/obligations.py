"""What is due after an approval (备案后的义务)."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.domain.errors import invalid
from app.domain.obligations import ObligationKind, ObligationState
from app.domain.texts import Text
from app.ports.store.obligations import ObligationsWanted
from app.routers.answers import json_answer, response_of
from app.routers.eyes import eyes_of
from app.routers.obligation_views import obligation_view
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page
from app.routers.request_context import call_of, reply, runtime_of
from app.routers.schemas.obligations import FulfilIn, ObligationIn, ObligationOut, ObligationPageOut
from app.usecases import obligations
from app.usecases.call import Call

router = APIRouter(route_class=OperationRoute, tags=["obligations"])
WantedId = Annotated[str | None, Query(min_length=1, max_length=64, pattern=r"^[0-9a-z_]+$")]
_NO_STATE = Text("没有这个状态。", "There is no such state.")


@router.get(
    "/v1/obligations",
    **operation(
        "listObligations",
        "What is due after approval",
        answer=ObligationPageOut,
        scopes=[Scope.FILINGS, Scope.REVIEWS, Scope.RECORDS_READ],
    ),
)
async def list_obligations(
    request: Request,
    limit: Limit = 20,
    cursor: Cursor = None,
    account_id: WantedId = None,
    record_id: WantedId = None,
    kind: Annotated[ObligationKind | None, Query()] = None,
    state: Annotated[str | None, Query(min_length=1, max_length=200)] = None,
) -> Response:
    """List obligations, newest first; `state` may name several, with commas."""
    call = await call_of(request)
    wanted = ObligationsWanted(account_id, record_id, None if kind is None else kind.value, _wanted_states(state))
    runtime, eyes = runtime_of(request), eyes_of(request)
    page = await obligations.listed(runtime, call, wanted, wanted_page(limit, cursor))
    return response_of(page_answer(request, page, lambda one: obligation_view(runtime, call, one, eyes)))


def _wanted_states(state: str | None) -> tuple[str, ...] | None:
    if state is None:
        return None
    names = tuple(dict.fromkeys(state.split(",")))
    if not set(names) <= {one.value for one in ObligationState}:
        raise invalid("/query/state", "unknown_value", _NO_STATE)
    return names


@router.post(
    "/v1/obligations",
    **operation(
        "createObligation",
        "Oblige an account to something",
        ok=201,
        answer=ObligationOut,
        scopes=[Scope.REVIEWS],
    ),
)
async def create_obligation(request: Request, body: ObligationIn) -> Response:
    """Create an obligation, such as the correction of what a spot check (核查) found."""
    call = await _obligation_call(request, 201)
    command = obligations.CreateCommand(body.record_id, body.service_id, body.kind, body.due_on, body.code, body.note)
    return reply(request, call, await obligations.create(runtime_of(request), call, command))


@router.post(
    "/v1/obligations/{obligation_id}/fulfil",
    **operation(
        "fulfilObligation",
        "Say that it is done",
        answer=ObligationOut,
        scopes=[Scope.FILINGS, Scope.REVIEWS],
    ),
)
async def fulfil_obligation(request: Request, obligation_id: str, body: FulfilIn | None = None) -> Response:
    """Fulfil an obligation; that of the public-security filing wants its number."""
    call = await _obligation_call(request)
    told = body or FulfilIn()
    command = obligations.FulfilCommand(told.number, told.evidence, told.note)
    return reply(request, call, await obligations.fulfil(runtime_of(request), call, obligation_id, command))


async def _obligation_call(request: Request, status: int = 200) -> Call:
    """Open a call whose result is an obligation."""
    runtime, eyes = runtime_of(request), eyes_of(request)
    call = await call_of(request)
    call.renders = lambda details: json_answer(status, obligation_view(runtime, call, details, eyes))
    return call
