"""What reviewers decided is kept with what they had before them, and shown beside what came of it."""

from collections.abc import Sequence

from app.domain.filing_body_json import body_to_json
from app.domain.filings import Filing, ReviewFinding
from app.domain.materials import Material
from app.domain.reviewing import PaperSeen, ReviewDecision, Reviewed, ReviewOutcome
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.runtime import Runtime

_AUTHORITY = "authority"


def papers_seen(materials: Sequence[Material]) -> tuple[PaperSeen, ...]:
    """Return papers as a reviewer has them before them."""
    return tuple(sorted(PaperSeen(one.kind.value, one.for_pointer, one.sha256) for one in materials))


async def keep_decision(
    runtime: Runtime,
    uow: UnitOfWork,
    call: Call,
    filing: Filing,
    outcome: ReviewOutcome,
    findings: tuple[ReviewFinding, ...] = (),
    batch: bytes | None = None,
) -> None:
    """Keep a decision about a filing that has not been moved yet: moving it takes its deadline away."""
    due = (await uow.reviews.due([filing.id])).get(filing.id)
    papers = papers_seen(await uow.materials.of(filing.id))
    since = filing.submitted_at or filing.created_at
    decision = ReviewDecision(
        id=runtime.ids.new("rvd"),
        provider_id=filing.provider_id,
        filing_id=filing.id,
        reviewer=call.caller.id,
        outcome=outcome,
        at=call.now,
        working_days=runtime.calendar.working_days_between(since, call.now),
        overdue=due is not None and due.due_at <= call.now,
        codes=tuple(sorted({finding.code for finding in findings})),
        reviewed=Reviewed(body_to_json(filing.body), papers, findings),
        batch=batch,
    )
    await uow.reviews.add_decision(decision)


async def keep_raised(uow: UnitOfWork, filing: Filing) -> None:
    """Keep what the authority raised, before a resubmission takes it off the filing."""
    if any(finding.by == _AUTHORITY for finding in filing.findings):
        await uow.reviews.raised(filing.id, filing.findings)
