"""Filings, and the unique indexes that keep open orders apart."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from app.domain.filing_states import FINAL, is_open
from app.domain.filings import Filing
from app.domain.review_queue import QueuePlace, queue_place
from app.ports.store.filings import FilingsWanted, OpenOrderFoundError
from app.ports.store.paging import Page, PageWanted
from app.storage.failures import violated
from app.storage.filing_names import write_names
from app.storage.filing_products import is_held, write_products
from app.storage.filing_rows import FILINGS, changing_values, filing_of, fixed_values, sealed_body, sealed_on_file
from app.storage.pages import newest_first
from app.storage.sealing import Sealing
from app.storage.statements import RowMissingError, Statements
from app.storage.tables import accounts, filing_products, filings

# What came again waits from then on: whoever submitted first is looked at first.
WAITING_SINCE = func.coalesce(filings.c.submitted_at, filings.c.created_at)
_OPEN_ORDERS = {
    "uq_filings_open_order": "account",
    "uq_filings_open_certificate": "certificate",
    "uq_filing_names_open": "name",
}


class SqlFilings:
    """Filings of a provider; what is not the provider's, or not the account's, is not found.

    After OpenOrderFoundError nothing more can be asked of the unit of work: the database has given it up.
    """

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing
        self._stored: dict[str, Filing] = {}

    async def add(self, filing: Filing, certificate_index: bytes, orders_per_account: int) -> None:
        """Add an open order; raises OpenOrderFoundError."""
        slot = await self._free_slot(filing.account_id, orders_per_account)
        values = {
            **fixed_values(filing),
            **changing_values(filing, self._sealing),
            "body_sealed": sealed_body(filing, self._sealing),
            "on_file_sealed": sealed_on_file(filing, self._sealing),
            "certificate_index": certificate_index,
            "order_slot": slot,
        }
        try:
            await self._statements.run(insert(filings).values(values))
            await write_names(self._statements, filing, certificate_index)
        except IntegrityError as error:
            raise _translated(error) from error
        if filing.products:
            await write_products(self._statements, filing)
        self._stored[filing.id] = filing

    async def _free_slot(self, account_id: str, orders_per_account: int) -> int:
        """Choose the lowest free place of an account, whose row keeps others waiting until the commit."""
        if not await self._hold((account_id,)):
            raise RowMissingError("accounts")
        query = select(filings.c.order_slot).where(filings.c.account_id == account_id, filings.c.is_open)
        taken = {row.order_slot for row in await self._statements.all(query)}
        for slot in range(orders_per_account):
            if slot not in taken:
                return slot
        raise OpenOrderFoundError("account")

    async def _hold(self, account_ids: Sequence[str]) -> Sequence[Row[Any]]:
        """Lock the rows of accounts, always in the same order, so that two who want the same ones don't entangle."""
        held = select(accounts.c.id).where(accounts.c.id.in_(account_ids)).order_by(accounts.c.id)
        return await self._statements.all(held.with_for_update(key_share=True))

    async def open_of(self, account_ids: Sequence[str]) -> tuple[str, ...]:
        """Return those of the accounts that have an open order, and hold each account until the commit."""
        await self._hold(account_ids)
        query = select(filings.c.account_id).where(filings.c.account_id.in_(account_ids), filings.c.is_open)
        rows = await self._statements.all(query.distinct().order_by(filings.c.account_id))
        return tuple(row.account_id for row in rows)

    async def get(
        self, provider_id: str, filing_id: str, *, account_id: str | None = None, lock: bool = False
    ) -> Filing | None:
        """Find a filing; `lock` holds it until the commit."""
        its_row = [filings.c.id == filing_id, filings.c.provider_id == provider_id]
        if account_id is not None:
            its_row.append(filings.c.account_id == account_id)
        if lock:
            # A statement that waited for the row still sees the products of before the wait, so it only locks.
            await self._statements.run(select(filings.c.id).where(*its_row).with_for_update(key_share=True))
        row = await self._statements.first(FILINGS.where(*its_row))
        if row is None:
            return None
        filing = filing_of(row, self._sealing)
        if lock:
            self._stored[filing.id] = filing
        return filing

    async def save(self, filing: Filing) -> None:
        """Save a filing that is locked; raises OpenOrderFoundError("name") for a name that another has open."""
        values = changing_values(filing, self._sealing)
        stored = self._stored.get(filing.id)
        # What is the very object read under the lock needs no sealing anew.
        same_body = stored is not None and stored.body is filing.body
        if not same_body:
            values["body_sealed"] = sealed_body(filing, self._sealing)
        if stored is None or stored.on_file is not filing.on_file:
            values["on_file_sealed"] = sealed_on_file(filing, self._sealing)
        statement = (
            update(filings).where(filings.c.id == filing.id).values(values).returning(filings.c.certificate_index)
        )
        try:
            certificate_index = await self._statements.value(statement)
            if certificate_index is None:
                raise RowMissingError(f"filings {filing.id}")
            if not same_body or stored is None or is_open(stored.state) is not is_open(filing.state):
                await write_names(self._statements, filing, certificate_index)
        except IntegrityError as error:
            raise _translated(error) from error
        if stored is None or stored.products != filing.products or is_held(stored) is not is_held(filing):
            await write_products(self._statements, filing)
        self._stored[filing.id] = filing

    async def save_certificate(self, filing: Filing, certificate_index: bytes) -> None:
        """Make a locked filing the open order of this certificate; raises OpenOrderFoundError."""
        statement = update(filings).where(filings.c.id == filing.id).values(certificate_index=certificate_index)
        try:
            await self._statements.change_one(statement)
            # APPs are found below their subject's certificate.
            await write_names(self._statements, filing, certificate_index)
        except IntegrityError as error:
            raise _translated(error) from error

    async def forget_certificate(self, filing_id: str) -> None:
        """Forget whose filing it was, of one that is not open: the index of open orders has it no more."""
        await self._statements.change_one(
            update(filings).where(filings.c.id == filing_id).values(certificate_index=b"")
        )

    async def open_with(self, resource_id: str) -> tuple[str, ...]:
        """Return the open orders with a service on this server."""
        query = (
            select(filings.c.id)
            .distinct()
            .join(filing_products, filing_products.c.filing_id == filings.c.id)
            .where(filing_products.c.resource_id == resource_id, filings.c.state.not_in([one.value for one in FINAL]))
        )
        return tuple(row.id for row in await self._statements.all(query))

    async def list(self, provider_id: str, wanted: FilingsWanted, page: PageWanted) -> Page[Filing]:
        """List filings, newest first."""
        return await newest_first(self._statements, _wanted(provider_id, wanted), filings.c.id, page, self._made)

    async def queue(self, provider_id: str, wanted: FilingsWanted, page: PageWanted) -> Page[Filing]:
        """List filings, those that wait longest first: the reviewers' order. A cursor is a `QueuePlace`."""
        query = _wanted(provider_id, wanted)
        if page.after is not None:
            place = queue_place(page.after)
            assert place is not None, "cursors are read before"
            query = query.where(tuple_(WAITING_SINCE, filings.c.id) > tuple_(place.since, place.filing_id))
        rows = await self._statements.all(query.order_by(WAITING_SINCE, filings.c.id).limit(page.limit + 1))
        items = tuple(self._made(row) for row in rows[: page.limit])
        last = items[-1] if len(rows) > page.limit else None
        return Page(items, None if last is None else str(QueuePlace(last.submitted_at or last.created_at, last.id)))

    async def by_ids(self, filing_ids: Sequence[str]) -> tuple[Filing, ...]:
        """Find several filings, of whatever provider: for the worker."""
        rows = await self._statements.all(FILINGS.where(filings.c.id.in_(filing_ids)).order_by(filings.c.id))
        return tuple(self._made(row) for row in rows)

    def _made(self, row: Row[Any]) -> Filing:
        return filing_of(row, self._sealing)


def _wanted(provider_id: str, wanted: FilingsWanted) -> Select[Any]:
    query = FILINGS.where(filings.c.provider_id == provider_id)
    if wanted.states is not None:
        query = query.where(filings.c.state.in_(wanted.states))
    if wanted.filing_type is not None:
        query = query.where(filings.c.filing_type == wanted.filing_type)
    if wanted.account_id is not None:
        query = query.where(filings.c.account_id == wanted.account_id)
    if wanted.assignee is not None:
        query = query.where(filings.c.assignee == wanted.assignee)
    return query


def _translated(error: IntegrityError) -> Exception:
    kind = _OPEN_ORDERS.get(violated(error) or "")
    return error if kind is None else OpenOrderFoundError(kind)
