"""What reviewers decided, wrote down and received by post, and the queue of what waits for them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from app.domain.deadlines import DeadlineKind
from app.domain.filings import Deadline, ReviewFinding
from app.domain.reviewing import (
    UNREACHABLE,
    NoteKind,
    PaperSeen,
    PostDirection,
    PostedPapers,
    ReviewDecision,
    Reviewed,
    ReviewNote,
    ReviewOutcome,
)
from app.ports.store.paging import Page, PageWanted
from app.ports.store.reviews import DecisionCounts, QueueCounts
from app.storage.pages import oldest_first
from app.storage.review_counts import counts_of_decisions, counts_of_queue
from app.storage.review_queue import next_of_queue, note_turn
from app.storage.sealing import Sealing
from app.storage.statements import Statements
from app.storage.tables import deadlines, filings, posted_papers, review_decisions, review_notes


class SqlReviews:
    """The reviewers' side; words that people wrote are sealed."""

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing

    async def add_decision(self, decision: ReviewDecision) -> None:
        """Keep a decision with what the reviewer had before them."""
        reviewed = {"body": decision.reviewed.body, "papers": [asdict(one) for one in decision.reviewed.papers]}
        values = {
            "id": decision.id,
            "provider_id": decision.provider_id,
            "filing_id": decision.filing_id,
            "reviewer": decision.reviewer,
            "outcome": decision.outcome.value,
            "at": decision.at,
            "working_days": decision.working_days,
            "overdue": decision.overdue,
            "codes": list(decision.codes),
            "reviewed_sealed": self._sealing.seal_json(reviewed, _place("reviewed", decision.id)),
            "raised_sealed": self._raised(decision.reviewed.findings, decision.id),
            "batch": decision.batch,
        }
        await self._statements.run(insert(review_decisions).values(values))

    def _raised(self, findings: Sequence[ReviewFinding], decision_id: str) -> bytes:
        return self._sealing.seal_json([asdict(one) for one in findings], _place("raised", decision_id))

    async def last_decision(self, filing_id: str) -> ReviewDecision | None:
        """Return the last decision about a filing."""
        query = select(review_decisions).where(review_decisions.c.filing_id == filing_id)
        row = await self._statements.first(query.order_by(review_decisions.c.seq.desc()).limit(1))
        return None if row is None else self._decision(row)

    async def raised(self, filing_id: str, findings: Sequence[ReviewFinding]) -> None:
        """Keep the findings over what was last decided: those of the authority come after the decision."""
        query = select(review_decisions.c.id).where(review_decisions.c.filing_id == filing_id)
        last = await self._statements.value(query.order_by(review_decisions.c.seq.desc()).limit(1))
        if last is not None:
            changed = update(review_decisions).where(review_decisions.c.id == last)
            await self._statements.run(changed.values(raised_sealed=self._raised(findings, last)))

    def _decision(self, row: Row[Any]) -> ReviewDecision:
        reviewed = self._sealing.open_json(row.reviewed_sealed, _place("reviewed", row.id))
        raised = self._sealing.open_json(row.raised_sealed, _place("raised", row.id))
        return ReviewDecision(
            id=row.id,
            provider_id=row.provider_id,
            filing_id=row.filing_id,
            reviewer=row.reviewer,
            outcome=ReviewOutcome(row.outcome),
            at=row.at,
            working_days=row.working_days,
            overdue=row.overdue,
            codes=tuple(row.codes),
            reviewed=Reviewed(
                reviewed["body"],
                tuple(PaperSeen(**one) for one in reviewed["papers"]),
                tuple(ReviewFinding(**one) for one in raised),
            ),
            batch=row.batch,
        )

    async def add_note(self, note: ReviewNote) -> None:
        """Append a note."""
        values = {
            "id": note.id,
            "provider_id": note.provider_id,
            "filing_id": note.filing_id,
            "kind": note.kind.value,
            "text_sealed": self._sealing.seal_text(note.text, _note_place(note.id)),
            "outcome": note.outcome,
            "visible_to_applicant": note.visible_to_applicant,
            "author": note.author,
            "at": note.at,
        }
        await self._statements.run(insert(review_notes).values(values))

    async def notes(self, filing_id: str, page: PageWanted) -> Page[ReviewNote]:
        """List a filing's notes, oldest first."""
        query = select(review_notes).where(review_notes.c.filing_id == filing_id)
        return await oldest_first(self._statements, query, review_notes.c.id, page, self._note)

    def _note(self, row: Row[Any]) -> ReviewNote:
        return ReviewNote(
            id=row.id,
            provider_id=row.provider_id,
            filing_id=row.filing_id,
            kind=NoteKind(row.kind),
            text=self._sealing.open_text(row.text_sealed, _note_place(row.id)),
            outcome=row.outcome,
            visible_to_applicant=row.visible_to_applicant,
            author=row.author,
            at=row.at,
        )

    async def calls_unanswered(self, filing_id: str, since: datetime) -> int:
        """Count the calls of a filing that nobody took since a moment."""
        query = select(func.count()).where(
            review_notes.c.filing_id == filing_id,
            review_notes.c.kind == NoteKind.CALL.value,
            review_notes.c.outcome == UNREACHABLE,
            review_notes.c.at >= since,
        )
        return int(await self._statements.value(query))

    async def add_posted(self, posted: PostedPapers) -> None:
        """Append a parcel; its carrier tells whoever has the number from whom it came, so both are sealed."""
        parcel = {"tracking_number": posted.tracking_number, "carrier": posted.carrier}
        values = {name: value for name, value in asdict(posted).items() if name not in parcel}
        values |= {"direction": posted.direction.value, "parcel_sealed": None}
        if any(parcel.values()):
            values["parcel_sealed"] = self._sealing.seal_json(parcel, _parcel_place(posted.id))
        await self._statements.run(insert(posted_papers).values(values))

    async def posted(self, filing_id: str) -> tuple[PostedPapers, ...]:
        """Return a filing's parcels, oldest first."""
        query = select(posted_papers).where(posted_papers.c.filing_id == filing_id).order_by(posted_papers.c.id)
        rows = await self._statements.all(query)
        return tuple(self._posted(row) for row in rows)

    def _posted(self, row: Row[Any]) -> PostedPapers:
        # Parcels of before they were sealed stand in columns of their own.
        parcel = {"tracking_number": row.tracking_number, "carrier": row.carrier}
        if row.parcel_sealed is not None:
            parcel = self._sealing.open_json(row.parcel_sealed, _parcel_place(row.id))
        return PostedPapers(
            id=row.id,
            provider_id=row.provider_id,
            filing_id=row.filing_id,
            direction=PostDirection(row.direction),
            noted_by=row.noted_by,
            at=row.at,
            **parcel,
        )

    async def erase_of(self, filing_id: str) -> None:
        """Erase what reviewers had before them, what they wrote, and the numbers of parcels; decisions still count."""
        await self._statements.run(delete(review_notes).where(review_notes.c.filing_id == filing_id))
        parcels = update(posted_papers).where(posted_papers.c.filing_id == filing_id)
        await self._statements.run(parcels.values(parcel_sealed=None, tracking_number=None, carrier=None))
        decided = select(review_decisions.c.id).where(review_decisions.c.filing_id == filing_id)
        for row in await self._statements.all(decided):
            nothing = self._sealing.seal_json({"body": {}, "papers": []}, _place("reviewed", row.id))
            emptied = update(review_decisions).where(review_decisions.c.id == row.id)
            await self._statements.run(emptied.values(reviewed_sealed=nothing, raised_sealed=self._raised((), row.id)))

    async def due(self, filing_ids: Sequence[str]) -> dict[str, Deadline]:
        """Return when the first review of filings is due or was, by filing."""
        query = select(deadlines.c.owner_id, deadlines.c.kind, deadlines.c.due_at, deadlines.c.provisional).where(
            deadlines.c.owner_id.in_(filing_ids), deadlines.c.kind == DeadlineKind.FIRST_REVIEW.value
        )
        rows = await self._statements.all(query)
        return {row.owner_id: Deadline(row.owner_id, row.kind, row.due_at, row.provisional) for row in rows}

    async def next_unclaimed(
        self, provider_id: str, reviewer: str, states: Sequence[str], urgent_until: datetime
    ) -> str | None:
        """Hold the filing of whose turn it is, that nobody has claimed or holds, and whose first look was another's."""
        return await next_of_queue(self._statements, provider_id, reviewer, states, urgent_until)

    async def note_turn(self, account_id: str, now: datetime) -> None:
        """Note that a filing of an account was taken now."""
        await note_turn(self._statements, account_id, now)

    async def lapsed(self, now: datetime, limit: int) -> tuple[tuple[str, str], ...]:
        """Return provider and id of filings whose claim ran out, the oldest first."""
        query = select(filings.c.provider_id, filings.c.id).where(filings.c.claim_ends_at <= now)
        rows = await self._statements.all(query.order_by(filings.c.claim_ends_at).limit(limit))
        return tuple((row.provider_id, row.id) for row in rows)

    async def decision_counts(self, provider_id: str, begin: datetime, end: datetime) -> tuple[DecisionCounts, ...]:
        """Count decisions from a moment up to another, all of them first, then by reviewer."""
        return await counts_of_decisions(self._statements, provider_id, begin, end)

    async def queue_counts(self, provider_id: str, states: Sequence[str], now: datetime) -> QueueCounts:
        """Count what waits for review."""
        return await counts_of_queue(self._statements, provider_id, states, now)


def _place(column: str, decision_id: str) -> str:
    return f"review_decisions.{column}:{decision_id}"


def _parcel_place(posted_id: str) -> str:
    return f"posted_papers.parcel:{posted_id}"


def _note_place(note_id: str) -> str:
    return f"review_notes.text:{note_id}"
