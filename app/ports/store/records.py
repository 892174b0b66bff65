"""What is on file here, and the mirror of the national record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app.domain.records import Record
from app.ports.store.paging import Page, PageWanted


class RecordStore(Protocol):
    """Records (备案记录) of a provider."""

    async def put(self, record: Record, certificate_index: bytes) -> Record:
        """Add a record, or add its services to the one of the same subject number; return it as stored."""
        ...

    async def get(self, provider_id: str, record_id: str, *, account_id: str | None = None) -> Record | None:
        """Find a record."""
        ...

    async def list(self, provider_id: str, account_id: str | None, page: PageWanted) -> Page[Record]:
        """List records, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class MirroredService:
    """An answer about one asked name, with what the registrar says of it."""

    kind: str
    asked: str
    answer: dict[str, Any]


class MirrorStore(Protocol):
    """The local mirror of the national record."""

    async def put(
        self,
        provider_id: str,
        certificate_index: bytes,
        subject: dict[str, Any],
        services: Sequence[MirroredService],
        now: datetime,
    ) -> None:
        """Keep fresh answers in the place of older ones."""
        ...

    async def forget(self, certificate_index: bytes, names: Sequence[str]) -> None:
        """Drop answers that are known to be out of date, those of names below `names` included, of every provider."""
        ...
