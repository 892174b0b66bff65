"""Renditions (上报件) of a filing's papers: made by the worker, stored sealed, there before the hand-over leaves."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from app.domain.filing_types import FilingType
from app.domain.filings import Filing
from app.domain.materials import Material
from app.domain.plain_jpeg import plain_size
from app.domain.renditions import RENDITION_TYPE, Rendition, RenditionLimits, rendition_limits
from app.ports.authority import SubmittedPaper
from app.ports.object_store import ObjectDamaged, ObjectMissing
from app.ports.paper_work import PaperWorkError, PaperWorkUnavailable, Work
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.runtime import Runtime

MAKE_RENDITIONS = "make_renditions"


class PaperNotSendableError(Exception):
    """A paper can't be made into what the authority takes; waiting does not help."""

    def __init__(self, material_id: str) -> None:
        super().__init__(material_id)
        self.material_id = material_id


@dataclass(frozen=True, slots=True)
class _Page:
    content: bytes
    width: int
    height: int


async def queue_renditions(uow: UnitOfWork, filing: Filing) -> None:
    """Let the worker make what is missing, in the transaction that submits a filing.

    Not at the upload already: of a draft's papers many are replaced. The job has the key of the hand-over, so that the
    two never run at once.
    """
    if filing.filing_type is not FilingType.CLAIM:
        await uow.jobs.enqueue(MAKE_RENDITIONS, filing.id, filing_id=filing.id)


async def make(runtime: Runtime, filing_id: str) -> tuple[str, ...]:
    """Make the renditions that a filing lacks; return the ids of the papers that none can be made of.

    Raises `PaperWorkUnavailable`, `ObjectStoreUnavailable`, and then is to be called again.
    """
    async with runtime.unit_of_work() as uow:
        found = await uow.filings.by_ids([filing_id])
    failed = []
    for paper, limits in await _wanted(runtime, found[0]) if found else ():
        try:
            await _made(runtime, paper, limits)
        except PaperNotSendableError:
            failed.append(paper.id)
    return tuple(failed)


async def papers_to_send(runtime: Runtime, filing: Filing) -> tuple[SubmittedPaper, ...]:
    """Return a filing's papers as the authority takes them; missing ones are made. Raises PaperNotSendableError."""
    sent: list[SubmittedPaper] = []
    for paper, limits in await _wanted(runtime, filing):
        for rendition in await _made(runtime, paper, limits):
            content = await _read(runtime, paper, rendition.object_key, _context(rendition))
            sent.append(SubmittedPaper(paper.kind.value, paper.for_pointer, rendition.sha256, RENDITION_TYPE, content))
    return tuple(sent)


async def _wanted(runtime: Runtime, filing: Filing) -> list[tuple[Material, RenditionLimits]]:
    async with runtime.unit_of_work() as uow:
        papers = await uow.materials.of(filing.id)
    limited = [(one, rendition_limits(one.kind, filing.rules_as_of, runtime.rulebook)) for one in papers]
    return [(paper, limits) for paper, limits in limited if limits is not None and paper.erased_at is None]


async def _made(runtime: Runtime, paper: Material, limits: RenditionLimits) -> tuple[Rendition, ...]:
    async with runtime.unit_of_work() as uow:
        there = await uow.renditions.of(paper.object_key, limits.max_bytes)
    return there or await _keep(runtime, paper, limits, await _pages(runtime, paper, limits))


async def _pages(runtime: Runtime, paper: Material, limits: RenditionLimits) -> list[_Page]:
    content = await _read(runtime, paper, paper.object_key, f"material:{paper.provider_id}:{paper.sealed_as}")
    size = plain_size(content) if len(content) <= limits.max_bytes else None
    if size is not None:
        # It is what the authority takes, and no picture made of it could be better.
        return [_Page(content, *size)]
    pages: list[_Page] = []
    count = 1
    while len(pages) < count:
        made = await _drawn(runtime, paper, content, limits, len(pages))
        count = _count(paper, limits, made)
        pages.append(_page(paper, limits, made))
    return pages


async def _drawn(
    runtime: Runtime, paper: Material, content: bytes, limits: RenditionLimits, number: int
) -> dict[str, Any]:
    arguments = (paper.media_type, limits.max_bytes, number)
    try:
        made = await runtime.paper_work.run(Work.RENDITION, _once(content), *arguments)
    except (PaperWorkError, ValueError) as fault:
        raise PaperNotSendableError(paper.id) from fault
    return made if isinstance(made, dict) else {}


# What came back is looked at like what a client sends: the file may have taken over the process that drew it.


def _count(paper: Material, limits: RenditionLimits, made: dict[str, Any]) -> int:
    count = made.get("pages")
    if not isinstance(count, int) or not 1 <= count <= limits.max_pages:
        raise PaperNotSendableError(paper.id)
    return count


def _page(paper: Material, limits: RenditionLimits, made: dict[str, Any]) -> _Page:
    content = made.get("content")
    size = plain_size(content) if isinstance(content, bytes) and len(content) <= limits.max_bytes else None
    if not isinstance(content, bytes) or size is None:
        raise PaperNotSendableError(paper.id)
    return _Page(content, *size)


async def _keep(
    runtime: Runtime, paper: Material, limits: RenditionLimits, pages: list[_Page]
) -> tuple[Rendition, ...]:
    """Store pages: first the rows, then the bytes, then the word that they are there, so that none is ever unknown."""
    made = tuple(_rendition(runtime, paper, limits, number, page) for number, page in enumerate(pages))
    await _forget_unfinished(runtime, paper, limits)
    async with runtime.unit_of_work() as uow:
        # The paper is held, so that whoever takes it away meanwhile finds these rows.
        if not await uow.materials.hold(paper.object_key) or not await uow.renditions.reserve(made):
            raise PaperWorkUnavailable
        await uow.commit()
    for rendition, page in zip(made, pages, strict=True):
        await runtime.objects.put(rendition.object_key, _once(page.content), _context(rendition))
    async with runtime.unit_of_work() as uow:
        if await uow.renditions.stored(made):
            await uow.commit()
            return made
    for rendition in made:
        await runtime.objects.delete(rendition.object_key)
    raise PaperWorkUnavailable


async def _forget_unfinished(runtime: Runtime, paper: Material, limits: RenditionLimits) -> None:
    """Take away what somebody began and did not end."""
    async with runtime.unit_of_work() as uow:
        left = [one for one in await uow.renditions.all_of(paper.object_key) if one.max_bytes == limits.max_bytes]
        for one in left:
            await runtime.objects.delete(one.object_key)
        if left:
            await uow.renditions.remove([one.id for one in left])
            await uow.commit()


def _rendition(runtime: Runtime, paper: Material, limits: RenditionLimits, number: int, page: _Page) -> Rendition:
    rendition_id = runtime.ids.new("ren")
    return Rendition(
        id=rendition_id,
        provider_id=paper.provider_id,
        source_key=paper.object_key,
        max_bytes=limits.max_bytes,
        page=number,
        object_key=f"{paper.provider_id}/{rendition_id}",
        sha256=hashlib.sha256(page.content).hexdigest(),
        bytes=len(page.content),
        width=page.width,
        height=page.height,
    )


def _context(rendition: Rendition) -> str:
    return f"rendition:{rendition.provider_id}:{rendition.id}"


async def _read(runtime: Runtime, paper: Material, object_key: str, context: str) -> bytes:
    try:
        stream = await runtime.objects.stream(object_key, context)
        return b"".join([chunk async for chunk in stream])
    except (ObjectMissing, ObjectDamaged) as fault:
        raise PaperNotSendableError(paper.id) from fault


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
