"""Resumable uploads (tus 1.0.0) with a bearer token."""

import hashlib

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.domain.callers import Scope
from app.domain.errors import ProblemCode
from app.ports.store.keys import Answer
from app.routers import tus
from app.routers.answers import response_of
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute, check_key, kept, operation_of
from app.routers.request_context import call_of, caller_in, reply, runtime_of
from app.routers.tus_descriptions import described, with_odd_problems
from app.usecases import idempotency
from app.usecases.uploads import UploadDoor

router = APIRouter(route_class=OperationRoute, tags=["papers"])
_PATH = "/v1/uploads"
_OF_HEADERS = (ProblemCode.PRECONDITION_FAILED,)
_SCOPES = (Scope.FILINGS,)


@router.options(_PATH, **operation("describeUploads", "Which tus is spoken here", ok=204, scopes=None, keyed=False))
@router.options(
    f"{_PATH}/{{upload_id}}",
    include_in_schema=False,
    **operation("describeUpload", "Which tus is spoken here", ok=204, scopes=None, keyed=False),
)
async def tell_protocol(request: Request) -> Response:
    """Tell version, extensions, checksum algorithms and the largest size."""
    return tus.options(request)


@router.post(
    _PATH,
    **with_odd_problems(
        operation(
            "beginUpload",
            "Begin a resumable upload",
            ok=201,
            scopes=_SCOPES,
            keyed=False,
            media_types=tus.MEDIA_TYPES,
            problems=_OF_HEADERS,
            extra=described("Upload-Length", "Upload-Metadata", "Upload-Checksum", has_body=True),
        ),
        410,
        460,
    ),
)
async def begin_upload(request: Request) -> Response:
    """Begin an upload; `Upload-Metadata` of a client names `account_id` or `filing_id`. Bytes may come along.

    With an `Idempotency-Key` the upload is begun once and the bytes are left for a PATCH.
    """
    key = request.headers.get("idempotency-key")
    if key is None:
        return await tus.create(request, UploadDoor(await call_of(request)), at=_PATH)
    check_key(key)
    return await tus.spoken(request, lambda: _begun_once(request, key))


async def _begun_once(request: Request, key: str) -> Response:
    digest = hashlib.sha256()
    for name in ("upload-length", "upload-metadata", "upload-checksum"):
        digest.update(f"{name}:{request.headers.get(name, '')}\n".encode())
    async for chunk in request.stream():
        digest.update(chunk)
    owner = caller_in(request).owner
    held = await idempotency.begin(runtime_of(request), owner, operation_of(request), key, digest.digest())
    if isinstance(held, Answer):
        return response_of(held, replayed=True)
    request.state.lease = held
    return await kept(request, _begun)


async def _begun(request: Request) -> Response:
    call = await call_of(request, lambda upload: tus.created_answer(upload, _PATH))
    return reply(request, call, await tus.begun(request, UploadDoor(call)))


@router.head(
    f"{_PATH}/{{upload_id}}",
    **with_odd_problems(
        operation(
            "lookAtUpload",
            "How far an upload is",
            scopes=_SCOPES,
            problems=_OF_HEADERS,
            extra=described(),
        ),
        410,
    ),
)
async def look_at_upload(request: Request, upload_id: str) -> Response:
    """Tell offset, size, metadata and when it runs out."""
    return await tus.head(request, UploadDoor(await call_of(request)), upload_id)


@router.patch(
    f"{_PATH}/{{upload_id}}",
    **with_odd_problems(
        operation(
            "carryOnUpload",
            "Send bytes of an upload",
            ok=204,
            scopes=_SCOPES,
            media_types=tus.MEDIA_TYPES,
            problems=_OF_HEADERS,
            extra=described("Upload-Offset", "Upload-Checksum", has_body=True),
        ),
        410,
        460,
    ),
)
async def carry_on_upload(request: Request, upload_id: str) -> Response:
    """Take bytes from an offset on. What came of a request that was cut is kept, except where a checksum was sent."""
    return await tus.patch(request, UploadDoor(await call_of(request)), upload_id)


@router.delete(
    f"{_PATH}/{{upload_id}}",
    **with_odd_problems(
        operation(
            "giveUpUpload",
            "Give an upload up",
            ok=204,
            scopes=_SCOPES,
            problems=_OF_HEADERS,
            extra=described(),
        ),
        410,
    ),
)
async def give_up_upload(request: Request, upload_id: str) -> Response:
    """End an upload and delete its bytes."""
    return await tus.terminate(request, UploadDoor(await call_of(request)), upload_id)


@router.post(
    f"{_PATH}/{{upload_id}}",
    include_in_schema=False,
    **operation(
        "overriddenUpload",
        "PATCH, DELETE or HEAD by X-HTTP-Method-Override",
        ok=204,
        scopes=_SCOPES,
        keyed=False,
        media_types=tus.MEDIA_TYPES,
    ),
)
async def overridden_upload(request: Request, upload_id: str) -> Response:
    """Do what `X-HTTP-Method-Override` names."""
    return await tus.overridden(request, UploadDoor(await call_of(request)), upload_id)
