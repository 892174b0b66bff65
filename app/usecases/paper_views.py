"""Looking at papers: who looks is written down, then the paper is shown under a watermark that says so."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import structlog

from app.domain.errors import FieldError, ProblemCode, Refusal, not_found
from app.domain.materials import Material
from app.domain.paper_views import PaperView, seen_as, watermark_lines
from app.domain.texts import Text
from app.ports.object_store import ObjectDamaged, ObjectMissing, ObjectStoreUnavailable
from app.ports.paper_work import PaperWorkError, PaperWorkUnavailable, Work
from app.ports.store.paging import Page, PageWanted
from app.usecases.call import Call
from app.usecases.filing_details import found
from app.usecases.runtime import Runtime

_log = structlog.get_logger("papers")
# What a watermarked paper can be, whatever a process that read a stranger's file says.
SHOWN_AS = ("image/jpeg", "application/pdf", "image/webp")
_ERASED = Text(
    "人像和视频在备案通过或放弃后删除，放弃的订单的其他材料在保存期限届满后删除；只保留记录。",
    "Pictures of faces are erased once their filing has passed or was given up, and all papers of one that was given "
    "up once their time is over; only the note of them is left.",
)
_NOT_SHOWABLE = Text("文件无法显示。", "The file can't be shown.")
_UPLOAD_AGAIN = Text("请重新上传这份材料。", "Upload the paper anew.")


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """What somebody sees: the whole paper under their watermark."""

    material: Material
    content: bytes
    media_type: str


async def show(runtime: Runtime, call: Call, material_id: str) -> ShownPaper:
    """Show a paper to its owner, a reviewer or the provider; that they looked is on file before the first byte.

    Raises `not-found`, also for what was erased, `material-unreadable`, `service-unavailable`.
    """
    material, view = await _noted(runtime, call, material_id)
    lines = watermark_lines(view, call.today)
    try:
        stream = await _opened(runtime, material)
        made = await runtime.paper_work.run(Work.WATERMARK, stream, material.media_type, lines)
    except (ObjectStoreUnavailable, PaperWorkUnavailable) as fault:
        raise Refusal(ProblemCode.SERVICE_UNAVAILABLE, retry_after=5) from fault
    except (PaperWorkError, ValueError) as fault:
        _log.warning("a paper can't be shown", material_id=material.id, fault=type(fault).__name__)
        raise _not_showable() from fault
    return _shown(material, made)


async def _noted(runtime: Runtime, call: Call, material_id: str) -> tuple[Material, PaperView]:
    async with runtime.unit_of_work() as uow:
        material = await uow.materials.get(call.provider_id, material_id, account_id=call.caller.account_id)
        if material is None:
            raise not_found()
        if material.erased_at is not None:
            raise Refusal(ProblemCode.NOT_FOUND, detail=_ERASED)
        viewer, purpose = seen_as(call.caller)
        view = PaperView(
            id=runtime.ids.new("view"),
            provider_id=material.provider_id,
            filing_id=material.filing_id,
            material_id=material.id,
            kind=material.kind,
            at=call.now,
            viewer_kind=viewer,
            viewer_id=call.caller.owner,
            purpose=purpose,
        )
        await uow.paper_views.add(view)
        await call.commit(uow, None)
    return material, view


async def _opened(runtime: Runtime, material: Material) -> AsyncIterator[bytes]:
    try:
        return await runtime.objects.stream(
            material.object_key, f"material:{material.provider_id}:{material.sealed_as}"
        )
    except ObjectMissing as missing:
        raise not_found() from missing
    except ObjectDamaged as damaged:
        raise _not_showable() from damaged


def _shown(material: Material, made: object) -> ShownPaper:
    """Take what came back for what it is: the answer of a process that a file may have taken over."""
    content, media_type = (made.get("content"), made.get("media_type")) if isinstance(made, dict) else (None, None)
    if not isinstance(content, bytes) or media_type not in SHOWN_AS:
        raise _not_showable()
    return ShownPaper(material, content, str(media_type))


def _not_showable() -> Refusal:
    error = FieldError("", "unreadable", _NOT_SHOWABLE, remedy=_UPLOAD_AGAIN)
    return Refusal(ProblemCode.MATERIAL_UNREADABLE, errors=(error,))


async def listed(runtime: Runtime, call: Call, filing_id: str, page: PageWanted) -> Page[PaperView]:
    """List who looked at a filing's papers; raises `not-found`."""
    async with runtime.unit_of_work() as uow:
        await found(uow, call, filing_id)
        return await uow.paper_views.list(filing_id, page)
