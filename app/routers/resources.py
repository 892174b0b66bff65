"""Servers that can carry filings."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.ports.store.keys import Answer
from app.routers.answers import json_answer, response_of
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page
from app.routers.request_context import call_of, reply, runtime_of
from app.routers.schemas.resources import ResourceIn, ResourceOut, ResourcePageOut
from app.routers.views import resource_view
from app.usecases import resources

router = APIRouter(route_class=OperationRoute, tags=["servers and codes"])
ExternalId = Annotated[str, Path(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]+$")]


@router.put(
    "/v1/resources/{external_id}",
    **operation(
        "putResource",
        "Add or update a server that can carry filings",
        also=[201],
        answer=ResourceOut,
        scopes=[Scope.RESOURCES],
    ),
)
async def put_resource(request: Request, external_id: ExternalId, body: ResourceIn) -> Response:
    """Answer 201 for a new server, 200 for one that was known; what is not eligible is kept all the same."""

    def renders(result: tuple[resources.ResourceSeen, bool]) -> Answer:
        return json_answer(201 if result[1] else 200, resource_view(result[0]))

    call = await call_of(request, renders)
    command = resources.ResourceCommand(
        product=body.product,
        location=body.location,
        billing=body.billing,
        public_ips=tuple(dict.fromkeys(body.public_ips)),
        owner_account_id=body.owner_account_id,
        purchased_at=body.purchased_at,
        expires_at=body.expires_at,
        filing_capacity=body.filing_capacity,
    )
    return reply(request, call, await resources.put(runtime_of(request), call, external_id, command))


@router.get(
    "/v1/resources",
    **operation("listResources", "The provider's servers", answer=ResourcePageOut, scopes=[Scope.RESOURCES]),
)
async def list_resources(request: Request, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """List servers, newest first, each with what speaks against it."""
    call = await call_of(request)
    page = await resources.listed(runtime_of(request), call, wanted_page(limit, cursor))
    return response_of(page_answer(request, page, resource_view))
