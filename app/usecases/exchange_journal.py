"""Writing down what went between us and the authority, and reading it."""

from datetime import datetime

import structlog

from app.domain.exchange import Handover
from app.domain.exchange_journal import LONGEST_DETAIL, UNUSUAL, Exchanged, ExchangeEntry, Outcome
from app.ports.store.paging import Page, PageWanted
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.filing_details import found
from app.usecases.runtime import Runtime

_log = structlog.get_logger("authority")


async def note(
    runtime: Runtime,
    uow: UnitOfWork,
    handover: Handover,
    exchanged: Exchanged,
    outcome: Outcome,
    now: datetime,
    detail: str = "",
) -> None:
    """Write an entry, or count it with those alike; the caller commits. `detail` never has anything of a filing."""
    entry = ExchangeEntry(
        id=runtime.ids.new("xch"),
        provider_id=handover.provider_id,
        filing_id=handover.filing_id,
        handover_id=handover.id,
        exchanged=exchanged,
        outcome=outcome,
        detail=detail[:LONGEST_DETAIL],
        times=1,
        first_at=now,
        last_at=now,
    )
    await uow.exchange_journal.add(entry)
    if outcome in UNUSUAL:
        _log.warning(
            "exchange out of the ordinary",
            filing_id=handover.filing_id,
            submission_id=handover.id,
            exchanged=exchanged.value,
            outcome=outcome.value,
            detail=entry.detail,
        )


async def note_apart(
    runtime: Runtime, handover: Handover, exchanged: Exchanged, outcome: Outcome, detail: str = ""
) -> None:
    """Write an entry in a transaction of its own, where what it tells of changed nothing."""
    async with runtime.unit_of_work() as uow:
        await note(runtime, uow, handover, exchanged, outcome, runtime.clock.now(), detail)
        await uow.commit()


async def of(runtime: Runtime, call: Call, filing_id: str) -> tuple[ExchangeEntry, ...]:
    """Return all that went on about one filing, oldest first."""
    async with runtime.unit_of_work() as uow:
        await found(uow, call, filing_id)
        return await uow.exchange_journal.of_filing(filing_id)


async def unusual(runtime: Runtime, call: Call, page: PageWanted) -> Page[ExchangeEntry]:
    """List what was out of the ordinary with all filings of the tenant, newest first."""
    async with runtime.unit_of_work() as uow:
        return await uow.exchange_journal.unusual(call.provider_id, page)
