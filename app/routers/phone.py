"""The phone's page `/h/{token}`: shown, refreshed, and told that the phone is done."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.consents import wording
from app.domain.errors import not_found
from app.domain.materials import MaterialKind
from app.domain.phone_handovers import HandoverPurpose
from app.domain.requirements import limits
from app.routers.operation import operation
from app.routers.phone_assets import assets
from app.routers.phone_faces import face_facts
from app.routers.phone_page import TAGS, head_facts, paper_facts, rendered
from app.routers.phone_route import PhoneRoute, admitted, page_address, wants_page
from app.routers.request_context import language_in, runtime_of
from app.usecases import phone_faces, phone_handovers, phone_tasks
from app.usecases.phone_handovers import PhoneCall
from app.usecases.phone_tasks import Tasks

router = APIRouter(route_class=PhoneRoute, include_in_schema=False)
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data", "application/json")


@router.get("/h/assets/{name}", **operation("getPhoneAsset", "Script or style of the phone's page", scopes=None))
async def get_asset(request: Request) -> Response:
    """Serve a file of our own; its name changes with its content, so it may be kept for good."""
    asset = assets().get(request.path_params["name"])
    if asset is None:
        raise not_found()
    headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(asset.content, media_type=asset.media_type, headers=headers)
    return Response(asset.compressed, media_type=asset.media_type, headers={**headers, "content-encoding": "gzip"})


@router.get("/h/{token}", **operation("showPhonePage", "The phone's page", scopes=None))
async def show_page(request: Request) -> Response:
    """Show what is wanted; the first look at it is noted for whoever shows the QR code."""
    phone = await admitted(request)
    await phone_handovers.note_opened(runtime_of(request), phone)
    language, at = language_in(request), page_address(request)
    tasks = await phone_tasks.tasks_of(runtime_of(request), phone)
    frame = head_facts(tasks, phone.handover, at, language)
    template = "materials" if phone.handover.purpose is HandoverPurpose.MATERIALS else "face"
    return HTMLResponse(rendered(template, language, **frame | await _cards(request, phone, tasks)))


@router.get("/h/{token}/cards", **operation("showPhoneCards", "What the phone's page is made of", scopes=None))
async def show_cards(request: Request) -> Response:
    """Show the cards alone, for the page's script to put in place of older ones."""
    phone = await admitted(request)
    tasks = await phone_tasks.tasks_of(runtime_of(request), phone)
    template = "cards" if phone.handover.purpose is HandoverPurpose.MATERIALS else "people"
    return HTMLResponse(rendered(template, language_in(request), **await _cards(request, phone, tasks)))


async def _cards(request: Request, phone: PhoneCall, tasks: Tasks) -> dict[str, Any]:
    runtime, language, at = runtime_of(request), language_in(request), page_address(request)
    if phone.handover.purpose is HandoverPurpose.MATERIALS:
        return paper_facts(tasks, phone.handover, at, language)
    kind, today = MaterialKind(phone.handover.purpose.value), phone.call.today
    agreed_to, allowed = wording(today, runtime.rulebook), limits(kind, today, runtime.rulebook)
    challenges = await phone_faces.challenges_for(runtime, phone, tasks)
    return face_facts(tasks, phone.handover, at, language, agreed_to, allowed, challenges)


@router.post(
    "/h/{token}/done",
    **operation("tellPhoneDone", "The phone is done", scopes=None, keyed=False, media_types=FORMS),
)
async def tell_done(request: Request) -> Response:
    """Let whoever shows the QR code know that nothing more is coming."""
    phone = await admitted(request)
    await phone_handovers.set_done(runtime_of(request), phone, is_done=True)
    return back_to_page(request, "finish")


def back_to_page(request: Request, part: str) -> Response:
    """Send a browser back to the page; a script needs no words."""
    if not wants_page(request):
        return Response(status_code=204)
    tag = TAGS[language_in(request)]
    return RedirectResponse(f"{page_address(request)}?lang={tag}#{part}", status_code=303)
