"""Renditions of papers, and who looked at papers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from app.domain.callers import CallerKind
from app.domain.materials import MaterialKind
from app.domain.paper_views import PaperView, ViewPurpose
from app.domain.renditions import RENDITION_TYPE, Rendition
from app.ports.store.paging import Page, PageWanted
from app.storage.statements import Statements
from app.storage.tables import paper_views, renditions

_RENDITIONS = select(
    renditions.c.id,
    renditions.c.provider_id,
    renditions.c.source_key,
    renditions.c.max_bytes,
    renditions.c.page,
    renditions.c.object_key,
    renditions.c.sha256,
    renditions.c.bytes,
    renditions.c.width,
    renditions.c.height,
    renditions.c.is_stored,
).order_by(renditions.c.max_bytes, renditions.c.page)
_VIEWS = select(
    paper_views.c.id,
    paper_views.c.provider_id,
    paper_views.c.filing_id,
    paper_views.c.material_id,
    paper_views.c.kind,
    paper_views.c.at,
    paper_views.c.viewer_kind,
    paper_views.c.viewer_id,
    paper_views.c.purpose,
)


class SqlRenditions:
    """Renditions; their bytes are in the object store, never without a row that names them."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def reserve(self, made: Sequence[Rendition]) -> bool:
        """Note what is about to be stored; False, and nothing noted, where somebody else is about it."""
        statement = upsert(renditions).values([_row(one) for one in made])
        done = await self._statements.run(statement.on_conflict_do_nothing())
        if done.rowcount == len(made):
            return True
        await self.remove([one.id for one in made])
        return False

    async def stored(self, made: Sequence[Rendition]) -> bool:
        """Note that they are all there; False where some were taken away meanwhile."""
        ids = [one.id for one in made]
        statement = update(renditions).where(renditions.c.id.in_(ids)).values(is_stored=True)
        return (await self._statements.run(statement)).rowcount == len(ids)

    async def of(self, source_key: str, max_bytes: int) -> tuple[Rendition, ...]:
        """Return what is there of an object under a limit, page by page; () until all of it is stored."""
        query = _RENDITIONS.where(renditions.c.source_key == source_key, renditions.c.max_bytes == max_bytes)
        rows = await self._statements.all(query)
        return tuple(_rendition(row) for row in rows) if all(row.is_stored for row in rows) else ()

    async def all_of(self, source_key: str) -> tuple[Rendition, ...]:
        """Return all that is there of an object, and all that is about to be."""
        rows = await self._statements.all(_RENDITIONS.where(renditions.c.source_key == source_key))
        return tuple(_rendition(row) for row in rows)

    async def remove(self, ids: Sequence[str]) -> None:
        """Forget renditions."""
        await self._statements.run(delete(renditions).where(renditions.c.id.in_(ids)))


class SqlPaperViews:
    """Append-only: who looked at which paper."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, view: PaperView) -> None:
        """Append a look."""
        await self._statements.run(
            insert(paper_views).values(
                id=view.id,
                provider_id=view.provider_id,
                filing_id=view.filing_id,
                material_id=view.material_id,
                kind=view.kind.value,
                at=view.at,
                viewer_kind=view.viewer_kind.value,
                viewer_id=view.viewer_id,
                purpose=view.purpose.value,
            )
        )

    async def list(self, filing_id: str, page: PageWanted) -> Page[PaperView]:
        """List who looked at a filing's papers in the order in which it was written; the cursor is a look's id."""
        query = _VIEWS.where(paper_views.c.filing_id == filing_id)
        if page.after is not None:
            after = select(paper_views.c.seq).where(
                paper_views.c.id == page.after, paper_views.c.filing_id == filing_id
            )
            query = query.where(paper_views.c.seq > after.scalar_subquery())
        rows = await self._statements.all(query.order_by(paper_views.c.seq).limit(page.limit + 1))
        items = tuple(_view(row) for row in rows[: page.limit])
        return Page(items, items[-1].id if len(rows) > page.limit else None)


def _row(one: Rendition) -> dict[str, Any]:
    return {
        "id": one.id,
        "provider_id": one.provider_id,
        "source_key": one.source_key,
        "max_bytes": one.max_bytes,
        "page": one.page,
        "object_key": one.object_key,
        "sha256": one.sha256,
        "bytes": one.bytes,
        "width": one.width,
        "height": one.height,
        "media_type": RENDITION_TYPE,
        "is_stored": False,
    }


def _rendition(row: Row[Any]) -> Rendition:
    return Rendition(
        id=row.id,
        provider_id=row.provider_id,
        source_key=row.source_key,
        max_bytes=row.max_bytes,
        page=row.page,
        object_key=row.object_key,
        sha256=row.sha256,
        bytes=row.bytes,
        width=row.width,
        height=row.height,
    )


def _view(row: Row[Any]) -> PaperView:
    return PaperView(
        id=row.id,
        provider_id=row.provider_id,
        filing_id=row.filing_id,
        material_id=row.material_id,
        kind=MaterialKind(row.kind),
        at=row.at,
        viewer_kind=CallerKind(row.viewer_kind),
        viewer_id=row.viewer_id,
        purpose=ViewPurpose(row.purpose),
    )
