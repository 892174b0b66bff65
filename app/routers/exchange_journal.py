"""What went between us and the authority, for whoever looks after it."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.domain.exchange_journal import ExchangeEntry, in_words
from app.routers.answers import json_answer, response_of
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page
from app.routers.request_context import call_of, language_in, runtime_of
from app.routers.schemas.exchange_journal import ExchangeOfFilingOut, UnusualExchangePageOut
from app.usecases import exchange_journal

router = APIRouter(route_class=OperationRoute, tags=["first review"])


@router.get(
    "/v1/reviews/exchange",
    **operation(
        "listUnusualExchange",
        "What was out of the ordinary with the authority",
        answer=UnusualExchangePageOut,
        scopes=[Scope.REVIEWS],
    ),
)
async def list_unusual(request: Request, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """List lost answers, repeated and late messages and what was found by asking, newest first, alike ones counted."""
    call = await call_of(request)
    page = await exchange_journal.unusual(runtime_of(request), call, wanted_page(limit, cursor))
    return response_of(page_answer(request, page, lambda entry: _entry_view(request, entry)))


@router.get(
    "/v1/reviews/{filing_id}/exchange",
    **operation(
        "getExchange",
        "What went between us and the authority about a filing",
        answer=ExchangeOfFilingOut,
        scopes=[Scope.REVIEWS],
    ),
)
async def get_exchange(request: Request, filing_id: str) -> Response:
    """List every hand-over, question and message of a filing, oldest first, alike ones counted."""
    call = await call_of(request)
    entries = await exchange_journal.of(runtime_of(request), call, filing_id)
    return response_of(json_answer(200, {"data": [_entry_view(request, entry) for entry in entries]}))


def _entry_view(request: Request, entry: ExchangeEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "filing_id": entry.filing_id,
        "submission_id": entry.handover_id,
        "exchanged": entry.exchanged.value,
        "outcome": entry.outcome.value,
        "detail": entry.detail,
        "unusual": entry.is_unusual,
        "times": entry.times,
        "first_at": entry.first_at,
        "last_at": entry.last_at,
        "message": in_words(entry.exchanged, entry.outcome).in_language(language_in(request)),
    }
