"""Accounts of a provider's customers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.dialects.postgresql import insert

from app.domain.accounts import Account, AccountSite
from app.storage.sealing import Sealing
from app.storage.statements import RowMissingError, Statements
from app.storage.tables import accounts

_ACCOUNTS = select(
    accounts.c.id,
    accounts.c.provider_id,
    accounts.c.external_id,
    accounts.c.phone_sealed,
    accounts.c.real_name_verified,
    accounts.c.site,
    accounts.c.created_at,
    accounts.c.updated_at,
)


class SqlAccounts:
    """Accounts; the phone is sealed."""

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing

    async def put(self, account: Account) -> tuple[Account, bool]:
        """Add an account, or update the one of the same external id; True where it is new."""
        added = insert(accounts).values(self._row(account))
        added = added.on_conflict_do_nothing(index_elements=[accounts.c.provider_id, accounts.c.external_id])
        if await self._statements.value(added.returning(accounts.c.id)) is not None:
            return account, True
        # The phone is sealed for the row it stands in, so the row must be known before it is written.
        query = select(accounts.c.id, accounts.c.created_at).where(
            accounts.c.provider_id == account.provider_id, accounts.c.external_id == account.external_id
        )
        row = await self._statements.first(query.with_for_update(key_share=True))
        if row is None:
            raise RowMissingError("accounts")
        stored = replace(account, id=row.id, created_at=row.created_at)
        await self._statements.change_one(
            update(accounts)
            .where(accounts.c.id == stored.id)
            .values(
                phone_sealed=self._sealing.seal_text(stored.phone, _place(stored.id)),
                real_name_verified=stored.real_name_verified,
                site=stored.site.value,
                updated_at=stored.updated_at,
            )
        )
        return stored, False

    async def get(self, provider_id: str, account_id: str) -> Account | None:
        """Find an account of this provider."""
        return await self._find(provider_id, accounts.c.id == account_id)

    async def by_ids(self, provider_id: str, account_ids: Sequence[str]) -> dict[str, Account]:
        """Find several accounts of this provider, by their ids."""
        query = _ACCOUNTS.where(accounts.c.provider_id == provider_id, accounts.c.id.in_(account_ids))
        return {row.id: self._made(row) for row in await self._statements.all(query)}

    async def by_external_id(self, provider_id: str, external_id: str) -> Account | None:
        """Find an account by the provider's own id."""
        return await self._find(provider_id, accounts.c.external_id == external_id)

    async def _find(self, provider_id: str, condition: ColumnElement[bool]) -> Account | None:
        row = await self._statements.first(_ACCOUNTS.where(accounts.c.provider_id == provider_id, condition))
        return None if row is None else self._made(row)

    def _row(self, account: Account) -> dict[str, Any]:
        return {
            "id": account.id,
            "provider_id": account.provider_id,
            "external_id": account.external_id,
            "phone_sealed": self._sealing.seal_text(account.phone, _place(account.id)),
            "real_name_verified": account.real_name_verified,
            "site": account.site.value,
            "created_at": account.created_at,
            "updated_at": account.updated_at,
        }

    def _made(self, row: Row[Any]) -> Account:
        return Account(
            id=row.id,
            provider_id=row.provider_id,
            external_id=row.external_id,
            phone=self._sealing.open_text(row.phone_sealed, _place(row.id)),
            real_name_verified=row.real_name_verified,
            created_at=row.created_at,
            updated_at=row.updated_at,
            site=AccountSite(row.site),
        )


def _place(account_id: str) -> str:
    return f"accounts.phone:{account_id}"
