"""Papers that a phone brings and takes away, within its one filing and its one purpose."""

from dataclasses import dataclass

from app.domain.errors import not_found
from app.domain.materials import Material, MaterialKind
from app.usecases import materials, paper_receiving
from app.usecases.paper_receiving import Received
from app.usecases.phone_handovers import PhoneCall
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Brought:
    """A paper on its way: a file that was received already, or the id of a complete upload.

    `replaces` names the paper in whose place it comes.
    """

    kind: MaterialKind
    for_pointer: str
    replaces: str | None
    received: Received | None = None
    upload_id: str | None = None


async def bring(runtime: Runtime, phone: PhoneCall, brought: Brought) -> Material:
    """Make a paper of what came; the one that it replaces goes once it is there."""
    filing_id, received = phone.handover.filing_id, brought.received
    if received is None:
        assert brought.upload_id is not None
        received = await paper_receiving.receive_upload(runtime, phone.call, filing_id, brought.upload_id)
    paper = await materials.attach(runtime, phone.call, filing_id, brought.kind, brought.for_pointer, received)
    if brought.replaces is not None and await _is_allowed(runtime, phone, brought.replaces):
        await materials.remove(runtime, phone.call, brought.replaces)
    return paper


async def remove(runtime: Runtime, phone: PhoneCall, material_id: str) -> None:
    """Take a paper away; one of another filing or purpose is not there for this phone."""
    if not await _is_allowed(runtime, phone, material_id):
        raise not_found()
    await materials.remove(runtime, phone.call, material_id)


async def _is_allowed(runtime: Runtime, phone: PhoneCall, material_id: str) -> bool:
    call, handover = phone.call, phone.handover
    async with runtime.unit_of_work() as uow:
        paper = await uow.materials.get(call.provider_id, material_id, account_id=handover.account_id)
    return paper is not None and paper.filing_id == handover.filing_id and handover.purpose.allows(paper.kind)
