"""What a reviewer has about one filing: how it stands, notes and calls, papers by post."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.routers.answers import json_answer, response_of
from app.routers.eyes import eyes_of
from app.routers.filings import IfMatch, filing_call
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page
from app.routers.request_context import call_of, reply, runtime_of, wanted_revision
from app.routers.review_views import file_view, note_view, posted_view
from app.routers.schemas.filings import FilingOut
from app.routers.schemas.reviews import (
    PostedMaterialsIn,
    PostedPapersOut,
    ReviewFileOut,
    ReviewNoteIn,
    ReviewNoteOut,
    ReviewNotePageOut,
)
from app.usecases import posted_papers, review_notes, review_standing
from app.usecases.posted_papers import Parcel
from app.usecases.review_notes import NoteCommand

router = APIRouter(route_class=OperationRoute, tags=["first review"])


@router.get(
    "/v1/reviews/{filing_id}",
    **operation("getReview", "A filing as its reviewer needs it", answer=ReviewFileOut, scopes=[Scope.REVIEWS]),
)
async def get_review(request: Request, filing_id: str) -> Response:
    """Show a filing with what was raised last time and what has changed since, how long it waits, and its parcels."""
    runtime, eyes = runtime_of(request), eyes_of(request)
    call = await call_of(request)
    call.renders = lambda seen: json_answer(200, file_view(runtime, call, seen, eyes))
    return reply(request, call, await review_standing.get(runtime, call, filing_id))


@router.post(
    "/v1/reviews/{filing_id}/notes",
    **operation("addReviewNote", "Write something down", ok=201, answer=ReviewNoteOut, scopes=[Scope.REVIEWS]),
)
async def add_note(request: Request, filing_id: str, body: ReviewNoteIn) -> Response:
    """Note a call, a look at the place or anything else; the applicant sees it only where that is said."""
    call = await call_of(request, lambda note: json_answer(201, note_view(note)))
    command = NoteCommand(body.kind, body.text, body.outcome, body.visible_to_applicant)
    return reply(request, call, await review_notes.add(runtime_of(request), call, filing_id, command))


@router.get(
    "/v1/reviews/{filing_id}/notes",
    **operation("listReviewNotes", "What was written down", answer=ReviewNotePageOut, scopes=[Scope.REVIEWS]),
)
async def list_notes(request: Request, filing_id: str, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """List notes and calls, oldest first."""
    call = await call_of(request)
    page = await review_notes.listed(runtime_of(request), call, filing_id, wanted_page(limit, cursor))
    return response_of(page_answer(request, page, note_view))


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
    revision = wanted_revision(if_match)
    return reply(
        request, call, await posted_papers.arrived(runtime_of(request), call, filing_id, revision, _parcel(body))
    )


@router.post(
    "/v1/reviews/{filing_id}/posted-materials/returns",
    **operation(
        "returnPostedMaterials", "The papers were sent back", ok=201, answer=PostedPapersOut, scopes=[Scope.REVIEWS]
    ),
)
async def return_posted_materials(request: Request, filing_id: str, body: PostedMaterialsIn | None = None) -> Response:
    """Note that papers were sent back; the applicant sees it, with its number, in the timeline."""
    call = await call_of(request, lambda kept: json_answer(201, posted_view(kept)))
    return reply(request, call, await posted_papers.returned(runtime_of(request), call, filing_id, _parcel(body)))


def _parcel(body: PostedMaterialsIn | None) -> Parcel:
    return Parcel() if body is None else Parcel(body.tracking_number, body.carrier)
