"""Transfers between accounts."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.transfers import Transfer
from app.ports.store.paging import Page, PageWanted


class TransferPendingError(Exception):
    """The record, or the service, is offered already."""


class TransferStore(Protocol):
    """Transfers (转移备案, 迁移备案) of a provider."""

    async def add(self, transfer: Transfer) -> None:
        """Add an offer; raises TransferPendingError."""
        ...

    async def get(
        self, provider_id: str, transfer_id: str, *, account_id: str | None = None, lock: bool = False
    ) -> Transfer | None:
        """Find a transfer; with `account_id` only where that account is on one of its sides."""
        ...

    async def by_ids(self, transfer_ids: Sequence[str]) -> tuple[Transfer, ...]:
        """Find several, of whatever provider: for the worker."""
        ...

    async def save(self, transfer: Transfer) -> None:
        """Save a transfer that is locked."""
        ...

    async def list(self, provider_id: str, account_id: str | None, page: PageWanted) -> Page[Transfer]:
        """List transfers, newest first; with `account_id` those of either side."""
        ...

    async def is_migrating(self, record_id: str) -> bool:
        """Tell whether the filing of a migration away from a record is open."""
        ...
