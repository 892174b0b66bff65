"""What reviewers decided, wrote down and received by post, and the queue of what waits for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.filings import Deadline, ReviewFinding
from app.domain.reviewing import PostedPapers, ReviewDecision, ReviewNote
from app.ports.store.paging import Page, PageWanted


@dataclass(frozen=True, slots=True)
class DecisionCounts:
    """Decisions of one reviewer in a time, or of all (`reviewer` None); `codes` are counts of rejection codes."""

    reviewer: str | None
    passed: int
    first_looks: int
    rejected: int
    completion_requested: int
    overdue: int
    median_working_days: float | None
    codes: dict[str, int]


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """What waits for review now."""

    waiting: int
    claimed: int
    overdue: int
    oldest_since: datetime | None


class ReviewStore(Protocol):
    """The reviewers' side; words that people wrote are sealed."""

    async def add_decision(self, decision: ReviewDecision) -> None:
        """Keep a decision with what the reviewer had before them."""
        ...

    async def last_decision(self, filing_id: str) -> ReviewDecision | None:
        """Return the last decision about a filing."""
        ...

    async def raised(self, filing_id: str, findings: Sequence[ReviewFinding]) -> None:
        """Keep the findings over what was last decided: those of the authority come after the decision."""
        ...

    async def add_note(self, note: ReviewNote) -> None:
        """Append a note."""
        ...

    async def notes(self, filing_id: str, page: PageWanted) -> Page[ReviewNote]:
        """List a filing's notes, oldest first."""
        ...

    async def calls_unanswered(self, filing_id: str, since: datetime) -> int:
        """Count the calls of a filing that nobody took since a moment."""
        ...

    async def add_posted(self, posted: PostedPapers) -> None:
        """Append a parcel."""
        ...

    async def posted(self, filing_id: str) -> tuple[PostedPapers, ...]:
        """Return a filing's parcels, oldest first."""
        ...

    async def erase_of(self, filing_id: str) -> None:
        """Erase what reviewers had before them of a filing, what they wrote, and under what number parcels came."""
        ...

    async def due(self, filing_ids: Sequence[str]) -> dict[str, Deadline]:
        """Return when the first review of filings is due or was, by filing."""
        ...

    async def next_unclaimed(
        self, provider_id: str, reviewer: str, states: Sequence[str], urgent_until: datetime
    ) -> str | None:
        """Hold the filing of whose turn it is, that nobody has claimed or holds, and whose first look was another's."""
        ...

    async def note_turn(self, account_id: str, now: datetime) -> None:
        """Note that a filing of an account was taken now."""
        ...

    async def lapsed(self, now: datetime, limit: int) -> tuple[tuple[str, str], ...]:
        """Return provider and id of filings whose claim ran out, the oldest first."""
        ...

    async def decision_counts(self, provider_id: str, begin: datetime, end: datetime) -> tuple[DecisionCounts, ...]:
        """Count decisions from a moment up to another, all of them first, then by reviewer."""
        ...

    async def queue_counts(self, provider_id: str, states: Sequence[str], now: datetime) -> QueueCounts:
        """Count what waits for review."""
        ...
