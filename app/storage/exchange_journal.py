"""What went between us and the authority: one row for what is alike."""

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert as upsert

from app.domain.exchange_journal import Exchanged, ExchangeEntry, Outcome
from app.ports.store.paging import Page, PageWanted
from app.storage.statements import Statements
from app.storage.tables import exchange_journal as journal

_ENTRIES = select(
    journal.c.id,
    journal.c.provider_id,
    journal.c.filing_id,
    journal.c.handover_id,
    journal.c.exchanged,
    journal.c.outcome,
    journal.c.detail,
    journal.c.times,
    journal.c.first_at,
    journal.c.last_at,
)
_MOST_OF_A_FILING = 500


class SqlExchangeJournal:
    """Entries of the exchange; nothing in them is anybody's."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, entry: ExchangeEntry) -> None:
        """Add an entry, or count it with the one that is alike."""
        statement = upsert(journal).values(
            id=entry.id,
            provider_id=entry.provider_id,
            filing_id=entry.filing_id,
            handover_id=entry.handover_id,
            exchanged=entry.exchanged.value,
            outcome=entry.outcome.value,
            detail=entry.detail,
            times=entry.times,
            first_at=entry.first_at,
            last_at=entry.last_at,
            unusual=entry.is_unusual,
        )
        await self._statements.run(
            statement.on_conflict_do_update(
                index_elements=[journal.c.handover_id, journal.c.exchanged, journal.c.outcome, journal.c.detail],
                set_={"times": journal.c.times + 1, "last_at": statement.excluded.last_at},
            )
        )

    async def of_filing(self, filing_id: str) -> tuple[ExchangeEntry, ...]:
        """Return a filing's entries, oldest first, the latest five hundred."""
        query = _ENTRIES.where(journal.c.filing_id == filing_id).order_by(journal.c.id.desc()).limit(_MOST_OF_A_FILING)
        return tuple(_entry(row) for row in reversed(await self._statements.all(query)))

    async def unusual(self, provider_id: str, page: PageWanted) -> Page[ExchangeEntry]:
        """List a tenant's unusual entries, newest first."""
        query = _ENTRIES.where(journal.c.provider_id == provider_id, journal.c.unusual)
        if page.after is not None:
            query = query.where(journal.c.id < page.after)
        rows = await self._statements.all(query.order_by(journal.c.id.desc()).limit(page.limit + 1))
        items = tuple(_entry(row) for row in rows[: page.limit])
        return Page(items, items[-1].id if len(rows) > page.limit else None)


def _entry(row: Row[Any]) -> ExchangeEntry:
    return ExchangeEntry(
        id=row.id,
        provider_id=row.provider_id,
        filing_id=row.filing_id,
        handover_id=row.handover_id,
        exchanged=Exchanged(row.exchanged),
        outcome=Outcome(row.outcome),
        detail=row.detail,
        times=row.times,
        first_at=row.first_at,
        last_at=row.last_at,
    )
