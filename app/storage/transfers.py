"""Transfers between accounts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.domain.transfers import Transfer, TransferKind, TransferState
from app.ports.store.paging import Page, PageWanted
from app.ports.store.transfers import TransferPendingError
from app.storage.failures import violated
from app.storage.pages import newest_first
from app.storage.statements import Statements
from app.storage.tables import filings, transfers

_TRANSFERS = select(
    transfers.c.id,
    transfers.c.provider_id,
    transfers.c.kind,
    transfers.c.state,
    transfers.c.record_id,
    transfers.c.service_id,
    transfers.c.source_account_id,
    transfers.c.target_account_id,
    transfers.c.created_at,
    transfers.c.expires_at,
    transfers.c.decided_at,
    transfers.c.filing_id,
)


class SqlTransfers:
    """Transfers of a provider; to an account, those where it is on one of the sides.

    After TransferPendingError nothing more can be asked of the unit of work: the database has given it up.
    """

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, transfer: Transfer) -> None:
        """Add an offer; raises TransferPendingError."""
        fixed = {
            "id": transfer.id,
            "provider_id": transfer.provider_id,
            "kind": transfer.kind.value,
            "record_id": transfer.record_id,
            "service_id": transfer.service_id,
            "source_account_id": transfer.source_account_id,
            "target_account_id": transfer.target_account_id,
            "created_at": transfer.created_at,
            "expires_at": transfer.expires_at,
        }
        try:
            await self._statements.run(insert(transfers).values(**fixed, **_changing(transfer)))
        except IntegrityError as error:
            if violated(error) == "uq_transfers_pending":
                raise TransferPendingError(transfer.record_id) from error
            raise

    async def get(
        self, provider_id: str, transfer_id: str, *, account_id: str | None = None, lock: bool = False
    ) -> Transfer | None:
        """Find a transfer; with `account_id` only where that account is on one of its sides."""
        query = _TRANSFERS.where(transfers.c.id == transfer_id, transfers.c.provider_id == provider_id)
        if account_id is not None:
            query = query.where(_is_on_a_side(account_id))
        row = await self._statements.first(query.with_for_update(key_share=True) if lock else query)
        return None if row is None else _made(row)

    async def by_ids(self, transfer_ids: Sequence[str]) -> tuple[Transfer, ...]:
        """Find several, of whatever provider: for the worker."""
        query = _TRANSFERS.where(transfers.c.id.in_(transfer_ids)).order_by(transfers.c.id)
        return tuple(_made(row) for row in await self._statements.all(query))

    async def save(self, transfer: Transfer) -> None:
        """Save a transfer that is locked."""
        statement = update(transfers).where(transfers.c.id == transfer.id).values(_changing(transfer))
        await self._statements.change_one(statement)

    async def list(self, provider_id: str, account_id: str | None, page: PageWanted) -> Page[Transfer]:
        """List transfers, newest first; with `account_id` those of either side."""
        query = _TRANSFERS.where(transfers.c.provider_id == provider_id)
        if account_id is not None:
            query = query.where(_is_on_a_side(account_id))
        return await newest_first(self._statements, query, transfers.c.id, page, _made)

    async def is_migrating(self, record_id: str) -> bool:
        """Tell whether the filing of a migration away from a record is open."""
        query = select(filings.c.id).join(transfers, transfers.c.filing_id == filings.c.id)
        query = query.where(transfers.c.record_id == record_id, filings.c.is_open)
        return await self._statements.first(query) is not None


def _is_on_a_side(account_id: str) -> ColumnElement[bool]:
    return or_(transfers.c.source_account_id == account_id, transfers.c.target_account_id == account_id)


def _changing(transfer: Transfer) -> dict[str, Any]:
    return {"state": transfer.state.value, "decided_at": transfer.decided_at, "filing_id": transfer.filing_id}


def _made(row: Row[Any]) -> Transfer:
    return Transfer(
        id=row.id,
        provider_id=row.provider_id,
        kind=TransferKind(row.kind),
        state=TransferState(row.state),
        record_id=row.record_id,
        service_id=row.service_id,
        source_account_id=row.source_account_id,
        target_account_id=row.target_account_id,
        created_at=row.created_at,
        expires_at=row.expires_at,
        decided_at=row.decided_at,
        filing_id=row.filing_id,
    )
