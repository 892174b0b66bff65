"""Transfers between two accounts of the provider (转移备案), and offers of a migration (迁移备案)."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.domain.texts import Text
from app.domain.transfers import TransferState
from app.routers.answers import json_answer, response_of
from app.routers.eyes import eyes_of
from app.routers.filing_views import deadline_view
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page
from app.routers.request_context import call_of, reply, runtime_of
from app.routers.schemas.empty import NothingIn
from app.routers.schemas.transfers import TransferIn, TransferOut, TransferPageOut
from app.routers.views import Eyes
from app.usecases import transfers
from app.usecases.call import Call
from app.usecases.runtime import Runtime
from app.usecases.transfers import OfferCommand, TransferSeen, may_answer

router = APIRouter(route_class=OperationRoute, tags=["transfers"])
Answering = Callable[[Runtime, Call, str], Awaitable[TransferSeen]]
_LABELS = {
    TransferState.PENDING: Text("待接收", "Waiting for the target account"),
    TransferState.ACCEPTED: Text("已接收", "Accepted"),
    TransferState.DECLINED: Text("已拒绝", "Declined"),
    TransferState.EXPIRED: Text("已过期", "Expired"),
}


def transfer_view(runtime: Runtime, call: Call, seen: TransferSeen, eyes: Eyes) -> dict[str, Any]:
    """Show a transfer to one of its sides."""
    one = seen.transfer
    open_to = may_answer(one, call.caller.account_id, call.now)
    return {
        "id": one.id,
        "kind": one.kind.value,
        "state": one.state.value,
        "state_label": _LABELS[one.state].in_language(eyes.language),
        "record_id": one.record_id,
        "service_id": one.service_id,
        "source_account_id": one.source_account_id,
        "target_account_id": one.target_account_id,
        "target_external_id": seen.target_external_id,
        "numbers": list(seen.numbers),
        "allowed_actions": ["accept", "decline"] if open_to else [],
        "deadlines": [deadline_view(runtime, call, deadline, eyes) for deadline in seen.deadlines],
        "filing_id": one.filing_id,
        "created_at": one.created_at,
        "expires_at": one.expires_at,
        "decided_at": one.decided_at,
    }


async def _transfer_call(request: Request, status: int = 200) -> Call:
    call = await call_of(request)
    runtime, eyes = runtime_of(request), eyes_of(request)
    call.renders = lambda seen: json_answer(status, transfer_view(runtime, call, seen, eyes))
    return call


@router.post(
    "/v1/transfers",
    **operation(
        "offerTransfer", "Offer a record to another account", ok=201, answer=TransferOut, scopes=[Scope.FILINGS]
    ),
)
async def offer_transfer(request: Request, body: TransferIn) -> Response:
    """Offer what is on file; nothing moves before the other side accepts."""
    call = await _transfer_call(request, 201)
    command = OfferCommand(body.kind, body.record_id, body.service_id, body.target_external_id, body.phone_last4)
    return reply(request, call, await transfers.offer(runtime_of(request), call, command))


@router.get("/v1/transfers", **operation("listTransfers", "Transfers", answer=TransferPageOut, scopes=[Scope.FILINGS]))
async def list_transfers(
    request: Request,
    limit: Limit = 20,
    cursor: Cursor = None,
    account_id: Annotated[str | None, Query(min_length=1, max_length=64, pattern=r"^[0-9a-z_]+$")] = None,
) -> Response:
    """List transfers of either side, newest first."""
    call = await call_of(request)
    runtime, eyes = runtime_of(request), eyes_of(request)
    page = await transfers.listed(runtime, call, account_id, wanted_page(limit, cursor))
    return response_of(page_answer(request, page, lambda seen: transfer_view(runtime, call, seen, eyes)))


@router.get(
    "/v1/transfers/{transfer_id}",
    **operation("getTransfer", "One transfer", answer=TransferOut, scopes=[Scope.FILINGS]),
)
async def get_transfer(request: Request, transfer_id: str) -> Response:
    """Show a transfer to one of its sides."""
    call = await _transfer_call(request)
    return reply(request, call, await transfers.get(runtime_of(request), call, transfer_id))


def _answering(name: str, operation_id: str, summary: str, answer: Answering) -> None:
    @router.post(
        f"/v1/transfers/{{transfer_id}}/{name}",
        **operation(operation_id, summary, answer=TransferOut, scopes=[Scope.FILINGS]),
    )
    async def answer_offer(request: Request, transfer_id: str, body: NothingIn | None = None) -> Response:
        call = await _transfer_call(request)
        return reply(request, call, await answer(runtime_of(request), call, transfer_id))


_answering("accept", "acceptTransfer", "Accept an offer", transfers.accept)
_answering("decline", "declineTransfer", "Decline an offer", transfers.decline)
