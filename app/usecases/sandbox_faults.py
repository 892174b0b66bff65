"""Sandbox mode: letting the exchange with the authority go wrong on demand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.errors import invalid
from app.domain.texts import Text
from app.ports.sandbox import SandboxFault
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.authority_outage import outage_told
from app.usecases.call import Call
from app.usecases.filing_details import found
from app.usecases.runtime import Runtime
from app.usecases.sandbox import sandbox_of

_RETRY_SECONDS = 2
_NAMELESS = Text(
    "这次备案没有服务，也还没有移交管局，无法单独指定；请在移交后再试，或不填 filing_id。",
    "This filing has no service and was not handed over yet, so nothing can be aimed at it alone; try again after its "
    "hand-over, or leave filing_id out.",
)


@dataclass(frozen=True, slots=True)
class FaultWish:
    """A fault to arm, so many times, with one filing or with whatever comes next; no times take it back."""

    fault: str
    times: int
    filing_id: str | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class FaultsSeen:
    """What is armed, and what was played with which of the tenant's filings."""

    armed: tuple[dict[str, Any], ...]
    played: tuple[dict[str, Any], ...]


async def faults(runtime: Runtime, call: Call, wish: FaultWish | None) -> FaultsSeen:
    """Arm a fault, if one is wished for, and return how all stand."""
    sandbox, order = sandbox_of(runtime), None
    if wish is not None:
        about = None
        if wish.filing_id is not None:
            async with runtime.unit_of_work() as uow:
                about = await _names_of(uow, call, wish.filing_id)
            if len(about) == 1:
                raise invalid("/filing_id", "not_handed_over", _NAMELESS)
        order = SandboxFault(wish.fault, wish.times, about, wish.seconds)
    with outage_told(_RETRY_SECONDS):
        armed, played = await sandbox.faults(order)
    async with runtime.unit_of_work() as uow:
        filings = await uow.exchange.filings_of(call.provider_id, [one["submission_id"] for one in played])
    return FaultsSeen(
        tuple({**one, "filing_id": (one["about"] or [None])[0]} for one in armed),
        tuple({**one, "filing_id": filings.get(one["submission_id"])} for one in played),
    )


async def submissions(runtime: Runtime, call: Call, filing_id: str) -> tuple[dict[str, Any], ...]:
    """Return what the authority was handed of a filing, oldest first, with how often each came."""
    sandbox = sandbox_of(runtime)
    async with runtime.unit_of_work() as uow:
        about = await _names_of(uow, call, filing_id)
    with outage_told(_RETRY_SECONDS):
        return tuple(await sandbox.submissions(about))


async def _names_of(uow: UnitOfWork, call: Call, filing_id: str) -> Sequence[str]:
    """Return what the authority knows a filing by, after its own id, which tells nobody else anything."""
    filing = await found(uow, call, filing_id)
    services = [service.id for service in filing.body.services]
    return [filing_id, *services, *await uow.exchange.handover_ids_of(filing_id)]
