"""First review (初审)."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.domain.filing_states import Event
from app.domain.filings import ReviewFinding
from app.domain.review_queue import queue_place
from app.ports.store.filings import FilingsWanted
from app.ports.store.paging import PageWanted
from app.routers.answers import json_answer, response_of
from app.routers.eyes import eyes_of
from app.routers.filings import IfMatch, filing_call, wanted_states
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, bad_cursor, page_answer, wanted_page
from app.routers.request_context import call_of, caller_in, reply, runtime_of, wanted_revision
from app.routers.review_views import next_view, queued_view
from app.routers.schemas.empty import NothingIn
from app.routers.schemas.filings import FilingOut
from app.routers.schemas.reviews import DecisionIn, NextFilingOut, QueuePageOut
from app.usecases import review_claims, review_standing, reviews

router = APIRouter(route_class=OperationRoute, tags=["first review"])


@router.get("/v1/reviews", **operation("listReviews", "The queue", answer=QueuePageOut, scopes=[Scope.REVIEWS]))
async def list_reviews(
    request: Request,
    limit: Limit = 20,
    cursor: Cursor = None,
    state: Annotated[str | None, Query(min_length=1, max_length=200)] = None,
    assignee: Annotated[str | None, Query(min_length=1, max_length=64, pattern=r"^[0-9a-z_]+$")] = None,
) -> Response:
    """List what waits for review, first what was submitted first; `assignee=me` is the caller."""
    call = await call_of(request)
    who = caller_in(request).id if assignee == "me" else assignee
    wanted = FilingsWanted(states=wanted_states(state), assignee=who)
    page = await review_standing.queue(runtime_of(request), call, wanted, _wanted_page(limit, cursor))
    runtime, eyes = runtime_of(request), eyes_of(request)
    return response_of(page_answer(request, page, lambda one: queued_view(runtime, call, one, eyes)))


def _wanted_page(limit: int, cursor: str | None) -> PageWanted:
    """Read the page that is asked for; its cursor is a place in the queue."""
    page = wanted_page(limit, cursor)
    if page.after is not None and queue_place(page.after) is None:
        raise bad_cursor()
    return page


@router.post(
    "/v1/reviews/next",
    **operation(
        "claimNextReview",
        "Take the filing that waits longest",
        answer=NextFilingOut,
        scopes=[Scope.REVIEWS],
    ),
)
async def claim_next(request: Request, body: NothingIn | None = None) -> Response:
    """Claim the next filing that nobody has; `filing` is null where there is none."""
    runtime, eyes = runtime_of(request), eyes_of(request)
    call = await call_of(request)
    call.renders = lambda seen: json_answer(200, next_view(runtime, call, seen, eyes))
    return reply(request, call, await review_claims.claim_next(runtime, call))


@router.post(
    "/v1/reviews/{filing_id}/claim",
    **operation("claimReview", "Take a filing for oneself", answer=FilingOut, scopes=[Scope.REVIEWS]),
)
async def claim_review(request: Request, filing_id: str, body: NothingIn | None = None) -> Response:
    """Claim; one reviewer at a time."""
    call = await filing_call(request)
    return reply(request, call, await review_claims.claim(runtime_of(request), call, filing_id))


@router.post(
    "/v1/reviews/{filing_id}/release",
    **operation("releaseReview", "Give a claimed filing back", answer=FilingOut, scopes=[Scope.REVIEWS]),
)
async def release_review(request: Request, filing_id: str, body: NothingIn | None = None) -> Response:
    """Release one's own claim."""
    call = await filing_call(request)
    return reply(request, call, await review_claims.release(runtime_of(request), call, filing_id))


@router.post(
    "/v1/reviews/{filing_id}/decision",
    **operation(
        "decideReview",
        "Pass, reject, or ask for completion",
        answer=FilingOut,
        scopes=[Scope.REVIEWS],
        if_match=True,
    ),
)
async def decide_review(request: Request, filing_id: str, body: DecisionIn, if_match: IfMatch = None) -> Response:
    """Decide a filing that one has claimed."""
    call = await filing_call(request)
    findings = tuple(ReviewFinding(one.pointer, one.code, "provider", one.note) for one in body.findings)
    command = reviews.DecisionCommand(Event(body.outcome.value), findings, body.post_to)
    revision = wanted_revision(if_match)
    return reply(request, call, await reviews.decide(runtime_of(request), call, filing_id, revision, command))


@router.post(
    "/v1/reviews/{filing_id}/forward",
    **operation("forwardReview", "Hand over to the authority", answer=FilingOut, scopes=[Scope.REVIEWS]),
)
async def forward_review(request: Request, filing_id: str, body: NothingIn | None = None) -> Response:
    """Hand over where the profile leaves that to a specialist, or again what was held for a fault of ours."""
    call = await filing_call(request)
    return reply(request, call, await reviews.forward(runtime_of(request), call, filing_id))
