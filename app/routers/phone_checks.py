"""Portraits and videos that the phone's page sends, each with the consent of the person shown."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.phone_handovers import HandoverPurpose
from app.routers.json_body import read_json
from app.routers.operation import operation
from app.routers.phone import FORMS, back_to_page
from app.routers.phone_calls import form_of, is_form
from app.routers.phone_route import PhoneRoute, admitted
from app.routers.request_context import runtime_of
from app.routers.schemas.phone import PhoneCheckIn
from app.usecases import phone_faces
from app.usecases.phone_faces import FaceBrought
from app.usecases.phone_handovers import PhoneCall

router = APIRouter(route_class=PhoneRoute, include_in_schema=False)
_OF_A_FACE = frozenset({"consent", "challenge_id"})


@router.post(
    "/h/{token}/checks",
    **operation("showPhoneFace", "Show a face", ok=201, scopes=None, keyed=False, media_types=FORMS),
)
async def show_face(request: Request) -> Response:
    """Take a portrait or a video, and have it judged at once."""
    phone = await admitted(request, HandoverPurpose.PORTRAIT, HandoverPurpose.VIDEO)
    if is_form(request):
        brought = await _of_form(request, phone)
    else:
        said = await read_json(request, PhoneCheckIn)
        brought = FaceBrought(said.for_, said.consent, said.challenge_id, upload_id=said.upload_id)
    await phone_faces.show(runtime_of(request), phone, brought)
    return back_to_page(request, "cards")


async def _of_form(request: Request, phone: PhoneCall) -> FaceBrought:
    form = await form_of(request, phone, also=_OF_A_FACE)
    said = form.fields
    return FaceBrought(said.get("for", ""), said.get("consent"), said.get("challenge_id"), form.received, form.uploaded)
