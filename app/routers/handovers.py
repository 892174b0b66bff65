"""Hand-overs of one purpose of a filing to a phone: the link, its QR code, and how far the phone is."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.domain.errors import ProblemCode
from app.ports.store.keys import Answer
from app.routers.answers import empty_answer, json_answer
from app.routers.cacheable import unchanged
from app.routers.eyes import eyes_of
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.qr_codes import qr_svg
from app.routers.request_context import call_of, language_in, reply, runtime_of
from app.routers.schemas.handovers import HandoverIn, HandoverOut, HandoverProgressOut
from app.routers.views import Eyes, authenticity_view, material_view
from app.usecases import phone_handovers
from app.usecases.phone_handovers import HandoverMade, HandoverSeen

router = APIRouter(route_class=OperationRoute, tags=["papers"])


def _made_answer(request: Request, made: HandoverMade) -> Answer:
    base = runtime_of(request).public_url or str(request.base_url)
    address = f"{base.rstrip('/')}/h/{made.token}"
    content = {
        "id": made.handover.id,
        "purpose": made.handover.purpose.value,
        "url": address,
        "qr_svg": qr_svg(address, language_in(request)),
        "expires_at": made.handover.expires_at,
    }
    place = f"/v1/filings/{made.handover.filing_id}/handovers/{made.handover.id}"
    return json_answer(201, content, {"location": place})


@router.post(
    "/v1/filings/{filing_id}/handovers",
    **operation(
        "handOverToPhone",
        "Hand one purpose of a filing over to a phone",
        ok=201,
        answer=HandoverOut,
        scopes=[Scope.FILINGS],
        problems=[ProblemCode.NOT_EDITABLE],
    ),
)
async def hand_over(request: Request, filing_id: str, body: HandoverIn) -> Response:
    """Make a link for a phone, which needs no sign-in; the filing's last link is void from then on."""
    call = await call_of(request, lambda made: _made_answer(request, made))
    return reply(request, call, await phone_handovers.make(runtime_of(request), call, filing_id, body.purpose))


@router.get(
    "/v1/filings/{filing_id}/handovers/{handover_id}",
    **operation("getHandover", "How far the phone is", answer=HandoverProgressOut, scopes=[Scope.FILINGS]),
)
async def get_handover(request: Request, filing_id: str, handover_id: str) -> Response:
    """Tell what the phone brought so far; asked every second or two with `If-None-Match`, it costs little."""
    call = await call_of(request)
    seen = await phone_handovers.seen(runtime_of(request), call, filing_id, handover_id)
    return unchanged(request, json_answer(200, _progress(seen, eyes_of(request))))


def _progress(seen: HandoverSeen, eyes: Eyes) -> dict[str, Any]:
    handover = seen.handover
    return {
        "id": handover.id,
        "purpose": handover.purpose.value,
        "state": seen.standing.value,
        "created_at": handover.created_at,
        "expires_at": handover.expires_at,
        "opened_at": handover.opened_at,
        "done_at": handover.done_at,
        "wanted": seen.wanted,
        "there": seen.there,
        "papers": [material_view(paper, eyes) for paper in seen.papers],
        "checks": [authenticity_view(check, eyes) for check in seen.checks],
    }


@router.delete(
    "/v1/filings/{filing_id}/handovers/{handover_id}",
    **operation("revokeHandover", "Take a link for a phone back", ok=204, scopes=[Scope.FILINGS]),
)
async def revoke_handover(request: Request, filing_id: str, handover_id: str) -> Response:
    """Make the link useless at once."""
    call = await call_of(request, lambda _: empty_answer())
    await phone_handovers.revoke(runtime_of(request), call, filing_id, handover_id)
    return reply(request, call, None)
