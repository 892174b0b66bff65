"""Papers to sign, filled in from a filing."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.routers.filings import READERS
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.request_context import call_of, language_in, runtime_of
from app.usecases import documents

router = APIRouter(route_class=OperationRoute, tags=["papers"])
_PDF = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}
_ABOUT = "Whom or what the letter is about, as in `requirements[].for`; without it the file holds every such letter."
About = Annotated[str | None, Query(alias="for", min_length=1, max_length=200, description=_ABOUT)]


@router.get(
    "/v1/filings/{filing_id}/documents/{template}.pdf",
    **operation("getDocument", "A paper to sign, filled in", scopes=READERS, answer_content=_PDF),
)
async def get_document(request: Request, filing_id: str, template: str, about: About = None) -> Response:
    """Fill in `authorization-letter`, `commitment-letter` or `verification-sheet` from the filing as it stands.

    Letters are Chinese; `Accept-Language` chooses the language of the instructions above them. A token without
    `pii:read` gets lines to write certificate numbers and phones on by hand, with their last four characters.
    """
    call = await call_of(request)
    filing, content = await documents.printed(
        runtime_of(request), call, filing_id, template, language_in(request), about
    )
    headers = {
        "cache-control": "no-store",
        "content-disposition": f'attachment; filename="{template}-{filing.id}-{filing.revision}.pdf"',
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return Response(content, media_type="application/pdf", headers=headers)
