"""One decision about several filings: each in a transaction of its own, each with a result of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.errors import ProblemCode, Refusal
from app.domain.filings import Filing
from app.usecases.call import Call
from app.usecases.filing_details import locked
from app.usecases.review_claims import taken
from app.usecases.reviews import DecisionCommand, decided_in, require_known_codes
from app.usecases.runtime import Runtime

MOST = 50


@dataclass(frozen=True, slots=True)
class BatchItem:
    """A filing to decide; `revision` is the one that was looked at, None for whichever there is."""

    filing_id: str
    revision: int | None


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The filing after its decision, or why it was not decided."""

    filing_id: str
    filing: Filing | None
    refusal: Refusal | None


async def decide_all(
    runtime: Runtime, call: Call, items: Sequence[BatchItem], command: DecisionCommand
) -> tuple[BatchResult, ...]:
    """Decide filings for the same reason, claiming those that are free.

    Begun again under the same idempotency key, after a crash, it does what is left: what was decided then is told as
    done. Raises `validation-failed` for a code that no reviewer may use.
    """
    require_known_codes(runtime, call, command)
    batch = _batch(runtime, call, command)
    return tuple([await _result(runtime, call, item, command, batch) for item in items])


def _batch(runtime: Runtime, call: Call, command: DecisionCommand) -> bytes | None:
    """Return what tells this call from others; None where it can't be repeated."""
    if call.lease is None:
        return None
    said = [f"{one.pointer} {one.code}" for one in command.findings]
    return runtime.index.of("review_batch", "\n".join([call.lease.owner, call.lease.key, command.event.value, *said]))


async def _result(
    runtime: Runtime, call: Call, item: BatchItem, command: DecisionCommand, batch: bytes | None
) -> BatchResult:
    try:
        return BatchResult(item.filing_id, await _decided(runtime, call, item, command, batch), None)
    except Refusal as refusal:
        return BatchResult(item.filing_id, None, refusal)


async def _decided(
    runtime: Runtime, call: Call, item: BatchItem, command: DecisionCommand, batch: bytes | None
) -> Filing:
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, item.filing_id)
        if batch is not None:
            last = await uow.reviews.last_decision(filing.id)
            if last is not None and last.batch == batch:
                return filing
        if item.revision is not None and filing.revision != item.revision:
            raise Refusal(ProblemCode.PRECONDITION_FAILED, facts={"current_revision": filing.revision})
        filing = await taken(runtime, uow, call, filing)
        filing = await decided_in(runtime, call, uow, filing, command, batch)
        await uow.commit()
    return filing
