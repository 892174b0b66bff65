"""The form that brings a paper: read as it comes, the file into the store, the fields into memory."""

import re
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

from app.domain.errors import FieldError, ProblemCode, Refusal
from app.domain.texts import Text
from app.routers.form_arrivals import FormArrivals, never_silent
from app.routers.multipart_stream import FilePart, MultipartError, MultipartFault, MultipartStream
from app.routers.request_context import runtime_of
from app.usecases import paper_receiving
from app.usecases.call import Call
from app.usecases.paper_receiving import Received

_ARRIVALS = FormArrivals()
FORM_OF_IDS = re.compile(r"[0-9a-z_]{1,64}")
"""What an id in a field of a form looks like; what doesn't is nobody's."""

_LONGEST_NAME = 100
_ALLOWED = frozenset({"kind", "for", "upload_id", "material_id"})
_UNKNOWN = Text("没有这个字段。", "There is no such field.")
_NO_FILE = Text(
    "请上传文件，或给出已完成上传的 upload_id，或本账号已有材料的 material_id。",
    "Send a file, or the upload_id of a complete upload, or the material_id of a paper of the same account.",
)
_ONE_OF_THEM = Text(
    "文件、upload_id 和 material_id 只能给一个。", "Send one of a file, an upload_id and a material_id, not several."
)
_BAD_FIELD = Text("该字段过大、重复或不是文本。", "The field is too large, stands twice, or is no text.")


@dataclass(slots=True)
class MaterialForm:
    """What a form brought. `refusal` is what is wrong with it; `received` a file that is in the store already.

    Without a refusal there is one of a file, the id of a complete upload, and the id of a paper to be used again.
    """

    fields: dict[str, str]
    received: Received | None
    refusal: Refusal | None
    digest: bytes

    @property
    def used_again(self) -> str | None:
        """Return the id of the paper that is to be used again."""
        return self.fields.get("material_id")

    @property
    def uploaded(self) -> str | None:
        """Return the id of the resumable upload that is to become a paper."""
        return self.fields.get("upload_id")


async def read_form(request: Request, call: Call, *, also: frozenset[str] = frozenset()) -> MaterialForm:
    """Read a form to its end; a file that came is in the store, whatever else is wrong. `also` names further fields.

    Raises `rate-limited` where too many of the account are coming in, `malformed-request` for what can't be read.
    """
    with _ARRIVALS.one_of(call.caller):
        return await _read(request, call, also)


async def _read(request: Request, call: Call, also: frozenset[str]) -> MaterialForm:
    runtime = runtime_of(request)
    form = MaterialForm({}, None, None, b"")
    try:
        stream = MultipartStream(request.headers.get("content-type"), never_silent(request.stream()))
        async for part in stream.parts():
            if isinstance(part, FilePart):
                await _take_file(request, call, part, form)
            elif part.name in _ALLOWED | also:
                form.fields[part.name] = part.value
            else:
                form.refusal = form.refusal or _field(part.name, "unknown_field", _UNKNOWN)
        form.digest = stream.parts_digest().encode()
    except MultipartError as fault:
        await _discard(request, form)
        raise _refusal(fault) from fault
    except ClientDisconnect as gone:
        await _discard(request, form)
        raise Refusal(ProblemCode.MALFORMED_REQUEST) from gone
    except BaseException:
        await _discard(request, form)
        raise
    form.refusal = form.refusal or _refused_choice(form)
    if form.refusal is not None and form.received is not None:
        await paper_receiving.discard(runtime, form.received)
        form.received = None
    return form


def _refused_choice(form: MaterialForm) -> Refusal | None:
    given = [name for name in ("upload_id", "material_id") if name in form.fields]
    if form.received is None and not given:
        return _field("file", "required", _NO_FILE)
    if len(given) + (form.received is not None) > 1:
        return _field(given[-1], "one_of_them", _ONE_OF_THEM)
    return None


async def _take_file(request: Request, call: Call, part: FilePart, form: MaterialForm) -> None:
    if part.name != "file" or form.received is not None:
        form.refusal = form.refusal or _field(part.name, "unknown_field", _UNKNOWN)
        return
    try:
        form.received = await paper_receiving.receive(runtime_of(request), call, aiter(part.chunks))
    except Refusal as refusal:
        form.refusal = form.refusal or refusal


async def _discard(request: Request, form: MaterialForm) -> None:
    if form.received is not None:
        await paper_receiving.discard(runtime_of(request), form.received)
        form.received = None


def _field(name: str, code: str, message: Text) -> Refusal:
    nameable = 1 <= len(name) <= _LONGEST_NAME and name.isprintable()
    pointer = f"/{name.replace('~', '~0').replace('/', '~1')}" if nameable else ""
    return Refusal(ProblemCode.VALIDATION_FAILED, errors=(FieldError(pointer, code, message),))


def _refusal(fault: MultipartError) -> Refusal:
    of_fields = {MultipartFault.FIELD_TOO_LARGE, MultipartFault.FIELD_NOT_TEXT, MultipartFault.FIELD_REPEATED}
    if fault.code in of_fields:
        return _field(fault.name or "", fault.code.value, _BAD_FIELD)
    if fault.code is MultipartFault.NOT_MULTIPART:
        return Refusal(ProblemCode.MEDIA_TYPE_UNSUPPORTED, facts={"accepted": ["multipart/form-data"]})
    return Refusal(ProblemCode.MALFORMED_REQUEST, facts={"reason": fault.code.value})
