"""Papers by post: their receipt lets a filing go on, and what is sent back is on file."""

from dataclasses import dataclass

from app.domain.errors import invalid
from app.domain.filing_states import Actor, Event, moved
from app.domain.filings import Filing
from app.domain.profile import PostedMaterials
from app.domain.reviewing import PostDirection, PostedPapers
from app.domain.texts import Text
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.authority_handover import queue_handover
from app.usecases.call import Call
from app.usecases.data_erasure import require_whole
from app.usecases.filing_details import FilingDetails, detail_of, locked
from app.usecases.filing_moves import Move, move
from app.usecases.runtime import Runtime
from app.usecases.timeline_notes import note_event

RETURNED = "posted_returned"
_NO_POST_HERE = Text("本接入商不收邮寄资料。", "This provider takes no papers by post.")


@dataclass(frozen=True, slots=True)
class Parcel:
    """Under which number papers travelled, and with whom."""

    tracking_number: str | None = None
    carrier: str | None = None


async def arrived(runtime: Runtime, call: Call, filing_id: str, revision: int | None, parcel: Parcel) -> FilingDetails:
    """Note that the papers came by post; the filing goes on to its hand-over."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id, revision)
        next_state = moved(filing.state, Event.POSTED_RECEIVED, Actor.REVIEWER)
        await _keep(runtime, uow, call, filing, PostDirection.RECEIVED, parcel)
        made = Move(
            Event.POSTED_RECEIVED,
            Actor.REVIEWER,
            next_state,
            call.provider.profile,
            call.caller.id,
            note=parcel.tracking_number,
        )
        filing = await move(runtime, uow, filing, call.now, made)
        await queue_handover(runtime, uow, call.profile, filing, call.now)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


async def returned(runtime: Runtime, call: Call, filing_id: str, parcel: Parcel) -> PostedPapers:
    """Note that papers were sent back to the applicant, who sees it in the timeline; nothing moves."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id)
        require_whole(filing)
        if call.profile.posted_materials is PostedMaterials.NEVER:
            raise invalid("", "not_taken", _NO_POST_HERE)
        kept = await _keep(runtime, uow, call, filing, PostDirection.RETURNED, parcel)
        number = parcel.tracking_number
        await note_event(runtime, uow, filing, call.now, RETURNED, Actor.REVIEWER, call.caller.id, note=number)
        await call.commit(uow, kept)
    return kept


async def _keep(
    runtime: Runtime, uow: UnitOfWork, call: Call, filing: Filing, direction: PostDirection, parcel: Parcel
) -> PostedPapers:
    kept = PostedPapers(
        id=runtime.ids.new("post"),
        provider_id=filing.provider_id,
        filing_id=filing.id,
        direction=direction,
        tracking_number=parcel.tracking_number,
        carrier=parcel.carrier,
        noted_by=call.caller.id,
        at=call.now,
    )
    await uow.reviews.add_posted(kept)
    return kept
