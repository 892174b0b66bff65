"""Authorization codes (备案授权码)."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.domain.authorization_codes import CodeState
from app.domain.callers import Scope
from app.ports.store.keys import Answer
from app.routers.answers import empty_answer, json_answer, response_of
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page
from app.routers.request_context import call_of, language_in, reply, runtime_of
from app.routers.resources import ExternalId
from app.routers.schemas.resources import CodeCheckIn, CodeCheckOut, CodePageOut, CodesIn, CodesOut
from app.routers.views import code_view
from app.usecases import authorization_codes as codes
from app.usecases.call import Call

router = APIRouter(route_class=OperationRoute, tags=["servers and codes"])


@router.post(
    "/v1/resources/{external_id}/authorization-codes",
    **operation("issueAuthorizationCodes", "Issue codes of a server", ok=201, answer=CodesOut, scopes=[Scope.CODES]),
)
async def issue_codes(request: Request, external_id: ExternalId, body: CodesIn) -> Response:
    """Show each code this once."""

    def renders(issued: tuple[codes.CodeIssued, ...]) -> Answer:
        data = [
            {
                "id": one.stored.id,
                "code": one.code,
                "state": one.stored.state.value,
                "expires_at": one.expires_at,
            }
            for one in issued
        ]
        return json_answer(201, {"data": data}, {"cache-control": "no-store"})

    call = await call_of(request, renders)
    command = codes.IssueCommand(body.count, body.for_account_id, body.ip)
    return reply(request, call, await codes.issue(runtime_of(request), call, external_id, command))


@router.post(
    "/v1/authorization-codes/check",
    **operation(
        "checkAuthorizationCode",
        "Can this code be used?",
        answer=CodeCheckOut,
        scopes=[Scope.CODES, Scope.TYPE_VERIFICATIONS, Scope.FILINGS],
    ),
)
async def check_code(request: Request, body: CodeCheckIn) -> Response:
    """Say why not, and what to do."""
    call = await call_of(request)
    call.renders = lambda checked: json_answer(200, _checked(request, call, checked))
    return reply(request, call, await codes.check(runtime_of(request), call, body.code))


def _checked(request: Request, call: Call, checked: codes.CodeChecked) -> dict[str, Any]:
    if checked.reason is None:
        assert checked.resource is not None
        resource = {"id": checked.resource.id, "external_id": checked.resource.external_id}
        return {"usable": True, "resource": resource, "expires_at": checked.expires_at}
    finding = codes.reason_finding(runtime_of(request), call, checked.reason, "/code")
    language = language_in(request)
    return {
        "usable": False,
        "reason": checked.reason.value,
        "message": finding.message.in_language(language),
        "remedy": finding.remedy.in_language(language),
    }


@router.get(
    "/v1/authorization-codes",
    **operation("listAuthorizationCodes", "Codes, without their characters", answer=CodePageOut, scopes=[Scope.CODES]),
)
async def list_codes(
    request: Request,
    limit: Limit = 20,
    cursor: Cursor = None,
    resource: Annotated[str | None, Query(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]+$")] = None,
    state: CodeState | None = None,
) -> Response:
    """List codes, newest first; `resource` is the provider's own id of a server."""
    call = await call_of(request)
    page = await codes.listed(runtime_of(request), call, wanted_page(limit, cursor), resource, state)
    return response_of(page_answer(request, page, code_view))


@router.delete(
    "/v1/authorization-codes/{code_id}",
    **operation("revokeAuthorizationCode", "Make a code useless", ok=204, scopes=[Scope.CODES]),
)
async def revoke_code(request: Request, code_id: str) -> Response:
    """Revoke a code that is not in use."""
    call = await call_of(request, lambda _: empty_answer())
    await codes.revoke(runtime_of(request), call, code_id)
    return reply(request, call, None)
