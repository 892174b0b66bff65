"""A filing with all that its answer shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.errors import ProblemCode, Refusal, not_found
from app.domain.filings import Deadline, Filing
from app.domain.materials import AuthenticityCheck
from app.domain.reminders import is_shown
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call


@dataclass(frozen=True, slots=True)
class FilingDetails:
    """A filing, what it waits for, its authenticity checks, and whether its hand-over has begun."""

    filing: Filing
    deadlines: tuple[Deadline, ...]
    authenticity: tuple[AuthenticityCheck, ...]
    handover_sent: bool


async def details_of(uow: UnitOfWork, filings: Sequence[Filing]) -> tuple[FilingDetails, ...]:
    """Gather the details of filings, in a fixed number of statements."""
    ids = [filing.id for filing in filings]
    if not ids:
        return ()
    deadlines = await uow.history.deadlines_of(ids)
    checks = await uow.materials.checks_of_many(ids)
    sent = await uow.exchange.sent_of(ids)
    return tuple(
        FilingDetails(filing, _shown(deadlines.get(filing.id, ())), checks.get(filing.id, ()), filing.id in sent)
        for filing in filings
    )


def _shown(deadlines: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """Return what somebody waits for, without the rows that only the worker needs."""
    return tuple(one for one in deadlines if is_shown(one.kind))


async def detail_of(uow: UnitOfWork, filing: Filing) -> FilingDetails:
    """Gather the details of one filing."""
    return (await details_of(uow, [filing]))[0]


async def locked(uow: UnitOfWork, call: Call, filing_id: str, revision: int | None = None) -> Filing:
    """Hold a filing of the caller until the commit; raises `not-found`, `precondition-failed` for an old revision."""
    filing = await uow.filings.get(call.provider_id, filing_id, account_id=call.caller.account_id, lock=True)
    if filing is None:
        raise not_found()
    if revision is not None and filing.revision != revision:
        raise Refusal(ProblemCode.PRECONDITION_FAILED, facts={"current_revision": filing.revision})
    return filing


async def found(uow: UnitOfWork, call: Call, filing_id: str) -> Filing:
    """Find a filing of the caller; raises `not-found`."""
    filing = await uow.filings.get(call.provider_id, filing_id, account_id=call.caller.account_id)
    if filing is None:
        raise not_found()
    return filing
