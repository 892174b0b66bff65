"""The bytes of resumable uploads: what came is kept, however the connection ends.

A request holds its upload by a lease while bytes come. They go into the object store as sealed pieces, each with its
row once it is durable. A piece ends where the body ends, where the connection is cut, where enough came, and where
nothing came for a while; in the last case the lease is given back too, so that the sender can go on over another
connection while this one looks alive still. A lease that was not given back, because its process died, runs out.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.errors import FieldError, ProblemCode, Refusal, invalid
from app.domain.texts import Text
from app.domain.uploads import Piece, Upload
from app.ports.object_store import ObjectStoreUnavailable, StoredObject
from app.ports.store.unit_of_work import StoreUnavailableError, UnitOfWork
from app.ports.store.uploads import Holding, UploadBusyError, UploadMovedError
from app.usecases.runtime import Runtime
from app.usecases.upload_bodies import PATIENCE, ChecksumMismatchError, Patience, SenderGoneError, Sent
from app.usecases.uploads import UploadDoor, context_of, going_on, object_key_of

_LEASE = timedelta(seconds=12)
_RENEW_AFTER = timedelta(seconds=3)
_OTHER_OFFSET = Text(
    "上传进度与请求中的 Upload-Offset 不同；请先用 HEAD 查询进度，再从那里续传。",
    "The upload stands at another offset; ask with HEAD how far it is, and go on from there.",
)
_BUSY = Text("该上传正由另一个连接接收。", "Another connection is receiving this upload.")
_TOO_MANY = Text("分段太多；请删除后用更大的分段重新上传。", "Too many pieces; delete it and upload in larger ones.")


async def receive(
    runtime: Runtime, door: UploadDoor, upload_id: str, sent: Sent, patience: Patience = PATIENCE
) -> Upload:
    """Add a request's bytes to an upload and return how it stands then.

    Raises `not-found`, UploadOverError, `action-not-allowed` for another offset or a second connection,
    `payload-too-large` beyond the upload's size, `service-unavailable`, ChecksumMismatchError. A checksum is of a whole
    request, so what of it was cut is not kept.
    """
    holding = await _held(runtime, door, upload_id, sent, patience.most_pieces)
    receiving = _Receiving(runtime, holding, sent, patience)
    try:
        await receiving.run()
    except UploadMovedError as moved:
        raise _conflict(_OTHER_OFFSET) from moved
    except ObjectStoreUnavailable as fault:
        raise Refusal(ProblemCode.SERVICE_UNAVAILABLE, retry_after=5) from fault
    finally:
        await receiving.give_back()
    return receiving.upload


async def _held(runtime: Runtime, door: UploadDoor, upload_id: str, sent: Sent, most_pieces: int) -> Holding:
    now = runtime.clock.real_now()
    async with runtime.unit_of_work() as uow:
        upload = await going_on(uow, door, upload_id, now)
        if upload.received != sent.offset:
            raise _conflict(_OTHER_OFFSET, upload)
        if sent.declared is not None and sent.offset + sent.declared > upload.bytes:
            raise _too_large(upload)
        try:
            holding = await _hold(uow, upload, runtime.secrets.token(12), now)
        except UploadBusyError as busy:
            raise _conflict(_BUSY, upload, retry_after=1) from busy
        except UploadMovedError as moved:
            raise _conflict(_OTHER_OFFSET) from moved
        if holding.number >= most_pieces:
            raise invalid("/header/upload-offset", "too_many_items", _TOO_MANY)
        await uow.commit()
    return holding


async def _hold(uow: UnitOfWork, upload: Upload, lease: str, now: datetime) -> Holding:
    holding = await uow.uploads.hold(upload, lease, now, now + _LEASE)
    if holding.left_behind is not None:
        left = object_key_of(upload, holding.number, holding.left_behind)
        await uow.jobs.enqueue("delete_object", upload.id, object_key=left)
    return holding


class _Receiving:
    """One request whose bytes become pieces."""

    def __init__(self, runtime: Runtime, holding: Holding, sent: Sent, patience: Patience) -> None:
        self.upload = holding.upload
        self._runtime = runtime
        self._lease = holding.lease
        self._number = holding.number
        self._body = sent.body
        self._patience = patience
        self._checksum = sent.checksum
        self._digest = None if sent.checksum is None else hashlib.new(sent.checksum.algorithm, usedforsecurity=False)
        self._room = holding.upload.bytes - holding.upload.received
        self._more = True
        self._silent = False
        self._holds = True
        self._renewed = runtime.clock.real_now()

    async def run(self) -> None:
        """Take all that comes."""
        while self._more and (first := await self._first()):
            await self._keep(first)
        if self._checksum is not None and self._digest is not None and self._digest.digest() != self._checksum.digest:
            raise ChecksumMismatchError  # of a body without a byte; others were refused before they were kept

    async def give_back(self) -> None:
        """Let another request go on at once."""
        if self._holds:
            with contextlib.suppress(StoreUnavailableError):
                async with self._runtime.unit_of_work() as uow:
                    await uow.uploads.release(self.upload.id, self._lease)
                    await uow.commit()

    async def _first(self) -> bytes | None:
        """Wait for the first bytes of a piece: nothing is at stake, so others may have the upload meanwhile."""
        chunk = await self._next(self._patience.stall_seconds) if self._holds else None
        if chunk or not self._more:
            return chunk
        if self._checksum is None:
            await self.give_back()
            self._holds = False
        chunk = await self._next(self._patience.idle_seconds)
        if chunk and not self._holds:
            await self._hold_again()
        return chunk

    async def _keep(self, first: bytes) -> None:
        number, runtime = self._number, self._runtime
        key = object_key_of(self.upload, number, self._lease)
        stored = await runtime.objects.put(key, self._piece(first), context_of(self.upload, number))
        try:
            await self._add(stored)
        except BaseException:
            with contextlib.suppress(ObjectStoreUnavailable):
                await asyncio.shield(runtime.objects.delete(key))
            raise

    async def _add(self, stored: StoredObject) -> None:
        upload = self.upload
        piece = Piece(upload.id, self._number, upload.received, stored.bytes, stored.sha256, stored.key)
        async with self._runtime.unit_of_work() as uow:
            goes_on = self._more and not self._silent
            await uow.uploads.add_piece(piece, self._lease, self._until() if goes_on else None)
            await uow.commit()
        self._holds = goes_on
        self._number += 1
        self.upload = replace(upload, received=upload.received + stored.bytes)

    async def _piece(self, first: bytes) -> AsyncIterator[bytes]:
        size, chunk, patience = 0, first, self._patience
        # A checksum is of all bytes at once, so they stay together.
        together = self._checksum is not None
        while chunk:
            self._measure(chunk)
            size += len(chunk)
            yield chunk
            if size >= patience.piece_bytes and not together:
                return
            await self._stay_holding()
            chunk = await self._next(patience.idle_seconds if together else patience.stall_seconds) or b""
        if self._checksum is not None and self._digest is not None and self._digest.digest() != self._checksum.digest:
            raise ChecksumMismatchError

    async def _next(self, seconds: float) -> bytes | None:
        """Return the next bytes; nothing where none came in time, where the body ended or the connection was cut."""
        self._silent = False
        try:
            async with asyncio.timeout(seconds):
                chunk = await self._body.chunk()
        except TimeoutError:
            self._silent = True
            return None
        except SenderGoneError:
            chunk = None
        if chunk is None:
            self._more = False
        return chunk

    def _measure(self, chunk: bytes) -> None:
        self._room -= len(chunk)
        if self._room < 0:
            raise _too_large(self.upload)
        if self._digest is not None:
            self._digest.update(chunk)

    async def _stay_holding(self) -> None:
        now = self._runtime.clock.real_now()
        if now - self._renewed > _RENEW_AFTER:
            async with self._runtime.unit_of_work() as uow:
                await uow.uploads.renew(self.upload.id, self._lease, self._until())
                await uow.commit()

    async def _hold_again(self) -> None:
        now = self._runtime.clock.real_now()
        async with self._runtime.unit_of_work() as uow:
            try:
                holding = await _hold(uow, self.upload, self._lease, now)
            except UploadBusyError as busy:
                raise UploadMovedError from busy
            await uow.commit()
        self._number, self._holds, self._renewed = holding.number, True, now

    def _until(self) -> datetime:
        self._renewed = self._runtime.clock.real_now()
        return self._renewed + _LEASE


def _conflict(message: Text, upload: Upload | None = None, retry_after: int | None = None) -> Refusal:
    facts: dict[str, object] = {"allowed_actions": ["HEAD", "PATCH", "DELETE"]}
    if upload is not None:
        facts["state"] = "complete" if upload.complete else "incomplete"
    return Refusal(ProblemCode.ACTION_NOT_ALLOWED, detail=message, facts=facts, retry_after=retry_after)


def _too_large(upload: Upload) -> Refusal:
    most = upload.bytes
    message = Text(f"内容超出了声明的 {most} 字节。", f"There is more than the {most} bytes that were announced.")
    error = FieldError("/header/upload-length", "too_large", message)
    return Refusal(ProblemCode.PAYLOAD_TOO_LARGE, errors=(error,), facts={"max_bytes": most})
