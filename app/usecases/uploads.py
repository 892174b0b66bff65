"""Resumable uploads: begun, looked at, given up, turned into a paper, swept away. Their bytes: `upload_receiving`."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.errors import ProblemCode, Refusal, invalid, not_found
from app.domain.file_sizes import too_large
from app.domain.filings import Filing
from app.domain.texts import Text
from app.domain.uploads import Piece, Upload
from app.ports.object_store import ObjectMissing, ObjectStoreUnavailable
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.filing_details import found
from app.usecases.review_findings import require_editable
from app.usecases.runtime import Runtime

DELETE_UPLOAD = "delete_upload"
"""The job that deletes the pieces of an upload that has ended."""

# A request that was cut keeps its bytes within moments; who asks right after the cut is told of them.
_SETTLE_SECONDS = 2.5
_LOOK_SECONDS = 0.1
_SWEPT_AT_ONCE = 200
# So long an address that is over says so; after that nobody knows it.
_ENDED_KEPT = timedelta(days=7)
_METADATA = "/header/upload-metadata"
_LENGTH = "/header/upload-length"
_NO_ACCOUNT = Text(
    "请在 Upload-Metadata 中用 account_id 或 filing_id 说明文件属于哪个账号。",
    "Say whose file it is: account_id or filing_id in Upload-Metadata.",
)
_TOO_MANY = Text(
    "同时进行的上传太多；请先用完、删除，或等未完成的上传过期。",
    "Too many uploads are under way; use or delete some, or wait until unfinished ones expire.",
)
_UNFINISHED = Text("该上传尚未完成，请续传到底后再用。", "The upload is not complete; carry it on to its end first.")
_OVER = Text(
    "该上传已被使用、已删除或已过期，请重新上传。",
    "The upload was used, deleted, or ran out; upload the file again.",
)


class UploadOverError(Exception):
    """The upload was used, given up, or ran out."""


@dataclass(frozen=True, slots=True)
class UploadDoor:
    """Where a sender stands: whose call it is, and the one filing that the door opens to, if it is not all of them."""

    call: Call
    filing_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewUpload:
    """What a sender wants to send: its size, what they say of it, and whose it is, which a client must say."""

    bytes: int
    metadata: str = ""
    account_id: str | None = None
    filing_id: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A complete upload as a file. The digest is there for one that came in a single piece, else None."""

    chunks: AsyncIterator[bytes]
    bytes: int
    sha256: str | None


async def begin(runtime: Runtime, door: UploadDoor, wanted: NewUpload) -> Upload:
    """Begin an upload; raises `payload-too-large`, `not-found`, `not-editable`, `validation-failed`."""
    most = runtime.limits.upload_max_bytes
    if wanted.bytes > most:
        raise too_large(_LENGTH, most)
    now = runtime.clock.real_now()
    async with runtime.unit_of_work() as uow:
        account_id, filing_id = await _whose(runtime, uow, door, wanted)
        await _require_room(runtime, uow, account_id, wanted.bytes, now)
        upload = Upload(
            id=runtime.ids.new("upl"),
            provider_id=door.call.provider_id,
            account_id=account_id,
            filing_id=filing_id,
            bytes=wanted.bytes,
            received=0,
            metadata=wanted.metadata,
            created_at=now,
            expires_at=now + timedelta(seconds=runtime.limits.upload_seconds),
        )
        await uow.uploads.add(upload)
        await door.call.commit(uow, upload)
    return upload


async def _whose(runtime: Runtime, uow: UnitOfWork, door: UploadDoor, wanted: NewUpload) -> tuple[str, str | None]:
    call = door.call
    if wanted.account_id is not None:
        call.caller.require_account(wanted.account_id)
    filing_id = door.filing_id or wanted.filing_id
    if filing_id is not None:
        filing = await found(uow, call, filing_id)
        if wanted.account_id not in (None, filing.account_id) or wanted.filing_id not in (None, filing_id):
            raise not_found()
        require_editable(runtime, call, filing)
        return filing.account_id, filing_id
    account_id = wanted.account_id or call.caller.account_id
    if account_id is None:
        raise invalid(_METADATA, "required", _NO_ACCOUNT)
    if await uow.accounts.get(call.provider_id, account_id) is None:
        raise not_found()
    return account_id, None


async def _require_room(runtime: Runtime, uow: UnitOfWork, account_id: str, size: int, now: datetime) -> None:
    under_way = await uow.uploads.open_of(account_id, now)
    limits = runtime.limits
    if not under_way.leave_room_for(size, most=limits.uploads_open, most_bytes=limits.uploads_open_bytes):
        raise invalid(_LENGTH, "too_many_items", _TOO_MANY)


async def status(runtime: Runtime, door: UploadDoor, upload_id: str) -> Upload:
    """Return an upload; raises `not-found`, UploadOverError. Bytes of a request that just ended are counted in."""
    for _ in range(round(_SETTLE_SECONDS / _LOOK_SECONDS)):
        now = runtime.clock.real_now()
        async with runtime.unit_of_work() as uow:
            upload = await going_on(uow, door, upload_id, now)
            held = await uow.uploads.is_held(upload_id, now)
        if not held:
            break
        await asyncio.sleep(_LOOK_SECONDS)
    return upload


async def going_on(uow: UnitOfWork, door: UploadDoor, upload_id: str, now: datetime) -> Upload:
    """Find an upload through a door; raises `not-found`, UploadOverError."""
    call = door.call
    account_id = call.caller.account_id
    upload = await uow.uploads.get(call.provider_id, upload_id, account_id=account_id, filing_id=door.filing_id)
    if upload is None:
        raise not_found()
    if upload.is_over(now):
        raise UploadOverError
    return upload


async def terminate(runtime: Runtime, door: UploadDoor, upload_id: str) -> None:
    """Give an upload up; its bytes go. Raises `not-found`, UploadOverError."""
    async with runtime.unit_of_work() as uow:
        await _end(runtime, uow, await going_on(uow, door, upload_id, runtime.clock.real_now()))
        await door.call.commit(uow, None)


async def opened(runtime: Runtime, call: Call, filing_id: str, upload_id: str) -> Opened:
    """Open a complete upload, to make a paper of this filing of it.

    Raises `not-found` for what is not the caller's, another account's or made for another filing, and
    `validation-failed` at `/upload_id` for what is unfinished or over.
    """
    async with runtime.unit_of_work() as uow:
        filing = await found(uow, call, filing_id)
        upload = await _usable(runtime, uow, call, filing, upload_id)
        pieces = await uow.uploads.pieces_of(upload_id)
    digest = pieces[0].sha256 if len(pieces) == 1 else None
    return Opened(_chunks(runtime, upload, pieces), upload.bytes, digest)


async def use_up(runtime: Runtime, uow: UnitOfWork, call: Call, filing: Filing, upload_id: str) -> None:
    """End an upload in the commit that makes a paper of it; raises as `opened`, also where it was used meanwhile."""
    if not await _end(runtime, uow, await _usable(runtime, uow, call, filing, upload_id)):
        raise _unusable(_OVER)


async def _usable(runtime: Runtime, uow: UnitOfWork, call: Call, filing: Filing, upload_id: str) -> Upload:
    upload = await uow.uploads.get(call.provider_id, upload_id, account_id=call.caller.account_id)
    if upload is None or not upload.may_be_of(filing.id, filing.account_id):
        raise not_found()
    if upload.is_over(runtime.clock.real_now()):
        raise _unusable(_OVER)
    if not upload.complete:
        raise _unusable(_UNFINISHED)
    return upload


def _unusable(message: Text) -> Refusal:
    return invalid("/upload_id", "not_complete" if message is _UNFINISHED else "over", message)


async def _chunks(runtime: Runtime, upload: Upload, pieces: tuple[Piece, ...]) -> AsyncIterator[bytes]:
    for piece in pieces:
        try:
            async for chunk in await runtime.objects.stream(piece.object_key, context_of(upload, piece.number)):
                yield chunk
        except ObjectMissing as missing:
            raise _unusable(_OVER) from missing
        except ObjectStoreUnavailable as fault:
            raise Refusal(ProblemCode.SERVICE_UNAVAILABLE, retry_after=5) from fault


def object_key_of(upload: Upload, number: int, lease: str) -> str:
    """Return where a piece lies; the lease keeps two requests that both believe to hold it from the same object."""
    return f"{upload.provider_id}/{upload.id}-{number}-{lease}"


def context_of(upload: Upload, number: int) -> str:
    """Return what a piece is, which its seal is bound to."""
    return f"upload:{upload.provider_id}:{upload.id}:{number}"


async def _end(runtime: Runtime, uow: UnitOfWork, upload: Upload) -> bool:
    ended = await uow.uploads.end(upload.id, runtime.clock.real_now())
    if ended:
        await uow.jobs.enqueue(DELETE_UPLOAD, upload.id, provider_id=upload.provider_id, upload_id=upload.id)
    return ended


async def delete_pieces(runtime: Runtime, provider_id: str, upload_id: str) -> None:
    """Delete the bytes of an upload that has ended, and what a request that died may have left of the next piece."""
    async with runtime.unit_of_work() as uow:
        upload = await uow.uploads.get(provider_id, upload_id)
        if upload is None:
            return
        pieces = await uow.uploads.pieces_of(upload_id)
        lease = await uow.uploads.lease_of(upload_id)
    keys = [piece.object_key for piece in pieces]
    if lease is not None:
        keys.append(object_key_of(upload, len(pieces), lease))
    for key in keys:
        await runtime.objects.delete(key)
    async with runtime.unit_of_work() as uow:
        await uow.uploads.remove_pieces(upload_id)
        await uow.commit()


async def sweep(runtime: Runtime) -> None:
    """End uploads that ran out, and forget those that ended long ago."""
    now = runtime.clock.real_now()
    async with runtime.unit_of_work() as uow:
        for upload in await uow.uploads.expired(now, _SWEPT_AT_ONCE):
            await _end(runtime, uow, upload)
        await uow.uploads.erase_ended_before(now - _ENDED_KEPT)
        await uow.commit()
