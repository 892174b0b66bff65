"""What went between us and the authority."""

from typing import Protocol

from app.domain.exchange_journal import ExchangeEntry
from app.ports.store.paging import Page, PageWanted


class ExchangeJournalStore(Protocol):
    """Entries, alike ones counted."""

    async def add(self, entry: ExchangeEntry) -> None:
        """Add an entry, or count it with the one that is alike."""
        ...

    async def of_filing(self, filing_id: str) -> tuple[ExchangeEntry, ...]:
        """Return a filing's entries, oldest first, the latest five hundred."""
        ...

    async def unusual(self, provider_id: str, page: PageWanted) -> Page[ExchangeEntry]:
        """List a tenant's unusual entries, newest first."""
        ...
