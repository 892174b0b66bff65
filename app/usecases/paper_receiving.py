"""Receiving files (收件): stored while they come, and told by their content, before anything becomes of them."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

from app.domain.errors import ProblemCode, Refusal
from app.domain.file_sizes import too_large
from app.domain.media_types import foreign_format, media_type_of
from app.domain.paper_inspection import PaperRefusal
from app.ports.object_store import ObjectStoreUnavailable, ObjectTooLarge
from app.usecases import uploads
from app.usecases.call import Call
from app.usecases.paper_erasure import DELETE_OBJECT
from app.usecases.paper_inspection import refused
from app.usecases.runtime import Runtime

_HEAD_BYTES = 512
# A file that came is a paper within seconds, or is gone; what a process that died left behind goes a day later.
_LEFTOVERS_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Received:
    """A file in the object store, as it came, that no row speaks of; what becomes of it has an object of its own."""

    material_id: str
    object_key: str
    sha256: str
    bytes: int
    media_type: str
    upload_id: str | None = None
    """The resumable upload that it was copied from, which the paper uses up."""


class HeadReader:
    """Passes chunks on and keeps the first bytes, by which a file's type is told."""

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks
        self.head = b""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._chunks:
            if len(self.head) < _HEAD_BYTES:
                self.head += chunk[: _HEAD_BYTES - len(self.head)]
            yield chunk


def context_received(call: Call, material_id: str) -> str:
    """Return what a file that was received is sealed for."""
    return f"received:{call.provider_id}:{material_id}"


def object_key(call: Call, material_id: str) -> str:
    """Return the key of the object that a received file becomes."""
    return f"{call.provider_id}/{material_id}"


async def receive(runtime: Runtime, call: Call, chunks: AsyncIterator[bytes]) -> Received:
    """Store a file while it comes; raises `payload-too-large`, `material-unreadable`. Nothing is left on refusal."""
    material_id = runtime.ids.new("mat")
    key = f"{object_key(call, material_id)}_received"
    reader = HeadReader(chunks)
    await _expect_leftovers(runtime, key, object_key(call, material_id))
    try:
        stored = await runtime.objects.put(
            key, aiter(reader), context_received(call, material_id), max_bytes=runtime.limits.upload_max_bytes
        )
    except ObjectTooLarge as fault:
        raise too_large("/file", runtime.limits.upload_max_bytes) from fault
    except ObjectStoreUnavailable as fault:
        raise Refusal(ProblemCode.SERVICE_UNAVAILABLE, retry_after=5) from fault
    media_type = media_type_of(reader.head)
    if media_type is None:
        await _delete(runtime, key)
        raise _unknown_format(runtime, call, reader.head)
    return Received(material_id, key, stored.sha256, stored.bytes, media_type)


async def receive_upload(runtime: Runtime, call: Call, filing_id: str, upload_id: str) -> Received:
    """Receive a file that came over a resumable upload; raises as `receive` and `uploads.opened`."""
    opened = await uploads.opened(runtime, call, filing_id, upload_id)
    return replace(await receive(runtime, call, opened.chunks), upload_id=upload_id)


async def discard(runtime: Runtime, received: Received) -> None:
    """Take a received file away, and what was made of it."""
    await _delete(runtime, received.object_key)


async def _delete(runtime: Runtime, key: str) -> None:
    # Where the store can't be reached now, the job that looks after leftovers will.
    with contextlib.suppress(ObjectStoreUnavailable):
        await runtime.objects.delete(key)


async def _expect_leftovers(runtime: Runtime, *keys: str) -> None:
    """Have objects deleted later that no paper is by then, whatever becomes of this process."""
    async with runtime.unit_of_work() as uow:
        for key in keys:
            await uow.jobs.enqueue_later(_LEFTOVERS_AFTER, DELETE_OBJECT, key, object_key=key)
        await uow.commit()


def _unknown_format(runtime: Runtime, call: Call, head: bytes) -> Refusal:
    if not head:
        return refused(runtime, call, PaperRefusal.EMPTY)
    named = foreign_format(head)
    if named is None:
        return refused(runtime, call, PaperRefusal.FORMAT_UNKNOWN)
    return refused(runtime, call, PaperRefusal.FORMAT_NOT_TAKEN, format=named)
