"""The review queue, and a filing as its reviewer needs it: how long it waits, and what was said of it before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.filing_body_json import body_to_json
from app.domain.filings import Deadline
from app.domain.reviewing import PostedPapers, ReviewDecision, Since, Waiting, since, waiting
from app.ports.store.filings import FilingsWanted
from app.ports.store.paging import Page, PageWanted
from app.usecases.call import Call
from app.usecases.filing_details import FilingDetails, detail_of, details_of, found
from app.usecases.review_claims import WAITING_STATES
from app.usecases.review_history import papers_seen
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Queued:
    """A filing in the queue; `waiting` is None where it is not a review that it waits for."""

    details: FilingDetails
    waiting: Waiting | None


@dataclass(frozen=True, slots=True)
class UnderReview:
    """A filing with the decision before, if any, what has changed since, its parcels, and calls that nobody took.

    `may_reject_unreachable` tells that there were as many of them as the profile wants for a rejection.
    """

    queued: Queued
    before: ReviewDecision | None
    since: Since | None
    posted: tuple[PostedPapers, ...]
    calls_unanswered: int
    may_reject_unreachable: bool


async def queue(runtime: Runtime, call: Call, wanted: FilingsWanted, page: PageWanted) -> Page[Queued]:
    """List what waits for review, first what was submitted first."""
    if wanted.states is None:
        wanted = replace(wanted, states=WAITING_STATES)
    async with runtime.unit_of_work() as uow:
        filings = await uow.filings.queue(call.provider_id, wanted, page)
        details = await details_of(uow, filings.items)
        due = await uow.reviews.due([filing.id for filing in filings.items])
    return Page(_queued(runtime, call, details, due), filings.next_after)


def _queued(
    runtime: Runtime, call: Call, details: Sequence[FilingDetails], due: dict[str, Deadline]
) -> tuple[Queued, ...]:
    return tuple(
        Queued(one, _waiting(runtime, one.filing.submitted_at, due.get(one.filing.id), call.now)) for one in details
    )


def _waiting(runtime: Runtime, since: datetime | None, due: Deadline | None, now: datetime) -> Waiting | None:
    if due is None:
        return None
    return waiting(since, due.due_at, now, runtime.calendar, provisional=due.provisional)


async def get(runtime: Runtime, call: Call, filing_id: str) -> UnderReview:
    """Show a filing to a reviewer; raises `not-found`."""
    async with runtime.unit_of_work() as uow:
        filing = await found(uow, call, filing_id)
        details = await detail_of(uow, filing)
        due = await uow.reviews.due([filing.id])
        before = None if filing.erased_at else await uow.reviews.last_decision(filing.id)
        materials = await uow.materials.of(filing.id)
        posted = await uow.reviews.posted(filing.id)
        unanswered = await uow.reviews.calls_unanswered(filing.id, filing.submitted_at or filing.created_at)
    changed = None
    if before is not None:
        changed = since(before.reviewed, body_to_json(filing.body), papers_seen(materials))
    enough = 0 < call.profile.unanswered_calls <= unanswered
    (queued,) = _queued(runtime, call, [details], due)
    return UnderReview(queued, before, changed, posted, unanswered, enough)
