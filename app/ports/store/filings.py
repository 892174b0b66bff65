"""Filings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.filings import Filing
from app.ports.store.paging import Page, PageWanted


class OpenOrderFoundError(Exception):
    """A unique index found an open order of the same account, certificate or name: `kind` says which."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class FilingsWanted:
    """Which filings a list asks for; None asks for all."""

    states: tuple[str, ...] | None = None
    filing_type: str | None = None
    account_id: str | None = None
    assignee: str | None = None


class FilingStore(Protocol):
    """Filings of a provider; what is not the provider's, or not the account's, is not found."""

    async def add(self, filing: Filing, certificate_index: bytes, orders_per_account: int) -> None:
        """Add an open order; raises OpenOrderFoundError."""
        ...

    async def get(
        self, provider_id: str, filing_id: str, *, account_id: str | None = None, lock: bool = False
    ) -> Filing | None:
        """Find a filing; `lock` holds it until the commit."""
        ...

    async def save(self, filing: Filing) -> None:
        """Save a filing that is locked; raises OpenOrderFoundError where a name of it is in another open order."""
        ...

    async def save_certificate(self, filing: Filing, certificate_index: bytes) -> None:
        """Make a locked filing the open order of this certificate; raises OpenOrderFoundError."""
        ...

    async def forget_certificate(self, filing_id: str) -> None:
        """Forget whose filing it was, of one that is not open."""
        ...

    async def open_of(self, account_ids: Sequence[str]) -> tuple[str, ...]:
        """Return those of the accounts that have an open order, and hold each account until the commit."""
        ...

    async def open_with(self, resource_id: str) -> tuple[str, ...]:
        """Return the open orders with a service on this server."""
        ...

    async def list(self, provider_id: str, wanted: FilingsWanted, page: PageWanted) -> Page[Filing]:
        """List filings, newest first."""
        ...

    async def queue(self, provider_id: str, wanted: FilingsWanted, page: PageWanted) -> Page[Filing]:
        """List filings, those that wait longest first: the reviewers' order. A cursor is a `QueuePlace`."""
        ...

    async def by_ids(self, filing_ids: Sequence[str]) -> tuple[Filing, ...]:
        """Find several filings, of whatever provider: for the worker."""
        ...
