"""What the phone's page sends: files in pieces (tus) or as a form, papers made of them, and papers taken away."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.errors import Refusal, invalid, not_found
from app.domain.materials import MaterialKind
from app.domain.phone_handovers import HandoverPurpose
from app.domain.texts import Text
from app.routers import tus
from app.routers.json_body import read_json
from app.routers.material_form import FORM_OF_IDS, MaterialForm, read_form
from app.routers.operation import operation
from app.routers.phone import FORMS, back_to_page
from app.routers.phone_route import PhoneRoute, admitted, page_address
from app.routers.request_context import runtime_of
from app.routers.schemas.phone import PhonePaperIn
from app.usecases import materials, paper_receiving, phone_papers
from app.usecases.phone_handovers import PhoneCall
from app.usecases.phone_papers import Brought
from app.usecases.uploads import UploadDoor

router = APIRouter(route_class=PhoneRoute, include_in_schema=False)
_UPLOADS = "/h/{token}/uploads"
_UPLOAD = f"{_UPLOADS}/{{upload_id}}"
_IDS = frozenset({"upload_id", "challenge_id"})
_NO_KIND = Text("这里不收这种材料。", "Papers of this kind are not taken here.")


def _door(phone: PhoneCall) -> UploadDoor:
    return UploadDoor(phone.call, filing_id=phone.handover.filing_id)


@router.options(_UPLOADS, **operation("describePhoneUploads", "Which tus is spoken here", ok=204, scopes=None))
@router.options(_UPLOAD, **operation("describePhoneUpload", "Which tus is spoken here", ok=204, scopes=None))
async def tell_protocol(request: Request) -> Response:
    """Tell version, extensions, checksum algorithms and the largest size."""
    return tus.options(request)


@router.post(
    _UPLOADS,
    **operation("beginPhoneUpload", "Begin an upload", ok=201, scopes=None, keyed=False, media_types=tus.MEDIA_TYPES),
)
async def begin_upload(request: Request) -> Response:
    """Begin an upload that can become a paper of this filing only."""
    phone = await admitted(request)
    return await tus.create(request, _door(phone), at=f"{page_address(request)}/uploads")


@router.head(_UPLOAD, **operation("getPhoneUpload", "How far an upload is", scopes=None))
async def get_upload(request: Request) -> Response:
    """Tell how far an upload is."""
    return await tus.head(request, _door(await admitted(request)), request.path_params["upload_id"])


@router.patch(
    _UPLOAD,
    **operation(
        "continuePhoneUpload", "Carry an upload on", ok=204, scopes=None, keyed=False, media_types=tus.MEDIA_TYPES
    ),
)
async def continue_upload(request: Request) -> Response:
    """Take the next bytes."""
    return await tus.patch(request, _door(await admitted(request)), request.path_params["upload_id"])


@router.delete(_UPLOAD, **operation("endPhoneUpload", "Give an upload up", ok=204, scopes=None))
async def end_upload(request: Request) -> Response:
    """Give an upload up."""
    return await tus.terminate(request, _door(await admitted(request)), request.path_params["upload_id"])


@router.post(
    "/h/{token}/papers",
    **operation("bringPhonePaper", "Bring a paper", ok=201, scopes=None, keyed=False, media_types=FORMS),
)
async def bring_paper(request: Request) -> Response:
    """Make a paper of an upload or, for a browser without scripts, of a form with its file."""
    phone = await admitted(request, HandoverPurpose.MATERIALS)
    if is_form(request):
        brought = await _of_form(request, phone)
    else:
        said = await read_json(request, PhonePaperIn)
        kind = kind_allowed(phone, said.kind)
        brought = Brought(kind, said.for_, said.replaces, upload_id=said.upload_id)
    await phone_papers.bring(runtime_of(request), phone, brought)
    return back_to_page(request, "cards")


def is_form(request: Request) -> bool:
    """Tell a browser's form, with its file, from what the script sends."""
    return request.headers.get("content-type", "").startswith("multipart/")


async def form_of(request: Request, phone: PhoneCall, *, also: frozenset[str] = frozenset()) -> MaterialForm:
    """Read a form that brings a file; raises what is wrong with it, and whatever `materials` refuses beforehand."""
    await materials.check_may_receive(runtime_of(request), phone.call, phone.handover.filing_id)
    form = await read_form(request, phone.call, also=also)
    if form.refusal is not None:
        raise form.refusal
    # A phone brings files of its own: papers that the account has already are none of its business.
    if form.used_again is not None or not all(
        FORM_OF_IDS.fullmatch(form.fields[name]) for name in _IDS & form.fields.keys()
    ):
        if form.received is not None:
            await paper_receiving.discard(runtime_of(request), form.received)
        raise not_found()
    return form


async def _of_form(request: Request, phone: PhoneCall) -> Brought:
    replaces = request.query_params.get("replaces")
    if replaces is not None and not FORM_OF_IDS.fullmatch(replaces):
        raise not_found()
    runtime, form = runtime_of(request), await form_of(request, phone)
    try:
        kind = kind_allowed(phone, form.fields.get("kind", ""))
    except Refusal:
        if form.received is not None:
            await paper_receiving.discard(runtime, form.received)
        raise
    return Brought(kind, form.fields.get("for", ""), replaces, form.received, form.uploaded)


def kind_allowed(phone: PhoneCall, named: str) -> MaterialKind:
    """Return the kind of a paper; raises `validation-failed` for one that is not of the link's purpose."""
    kind = next((one for one in MaterialKind if one.value == named), None)
    if kind is None or not phone.handover.purpose.allows(kind):
        raise invalid("/kind", "unknown_value", _NO_KIND)
    return kind


@router.post(
    "/h/{token}/papers/{material_id}/remove",
    **operation("removePhonePaper", "Take a paper away", ok=204, scopes=None, keyed=False, media_types=FORMS),
)
async def remove_paper(request: Request) -> Response:
    """Take a paper away, of this filing and of the link's purpose."""
    phone = await admitted(request, HandoverPurpose.MATERIALS)
    await phone_papers.remove(runtime_of(request), phone, request.path_params["material_id"])
    return back_to_page(request, "cards")
