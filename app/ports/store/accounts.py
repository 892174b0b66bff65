"""Accounts."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.accounts import Account


class AccountStore(Protocol):
    """Accounts of a provider."""

    async def put(self, account: Account) -> tuple[Account, bool]:
        """Add an account, or update the one of the same external id; True where it is new."""
        ...

    async def get(self, provider_id: str, account_id: str) -> Account | None:
        """Find an account of this provider."""
        ...

    async def by_ids(self, provider_id: str, account_ids: Sequence[str]) -> dict[str, Account]:
        """Find several accounts of this provider, by their ids."""
        ...

    async def by_external_id(self, provider_id: str, external_id: str) -> Account | None:
        """Find an account by the provider's own id."""
        ...
