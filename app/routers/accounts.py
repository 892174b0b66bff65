"""Accounts of the provider's customers."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.accounts import Account
from app.domain.callers import Scope
from app.ports.store.keys import Answer
from app.routers.answers import json_answer
from app.routers.eyes import eyes_of
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.request_context import call_of, reply, runtime_of
from app.routers.schemas.accounts import AccountIn, AccountOut, TokenOut
from app.routers.schemas.empty import NothingIn
from app.routers.views import account_view
from app.usecases import accounts

router = APIRouter(route_class=OperationRoute, tags=["accounts"])


@router.post(
    "/v1/accounts",
    **operation(
        "registerAccount",
        "Add a customer's account, or update the one of the same external id",
        ok=201,
        also=[200],
        answer=AccountOut,
        scopes=[Scope.ACCOUNTS],
    ),
)
async def register_account(request: Request, body: AccountIn) -> Response:
    """Answer 201 for a new account, 200 for one that was known."""

    def renders(result: tuple[Account, bool]) -> Answer:
        return json_answer(201 if result[1] else 200, account_view(result[0], eyes_of(request)))

    call = await call_of(request, renders)
    command = accounts.AccountCommand(body.external_id, body.phone, body.real_name_verified, body.site)
    return reply(request, call, await accounts.register(runtime_of(request), call, command))


@router.get(
    "/v1/accounts/{account_id}",
    **operation("getAccount", "One account", answer=AccountOut, scopes=[Scope.ACCOUNTS]),
)
async def get_account(request: Request, account_id: str) -> Response:
    """Show an account of the provider."""
    call = await call_of(request, lambda account: json_answer(200, account_view(account, eyes_of(request))))
    return reply(request, call, await accounts.get(runtime_of(request), call, account_id))


@router.post(
    "/v1/accounts/{account_id}/sessions",
    **operation(
        "openSession", "Mint a token for the app of one account", ok=201, answer=TokenOut, scopes=[Scope.ACCOUNTS]
    ),
)
async def open_session(request: Request, account_id: str, body: NothingIn | None = None) -> Response:
    """Issue an applicant's token: it names its account and sees nothing else."""
    call = await call_of(request)
    issued = await accounts.open_session(runtime_of(request), call, account_id)
    call.renders = lambda token: json_answer(
        201,
        {
            "access_token": token.access_token,
            "token_type": "Bearer",
            "expires_in": token.expires_in,
            "scope": " ".join(sorted(token.scopes)),
        },
        {"cache-control": "no-store"},
    )
    return reply(request, call, issued)
