"""The timeline of a filing."""

from app.domain.filings import TimelineEntry
from app.ports.store.paging import Page, PageWanted
from app.usecases.call import Call
from app.usecases.filing_details import found
from app.usecases.runtime import Runtime


async def of(runtime: Runtime, call: Call, filing_id: str, page: PageWanted) -> Page[TimelineEntry]:
    """Return every event, oldest first."""
    async with runtime.unit_of_work() as uow:
        await found(uow, call, filing_id)
        return await uow.history.list(filing_id, page)
