"""What is on file (备案记录)."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.routers.answers import json_answer, response_of
from app.routers.eyes import eyes_of
from app.routers.filing_views import deadline_view
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page
from app.routers.request_context import call_of, reply, runtime_of
from app.routers.schemas.records import OpenedIn, RecordOut, RecordPageOut
from app.routers.views import Eyes, record_view
from app.usecases import records
from app.usecases.call import Call
from app.usecases.records import RecordSeen
from app.usecases.runtime import Runtime

router = APIRouter(route_class=OperationRoute, tags=["records"])
_READERS = [Scope.RECORDS_READ, Scope.FILINGS]


def _view(runtime: Runtime, call: Call, seen: RecordSeen, eyes: Eyes) -> dict[str, Any]:
    ends = [deadline_view(runtime, call, deadline, eyes) for deadline in seen.deadlines]
    return record_view(seen.record, eyes) | {"deadlines": ends}


async def _record_call(request: Request) -> Call:
    call = await call_of(request)
    runtime, eyes = runtime_of(request), eyes_of(request)
    call.renders = lambda seen: json_answer(200, _view(runtime, call, seen, eyes))
    return call


@router.get("/v1/records", **operation("listRecords", "What is on file", answer=RecordPageOut, scopes=_READERS))
async def list_records(
    request: Request,
    limit: Limit = 20,
    cursor: Cursor = None,
    account_id: Annotated[str | None, Query(min_length=1, max_length=64, pattern=r"^[0-9a-z_]+$")] = None,
) -> Response:
    """List records, newest first."""
    call = await call_of(request)
    runtime, eyes = runtime_of(request), eyes_of(request)
    page = await records.listed(runtime, call, account_id, wanted_page(limit, cursor))
    return response_of(page_answer(request, page, lambda seen: _view(runtime, call, seen, eyes)))


@router.get("/v1/records/{record_id}", **operation("getRecord", "One record", answer=RecordOut, scopes=_READERS))
async def get_record(request: Request, record_id: str) -> Response:
    """Show a subject on file with its services."""
    call = await _record_call(request)
    return reply(request, call, await records.get(runtime_of(request), call, record_id))


@router.post(
    "/v1/records/{record_id}/services/{service_id}/opened",
    **operation(
        "openedService",
        "Tell the day on which a service opened",
        answer=RecordOut,
        scopes=[Scope.FILINGS, Scope.RECORDS_WRITE],
    ),
)
async def opened_service(request: Request, record_id: str, service_id: str, body: OpenedIn) -> Response:
    """Note the day from which the term of the public-security filing counts; until told it is that of the approval."""
    call = await _record_call(request)
    return reply(request, call, await records.opened(runtime_of(request), call, record_id, service_id, body.on))
