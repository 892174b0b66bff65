"""Papers (材料): made of received files, kept encrypted, listed and taken away."""

import contextlib
from dataclasses import dataclass

from app.domain.errors import ProblemCode, Refusal, invalid, not_found
from app.domain.file_sizes import too_large
from app.domain.filings import Filing
from app.domain.materials import Material, MaterialKind
from app.domain.media_types import MediaType
from app.domain.paper_inspection import PaperRefusal
from app.domain.paper_quality import quality_findings
from app.domain.requirements import limits
from app.domain.texts import Text
from app.ports.object_store import ObjectStoreUnavailable, StoredObject
from app.ports.store.unit_of_work import StoreUnavailableError, UnitOfWork
from app.usecases import uploads
from app.usecases.call import Call
from app.usecases.filing_details import found, locked
from app.usecases.filing_moves import touch
from app.usecases.paper_erasure import delete_unused
from app.usecases.paper_inspection import CleanCopy, clean_copy, refused
from app.usecases.paper_receiving import Received, context_received, discard, object_key
from app.usecases.paper_removal import remove_papers
from app.usecases.review_findings import require_editable
from app.usecases.runtime import Runtime

# Far more than any filing needs; without an end one account could fill the store.
MOST_PAPERS = 200
_TOO_MANY = Text(
    f"每个备案最多 {MOST_PAPERS} 份材料；请先删除不用的。",
    f"A filing holds at most {MOST_PAPERS} papers; remove some that are not needed.",
)
_NO_PLACE = Text("备案信息中没有这个位置。", "The filing has no such place.")


def _context(call: Call, material_id: str) -> str:
    return f"material:{call.provider_id}:{material_id}"


async def check_may_receive(runtime: Runtime, call: Call, filing_id: str) -> None:
    """Refuse a paper before its bytes come: the filing must be there, open for papers, and not full."""
    async with runtime.unit_of_work() as uow:
        filing = await found(uow, call, filing_id)
        require_editable(runtime, call, filing)
        await require_room(uow, filing)


async def attach(
    runtime: Runtime, call: Call, filing_id: str, kind: MaterialKind, for_pointer: str, received: Received
) -> Material:
    """Make a clean copy of a received file a paper of a filing; of the file as it came nothing stays.

    Raises `material-unreadable`, `service-unavailable` and what the filing has against it.
    """
    try:
        require_fit(runtime, call, kind, received)
        async with runtime.unit_of_work() as uow:
            # Asked before the file is looked into, and again once it is to become a paper.
            await _require_welcome(runtime, call, uow, await found(uow, call, filing_id), for_pointer)
        clean = await clean_copy(runtime, call, kind, received.object_key, context_received(call, received.material_id))
        return await _kept(runtime, call, _NewPaper(filing_id, kind, for_pointer, received, clean))
    finally:
        await discard(runtime, received)


async def _require_welcome(runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing, for_pointer: str) -> None:
    require_editable(runtime, call, filing)
    await require_room(uow, filing)
    require_place(filing, for_pointer)


@dataclass(frozen=True, slots=True)
class _NewPaper:
    """What is to become a paper: of which filing and place, the file as it came, and its clean copy."""

    filing_id: str
    kind: MaterialKind
    for_pointer: str
    received: Received
    clean: CleanCopy


async def _kept(runtime: Runtime, call: Call, paper: _NewPaper) -> Material:
    """Store the clean copy and let a row speak of it; without the row the copy goes."""
    material_id = paper.received.material_id
    key = object_key(call, material_id)
    try:
        stored = await runtime.objects.put(key, paper.clean.chunks(), _context(call, material_id))
    except ObjectStoreUnavailable as fault:
        raise Refusal(ProblemCode.SERVICE_UNAVAILABLE, retry_after=5) from fault
    try:
        return await _attached(runtime, call, paper, stored)
    except BaseException:
        # The row may be there all the same: a commit whose answer was lost. Then the copy stays.
        with contextlib.suppress(ObjectStoreUnavailable, StoreUnavailableError):
            await delete_unused(runtime, key)
        raise


async def _attached(runtime: Runtime, call: Call, paper: _NewPaper, stored: StoredObject) -> Material:
    received = paper.received
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, paper.filing_id)
        await _require_welcome(runtime, call, uow, filing, paper.for_pointer)
        if received.upload_id is not None:
            await uploads.use_up(runtime, uow, call, filing, received.upload_id)
        material = _material(runtime, call, filing, paper, stored)
        await uow.materials.add(material)
        await touch(runtime, uow, filing, call.now, call.provider.profile)
        await call.commit(uow, material)
    return material


def _material(runtime: Runtime, call: Call, filing: Filing, paper: _NewPaper, stored: StoredObject) -> Material:
    received, clean = paper.received, paper.clean
    return Material(
        id=received.material_id,
        provider_id=filing.provider_id,
        account_id=filing.account_id,
        filing_id=filing.id,
        kind=paper.kind,
        for_pointer=paper.for_pointer,
        object_key=stored.key,
        sha256=received.sha256,
        media_type=clean.media_type,
        bytes=received.bytes,
        created_at=call.now,
        sealed_as=received.material_id,
        stored_bytes=stored.bytes,
        measures=clean.measures,
        findings=quality_findings(paper.kind, clean.measures, paper.for_pointer, call.today, runtime.rulebook),
    )


def require_fit(runtime: Runtime, call: Call, kind: MaterialKind, file: Received | Material) -> None:
    """Refuse a file that papers of this kind may not be; raises `material-unreadable`, `payload-too-large`."""
    allowed = limits(kind, call.today, runtime.rulebook)
    if file.media_type not in allowed.formats:
        raise refused(runtime, call, PaperRefusal.FORMAT_NOT_TAKEN, format=MediaType(file.media_type).label)
    if file.bytes > allowed.max_bytes:
        raise too_large("/file", allowed.max_bytes)


async def require_room(uow: UnitOfWork, filing: Filing) -> None:
    """Refuse one paper too many."""
    if await uow.materials.count_of(filing.id) >= MOST_PAPERS:
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
