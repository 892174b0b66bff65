"""First review (初审)."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.domain.filing_states import Event
from app.domain.filings import ReviewFinding
from app.ports.store.filings import FilingsWanted
from app.routers.answers import response_of
from app.routers.eyes import eyes_of
from app.routers.filing_views import filing_view
from app.routers.filings import IfMatch, filing_call, wanted_states
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page
from app.routers.request_context import call_of, caller_in, reply, runtime_of, wanted_revision
from app.routers.schemas.empty import NothingIn
from app.routers.schemas.filings import FilingOut, FilingPageOut
from app.routers.schemas.reviews import DecisionIn, PostedMaterialsIn
from app.usecases import reviews

router = APIRouter(route_class=OperationRoute, tags=["first review"])


@router.get("/v1/reviews", **operation("listReviews", "The queue", answer=FilingPageOut, scopes=[Scope.REVIEWS]))
async def list_reviews(
    request: Request,
    limit: Limit = 20,
    cursor: Cursor = None,
    state: Annotated[str | None, Query(min_length=1, max_length=200)] = None,
    assignee: Annotated[str | None, Query(min_length=1, max_length=64, pattern=r"^[0-9a-z_]+$")] = None,
) -> Response:
    """List what waits for review, oldest first; `assignee=me` is the caller."""
    call = await call_of(request)
    who = caller_in(request).id if assignee == "me" else assignee
    wanted = FilingsWanted(states=wanted_states(state), assignee=who)
    page = await reviews.queue(runtime_of(request), call, wanted, wanted_page(limit, cursor))
    runtime, eyes = runtime_of(request), eyes_of(request)
    return response_of(page_answer(request, page, lambda one: filing_view(runtime, call, one, eyes)))


@router.post(
    "/v1/reviews/{filing_id}/claim",
    **operation("claimReview", "Take a filing for oneself", answer=FilingOut, scopes=[Scope.REVIEWS]),
)
async def claim_review(request: Request, filing_id: str, body: NothingIn | None = None) -> Response:
    """Claim; one reviewer at a time."""
    call = await filing_call(request)
    return reply(request, call, await reviews.claim(runtime_of(request), call, filing_id))


@router.post(
    "/v1/reviews/{filing_id}/release",
    **operation("releaseReview", "Give a claimed filing back", answer=FilingOut, scopes=[Scope.REVIEWS]),
)
async def release_review(request: Request, filing_id: str, body: NothingIn | None = None) -> Response:
    """Release one's own claim."""
    call = await filing_call(request)
    return reply(request, call, await reviews.release(runtime_of(request), call, filing_id))


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


@router.post(
    "/v1/reviews/{filing_id}/posted-materials",
    **operation(
        "receivePostedMaterials",
        "The papers came by post",
        answer=FilingOut,
        scopes=[Scope.REVIEWS],
        if_match=True,
    ),
)
async def receive_posted_materials(
    request: Request, filing_id: str, body: PostedMaterialsIn | None = None, if_match: IfMatch = None
) -> Response:
    """Let a filing go on that waited for its papers."""
    call = await filing_call(request)
    number = None if body is None else body.tracking_number
    revision = wanted_revision(if_match)
    return reply(request, call, await reviews.papers_arrived(runtime_of(request), call, filing_id, revision, number))
