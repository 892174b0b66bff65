"""What is made of papers and noted of them: renditions for the authority, and who looked at a paper."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.paper_views import PaperView
from app.domain.renditions import Rendition
from app.ports.store.paging import Page, PageWanted


class RenditionStore(Protocol):
    """Renditions; their bytes are in the object store, never without a row that names them."""

    async def reserve(self, renditions: Sequence[Rendition]) -> bool:
        """Note what is about to be stored; False, and nothing noted, where somebody else is about it."""
        ...

    async def stored(self, renditions: Sequence[Rendition]) -> bool:
        """Note that they are all there; False, and nothing noted, where some were taken away meanwhile."""
        ...

    async def of(self, source_key: str, max_bytes: int) -> tuple[Rendition, ...]:
        """Return what is there of an object under a limit, page by page; () until all of it is stored."""
        ...

    async def all_of(self, source_key: str) -> tuple[Rendition, ...]:
        """Return all that is there of an object, and all that is about to be."""
        ...

    async def remove(self, ids: Sequence[str]) -> None:
        """Forget renditions."""
        ...


class PaperViewStore(Protocol):
    """Append-only: who looked at which paper."""

    async def add(self, view: PaperView) -> None:
        """Append a look."""
        ...

    async def list(self, filing_id: str, page: PageWanted) -> Page[PaperView]:
        """List who looked at a filing's papers, oldest first."""
        ...
