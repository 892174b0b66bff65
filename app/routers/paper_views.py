"""Looking at papers: each shown under a watermark, and each look on file."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.errors import ProblemCode
from app.domain.paper_views import PaperView
from app.routers.answers import response_of
from app.routers.filings import READERS
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page
from app.routers.request_context import call_of, runtime_of
from app.routers.schemas.paper_views import PaperViewPageOut
from app.usecases import paper_views

router = APIRouter(route_class=OperationRoute, tags=["papers"])
_BYTES = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in paper_views.SHOWN_AS}


@router.get(
    "/v1/materials/{material_id}/content",
    **operation(
        "getMaterialContent",
        "A paper, watermarked for whoever asks",
        scopes=READERS,
        answer_content=_BYTES,
        problems=[ProblemCode.MATERIAL_UNREADABLE],
    ),
)
async def get_content(request: Request, material_id: str) -> Response:
    """Show a paper to its owner or a reviewer, never as it was received: who looks, what for and the day stand on it.

    A picture comes as JPEG, a PDF as a PDF of pictures, a video as a moving picture (WebP). Every call is on file
    before its answer; nobody on the way keeps anything.
    """
    shown = await paper_views.show(runtime_of(request), await call_of(request), material_id)
    headers = {
        "cache-control": "no-store",
        "content-disposition": f'attachment; filename="{shown.material.id}"',
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return Response(shown.content, media_type=shown.media_type, headers=headers)


@router.get(
    "/v1/filings/{filing_id}/paper-views",
    **operation("listPaperViews", "Who looked at a filing's papers", answer=PaperViewPageOut, scopes=READERS),
)
async def list_paper_views(request: Request, filing_id: str, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """List every look, oldest first; looks at papers that were taken away since stay."""
    call = await call_of(request)
    page = await paper_views.listed(runtime_of(request), call, filing_id, wanted_page(limit, cursor))
    return response_of(page_answer(request, page, _view))


def _view(view: PaperView) -> dict[str, Any]:
    return {
        "id": view.id,
        "material_id": view.material_id,
        "kind": view.kind.value,
        "at": view.at,
        "viewer_kind": view.viewer_kind.value,
        "viewer_id": view.viewer_id,
        "purpose": view.purpose.value,
    }
