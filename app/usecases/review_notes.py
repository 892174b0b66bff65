"""What reviewers write down: notes, calls, looks at the place. What is meant for applicants is in the timeline too."""

from dataclasses import dataclass

from app.domain.filing_states import Actor
from app.domain.reviewing import NoteKind, ReviewNote
from app.ports.store.paging import Page, PageWanted
from app.usecases.call import Call
from app.usecases.data_erasure import require_whole
from app.usecases.filing_details import found, locked
from app.usecases.runtime import Runtime
from app.usecases.timeline_notes import note_event

NOTED = "review_note"


@dataclass(frozen=True, slots=True)
class NoteCommand:
    """What is to be written down."""

    kind: NoteKind
    text: str
    outcome: str | None = None
    visible_to_applicant: bool = False


async def add(runtime: Runtime, call: Call, filing_id: str, command: NoteCommand) -> ReviewNote:
    """Write something down about a filing, in whatever state; raises `not-found`, also for one that was erased."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id)
        require_whole(filing)
        note = ReviewNote(
            id=runtime.ids.new("note"),
            provider_id=filing.provider_id,
            filing_id=filing.id,
            kind=command.kind,
            text=command.text,
            outcome=command.outcome,
            visible_to_applicant=command.visible_to_applicant,
            author=call.caller.id,
            at=call.now,
        )
        await uow.reviews.add_note(note)
        if note.visible_to_applicant:
            await note_event(runtime, uow, filing, call.now, NOTED, Actor.REVIEWER, call.caller.id, note=note.text)
        await call.commit(uow, note)
    return note


async def listed(runtime: Runtime, call: Call, filing_id: str, page: PageWanted) -> Page[ReviewNote]:
    """List what was written down, oldest first; raises `not-found`."""
    async with runtime.unit_of_work() as uow:
        await found(uow, call, filing_id)
        return await uow.reviews.notes(filing_id, page)
