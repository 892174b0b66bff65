"""Papers (材料)."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.domain.errors import Refusal, invalid, not_found
from app.domain.materials import MaterialKind
from app.domain.texts import Text
from app.ports.store.keys import Answer
from app.routers.answers import empty_answer, json_answer, response_of
from app.routers.eyes import eyes_of
from app.routers.filings import READERS
from app.routers.material_form import FORM_OF_IDS, MaterialForm, read_form
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute, check_key, kept, operation_of
from app.routers.pages import Cursor, Limit, page_answer, wanted_page, whole_page
from app.routers.request_context import call_of, reply, runtime_of
from app.routers.schemas.materials import MaterialOut, MaterialPageOut
from app.routers.views import material_view
from app.usecases import idempotency, materials, paper_receiving, papers_on_record

router = APIRouter(route_class=OperationRoute, tags=["papers"])
_MULTIPART = "multipart/form-data"
_UPLOAD_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            _MULTIPART: {
                "schema": {
                    "type": "object",
                    "required": ["kind", "for"],
                    "oneOf": [{"required": ["file"]}, {"required": ["upload_id"]}, {"required": ["material_id"]}],
                    "properties": {
                        "kind": {"type": "string", "enum": [kind.value for kind in MaterialKind]},
                        "for": {"type": "string"},
                        "file": {"type": "string", "format": "binary"},
                        "upload_id": {
                            "type": "string",
                            "pattern": "^[0-9a-z_]{1,64}$",
                            "description": "A complete resumable upload, used up in place of a file.",
                        },
                        "material_id": {
                            "type": "string",
                            "pattern": "^[0-9a-z_]{1,64}$",
                            "description": "A paper of the same account, used again in place of a file.",
                        },
                    },
                }
            }
        },
    }
}
_NO_PLACE = Text("请用 JSON Pointer 指明材料属于谁。", "Say whose paper it is by a JSON Pointer.")
_NO_KIND = Text("没有这种材料。", "There is no such kind of paper.")


@router.post(
    "/v1/filings/{filing_id}/materials",
    **operation(
        "addMaterial",
        "Add a paper",
        ok=201,
        answer=MaterialOut,
        scopes=[Scope.FILINGS],
        keyed=False,
        media_types=(_MULTIPART,),
        extra=_UPLOAD_BODY,
    ),
)
async def add_material(request: Request, filing_id: str) -> Response:
    """Receive a file as a stream, or use a paper of the account again; it is checked at once."""
    key = request.headers.get("idempotency-key")
    if key is not None:
        check_key(key)
    runtime = runtime_of(request)
    call = await call_of(request)
    if key is None:
        await materials.check_may_receive(runtime, call, filing_id)
    form = await read_form(request, call)
    if key is None:
        return await _attach(request, filing_id, form)
    # The key is looked at once the parts are known: the boundary between them differs from try to try.
    try:
        held = await idempotency.begin(runtime, call.caller.owner, operation_of(request), key, form.digest)
    except BaseException:
        await _discard(request, form)
        raise
    if isinstance(held, Answer):
        await _discard(request, form)
        return response_of(held, replayed=True)
    request.state.lease = held
    return await kept(request, lambda again: _attach(again, filing_id, form))


async def _discard(request: Request, form: MaterialForm) -> None:
    if form.received is not None:
        await paper_receiving.discard(runtime_of(request), form.received)


async def _attach(request: Request, filing_id: str, form: MaterialForm) -> Response:
    call = await call_of(request, lambda material: json_answer(201, material_view(material, eyes_of(request))))
    runtime = runtime_of(request)
    if form.refusal is not None:
        raise form.refusal
    try:
        kind, pointer = _kind_and_place(form)
    except Refusal:
        await _discard(request, form)
        raise
    if form.uploaded is not None:
        form.received = await paper_receiving.receive_upload(runtime, call, filing_id, _id_of(form.uploaded))
    if form.received is not None:
        material = await materials.attach(runtime, call, filing_id, kind, pointer, form.received)
    else:
        material = await papers_on_record.use_again(runtime, call, filing_id, kind, pointer, _id_of(form.used_again))
    return reply(request, call, material)


def _id_of(given: str | None) -> str:
    """Return the id of a paper or an upload; what can't be one is nobody's."""
    if given is None or not FORM_OF_IDS.fullmatch(given):
        raise not_found()
    return given


def _kind_and_place(form: MaterialForm) -> tuple[MaterialKind, str]:
    try:
        kind = MaterialKind(form.fields.get("kind", ""))
    except ValueError as unknown:
        raise invalid("/kind", "unknown_value", _NO_KIND) from unknown
    pointer = form.fields.get("for", "")
    if not pointer.startswith("/") or len(pointer) > 200 or not pointer.isprintable():
        raise invalid("/for", "wrong_form", _NO_PLACE)
    return kind, pointer


@router.get(
    "/v1/filings/{filing_id}/materials",
    **operation("listMaterials", "A filing's papers", answer=MaterialPageOut, scopes=READERS),
)
async def list_materials(request: Request, filing_id: str, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """List papers, oldest first."""
    call = await call_of(request)
    found = await materials.listed(runtime_of(request), call, filing_id)
    page = whole_page(found, wanted_page(limit, cursor), lambda paper: paper.id)
    eyes = eyes_of(request)
    return response_of(page_answer(request, page, lambda paper: material_view(paper, eyes)))


@router.delete(
    "/v1/materials/{material_id}",
    **operation("removeMaterial", "Take a paper away", ok=204, scopes=[Scope.FILINGS]),
)
async def remove_material(request: Request, material_id: str) -> Response:
    """Remove a paper while its filing is editable."""
    call = await call_of(request, lambda _: empty_answer())
    await materials.remove(runtime_of(request), call, material_id)
    return reply(request, call, None)
