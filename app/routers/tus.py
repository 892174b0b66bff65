"""The tus 1.0.0 protocol, without saying whose uploads they are or at which address.

A router mounts it by giving every function an `UploadDoor`: the call of whoever was let in (its caller's account sees
its own uploads only), and the one filing that the door opens to, if it is not all of the account's. So for a phone that
came by a link, with `call` a `Call` whose caller is the account of the link's filing:

    door = UploadDoor(call, filing_id=handover.filing_id)
    await tus.create(request, door, at=f"/h/{token}/uploads")     POST    …/uploads
    await tus.head(request, door, upload_id)                      HEAD    …/uploads/{upload_id}
    await tus.patch(request, door, upload_id)                     PATCH   …/uploads/{upload_id}
    await tus.terminate(request, door, upload_id)                 DELETE  …/uploads/{upload_id}
    await tus.overridden(request, door, upload_id)                POST    …/uploads/{upload_id}, X-HTTP-Method-Override
    tus.options(request)                                          OPTIONS, both addresses, for anybody

Routes are `OperationRoute`s with `keyed=False` and `media_types=tus.MEDIA_TYPES`; refusals become problems there. The
finished upload becomes a paper with `upload_id` in the materials form (`app.usecases.uploads.opened`, `use_up`).

tus has statuses that none of our problem codes has: 410 for an upload that is over (body: `not-found`) and 460 for
bytes that are not what their checksum says (body: `validation-failed`); `status` in the body is that of the answer. A
second connection and another offset are 409 (`action-not-allowed`).
"""

from collections.abc import Awaitable, Callable

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app.domain.errors import FieldError, ProblemCode, Refusal, not_found
from app.domain.texts import Text
from app.domain.uploads import Upload
from app.ports.store.keys import Answer
from app.problems import problem_members
from app.routers import tus_headers
from app.routers.answers import response_of
from app.routers.problem_answers import PROBLEM, problem_answer
from app.routers.request_context import language_in, runtime_of
from app.usecases import upload_receiving, uploads
from app.usecases.upload_bodies import ChecksumMismatchError, SenderGoneError, Sent
from app.usecases.uploads import NewUpload, UploadDoor, UploadOverError

MEDIA_TYPE = "application/offset+octet-stream"
MEDIA_TYPES = (MEDIA_TYPE,)
_CHECKSUM_MISMATCH = 460
_GONE = 410
_MISMATCH = Text("内容与校验值不符，已丢弃；请重新发送。", "The bytes are not those of the checksum and were dropped.")
_OVER = Text("该上传已被使用、已删除或已过期。", "The upload was used, deleted, or ran out.")


class RequestBody:
    """A request's bytes as they come; `more` tells whether its end was reached."""

    def __init__(self, request: Request) -> None:
        self._receive = request.receive
        self._more = True

    async def chunk(self) -> bytes | None:
        """Return the next bytes, or None at the end; raises SenderGoneError."""
        while self._more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise SenderGoneError
            self._more = message.get("more_body", False)
            if body := message.get("body", b""):
                return bytes(body)
        return None


def options(request: Request) -> Response:
    """Tell which tus is spoken here."""
    return Response(status_code=204, headers=tus_headers.version_headers(runtime_of(request).limits))


async def create(request: Request, door: UploadDoor, *, at: str) -> Response:
    """Begin an upload; bytes that come along are taken (creation-with-upload)."""

    async def created() -> Response:
        checksum = tus_headers.checksum_of(request)
        if carries_bytes(request):
            _check_media_type(request)
        upload = await begun(request, door)
        if carries_bytes(request):
            sent = Sent(0, RequestBody(request), tus_headers.declared_bytes(request), checksum)
            upload = await upload_receiving.receive(runtime_of(request), door, upload.id, sent)
        return response_of(created_answer(upload, at))

    return await spoken(request, created)


async def begun(request: Request, door: UploadDoor) -> Upload:
    """Begin an upload as the headers say, without looking at the body."""
    metadata, values = tus_headers.metadata_of(request)
    account_id, filing_id = (tus_headers.id_in(values, name) for name in ("account_id", "filing_id"))
    wanted = NewUpload(tus_headers.length_of(request), metadata, account_id, filing_id)
    return await uploads.begin(runtime_of(request), door, wanted)


async def head(request: Request, door: UploadDoor, upload_id: str) -> Response:
    """Tell how far an upload is."""

    async def told() -> Response:
        upload = await uploads.status(runtime_of(request), door, upload_id)
        headers = tus_headers.progress_headers(upload) | {
            "upload-length": str(upload.bytes),
            "cache-control": "no-store",
        }
        if upload.metadata:
            headers["upload-metadata"] = upload.metadata
        return Response(status_code=200, headers=headers)

    return await spoken(request, told)


async def patch(request: Request, door: UploadDoor, upload_id: str) -> Response:
    """Take the bytes of a request."""

    async def taken() -> Response:
        _check_media_type(request)
        checksum = tus_headers.checksum_of(request)
        sent = Sent(tus_headers.offset_of(request), RequestBody(request), tus_headers.declared_bytes(request), checksum)
        upload = await upload_receiving.receive(runtime_of(request), door, upload_id, sent)
        return Response(status_code=204, headers=tus_headers.progress_headers(upload))

    return await spoken(request, taken)


async def terminate(request: Request, door: UploadDoor, upload_id: str) -> Response:
    """Give an upload up."""

    async def given_up() -> Response:
        await uploads.terminate(runtime_of(request), door, upload_id)
        return Response(status_code=204)

    return await spoken(request, given_up)


async def overridden(request: Request, door: UploadDoor, upload_id: str) -> Response:
    """Do what `X-HTTP-Method-Override` names, for senders that can only POST."""
    ways: dict[str, Callable[[Request, UploadDoor, str], Awaitable[Response]]] = {
        "PATCH": patch,
        "DELETE": terminate,
        "HEAD": head,
    }
    way = ways.get(request.headers.get("x-http-method-override", "").strip().upper())
    if way is None:
        raise Refusal(ProblemCode.METHOD_NOT_ALLOWED)
    return await way(request, door, upload_id)


def carries_bytes(request: Request) -> bool:
    """Tell whether a request has a body."""
    return request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers


def created_answer(upload: Upload, at: str) -> Answer:
    """Return the answer to a new upload."""
    headers = {"location": f"{at}/{upload.id}"} | tus_headers.progress_headers(upload)
    return Answer(201, tuple(headers.items()), b"")


def _check_media_type(request: Request) -> None:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != MEDIA_TYPE:
        raise Refusal(ProblemCode.MEDIA_TYPE_UNSUPPORTED, facts={"accepted": [MEDIA_TYPE]})


async def spoken(request: Request, act: Callable[[], Awaitable[Response]]) -> Response:
    """Act, and say which tus was spoken whatever comes of it."""
    headers = {"tus-resumable": tus_headers.VERSION}
    try:
        tus_headers.check_version(request)
        response = await act()
    except UploadOverError:
        response = _odd_problem(request, _GONE, not_found(), _OVER)
    except ChecksumMismatchError:
        error = FieldError("/header/upload-checksum", "checksum_mismatch", _MISMATCH)
        refusal = Refusal(ProblemCode.VALIDATION_FAILED, errors=(error,))
        response = _odd_problem(request, _CHECKSUM_MISMATCH, refusal, _MISMATCH)
    except Refusal as refusal:
        response = response_of(problem_answer(request, refusal))
        if refusal.code is ProblemCode.PRECONDITION_FAILED:
            headers["tus-version"] = tus_headers.VERSION
    response.headers.update(headers)
    return response


def _odd_problem(request: Request, status: int, refusal: Refusal, detail: Text) -> Response:
    refusal.detail = detail
    members = problem_members(refusal, language_in(request), request.state.trace_id) | {"status": status}
    return Response(orjson.dumps(members), status_code=status, headers={"content-type": PROBLEM})
