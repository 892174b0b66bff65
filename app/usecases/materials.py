"""Papers (材料): received as a stream, checked by content, kept encrypted."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from app.domain.errors import FieldError, ProblemCode, Refusal, invalid, not_found
from app.domain.filings import Filing
from app.domain.materials import Material, MaterialKind
from app.domain.media_types import media_type_of
from app.domain.requirements import limits
from app.domain.texts import Text
from app.ports.object_store import ObjectStoreUnavailable, ObjectTooLarge
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases import uploads
from app.usecases.call import Call
from app.usecases.filing_details import found, locked
from app.usecases.filing_moves import touch
from app.usecases.paper_removal import remove_papers
from app.usecases.review_findings import require_editable
from app.usecases.runtime import Runtime

# Far more than any filing needs; without an end one account could fill the store.
MOST_PAPERS = 200
_HEAD_BYTES = 512
_TOO_MANY = Text(
    f"每个备案最多 {MOST_PAPERS} 份材料；请先删除不用的。",
    f"A filing holds at most {MOST_PAPERS} papers; remove some that are not needed.",
)
_NO_PLACE = Text("备案信息中没有这个位置。", "The filing has no such place.")
_UNREADABLE = Text("文件内容不是可接受的格式。", "The content of the file is of none of the formats that are accepted.")
_EMPTY = Text("文件为空。", "The file is empty.")


@dataclass(frozen=True, slots=True)
class Received:
    """A file in the object store that no row speaks of yet."""

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


def _context(call: Call, material_id: str) -> str:
    return f"material:{call.provider_id}:{material_id}"


async def check_may_receive(runtime: Runtime, call: Call, filing_id: str) -> None:
    """Refuse a paper before its bytes come: the filing must be there, open for papers, and not full."""
    async with runtime.unit_of_work() as uow:
        filing = await found(uow, call, filing_id)
        require_editable(runtime, call, filing)
        await require_room(uow, filing)


async def receive(runtime: Runtime, call: Call, chunks: AsyncIterator[bytes]) -> Received:
    """Store a file while it comes; raises `payload-too-large`, `material-unreadable`. Nothing is left on refusal."""
    material_id = runtime.ids.new("mat")
    key = f"{call.provider_id}/{material_id}"
    reader = HeadReader(chunks)
    try:
        stored = await runtime.objects.put(
            key, aiter(reader), _context(call, material_id), max_bytes=runtime.limits.upload_max_bytes
        )
    except ObjectTooLarge as fault:
        raise _too_large(runtime.limits.upload_max_bytes) from fault
    except ObjectStoreUnavailable as fault:
        raise Refusal(ProblemCode.SERVICE_UNAVAILABLE, retry_after=5) from fault
    media_type = media_type_of(reader.head)
    if stored.bytes == 0 or media_type is None:
        await runtime.objects.delete(key)
        raise _unreadable(_EMPTY if stored.bytes == 0 else _UNREADABLE)
    return Received(material_id, key, stored.sha256, stored.bytes, media_type)


async def receive_upload(runtime: Runtime, call: Call, filing_id: str, upload_id: str) -> Received:
    """Receive a file that came over a resumable upload; raises as `receive` and `uploads.opened`."""
    opened = await uploads.opened(runtime, call, filing_id, upload_id)
    return replace(await receive(runtime, call, opened.chunks), upload_id=upload_id)


async def discard(runtime: Runtime, received: Received) -> None:
    """Take a stored file away that nothing came of."""
    await runtime.objects.delete(received.object_key)


def _too_large(most: int) -> Refusal:
    message = Text(f"文件超过 {most} 字节。", f"The file is larger than {most} bytes.")
    return Refusal(
        ProblemCode.PAYLOAD_TOO_LARGE, errors=(FieldError("/file", "too_large", message),), facts={"max_bytes": most}
    )


def _unreadable(message: Text) -> Refusal:
    return Refusal(ProblemCode.MATERIAL_UNREADABLE, errors=(FieldError("/file", "unreadable", message),))


async def attach(
    runtime: Runtime, call: Call, filing_id: str, kind: MaterialKind, for_pointer: str, received: Received
) -> Material:
    """Make a received file a paper of a filing; the file is taken away again if it can't be."""
    try:
        return await _attached(runtime, call, filing_id, kind, for_pointer, received)
    except BaseException:
        await discard(runtime, received)
        raise


async def _attached(
    runtime: Runtime, call: Call, filing_id: str, kind: MaterialKind, for_pointer: str, received: Received
) -> Material:
    require_fit(runtime, call, kind, received)
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id)
        require_editable(runtime, call, filing)
        await require_room(uow, filing)
        require_place(filing, for_pointer)
        if received.upload_id is not None:
            await uploads.use_up(runtime, uow, call, filing, received.upload_id)
        material = Material(
            id=received.material_id,
            provider_id=filing.provider_id,
            account_id=filing.account_id,
            filing_id=filing.id,
            kind=kind,
            for_pointer=for_pointer,
            object_key=received.object_key,
            sha256=received.sha256,
            media_type=received.media_type,
            bytes=received.bytes,
            created_at=call.now,
            sealed_as=received.material_id,
        )
        await uow.materials.add(material)
        await touch(runtime, uow, filing, call.now, call.provider.profile)
        await call.commit(uow, material)
    return material


def require_fit(runtime: Runtime, call: Call, kind: MaterialKind, file: Received | Material) -> None:
    """Refuse a file that papers of this kind may not be; raises `material-unreadable`, `payload-too-large`."""
    allowed = limits(kind, call.today, runtime.rulebook)
    if file.media_type not in allowed.formats:
        raise _unreadable(_UNREADABLE)
    if file.bytes > allowed.max_bytes:
        raise _too_large(allowed.max_bytes)


async def require_room(uow: UnitOfWork, filing: Filing) -> None:
    """Refuse one paper too many."""
    if len(await uow.materials.of(filing.id)) >= MOST_PAPERS:
        raise invalid("/file", "too_many_items", _TOO_MANY)


def require_place(filing: Filing, pointer: str) -> None:
    """Refuse a place that papers can't be of; they are of the subject, its people, a service, its principal."""
    people = ("/subject", "/subject/principal", "/subject/legal_representative", "/subject/agent")
    services = [f"/services/{place}" for place in range(len(filing.body.services))]
    if pointer not in (*people, *services, *(f"{service}/principal" for service in services)):
        raise invalid("/for", "unknown_place", _NO_PLACE)


async def listed(runtime: Runtime, call: Call, filing_id: str) -> tuple[Material, ...]:
    """Return a filing's papers."""
    async with runtime.unit_of_work() as uow:
        await found(uow, call, filing_id)
        return await uow.materials.of(filing_id)


async def _found_material(uow: UnitOfWork, call: Call, material_id: str) -> Material:
    material = await uow.materials.get(call.provider_id, material_id, account_id=call.caller.account_id)
    if material is None:
        raise not_found()
    return material


async def remove(runtime: Runtime, call: Call, material_id: str) -> None:
    """Take a paper away while its filing is editable; the bytes go after the row is gone."""
    async with runtime.unit_of_work() as uow:
        material = await _found_material(uow, call, material_id)
        filing = await locked(uow, call, material.filing_id)
        require_editable(runtime, call, filing)
        await remove_papers(uow, [material])
        await touch(runtime, uow, filing, call.now, call.provider.profile)
        await call.commit(uow, None)
