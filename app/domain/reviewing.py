"""The reviewers' side of a first review: claims that end, a second look, notes, and what was decided before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.domain.filing_changes import changed_pointers, is_told, value_at
from app.domain.filings import Filing, ReviewFinding
from app.domain.working_days import WorkingCalendar

Json = Any


class ReviewOutcome(StrEnum):
    """What a reviewer decided; `first_look` is a pass that waits for another reviewer's."""

    PASS = "pass"  # noqa: S105 - the outcome of a review, no password
    FIRST_LOOK = "first_look"
    REJECT = "reject"
    REQUEST_COMPLETION = "request_completion"


class NoteKind(StrEnum):
    """What a reviewer wrote down: a note, a call to somebody, a look at the place."""

    NOTE = "note"
    CALL = "call"
    SITE_INSPECTION = "site_inspection"


UNREACHABLE = "unreachable"
"""The outcome of a call that nobody took."""


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """What a reviewer wrote down about a filing, in words that may name anybody."""

    id: str
    provider_id: str
    filing_id: str
    kind: NoteKind
    text: str
    outcome: str | None
    visible_to_applicant: bool
    author: str
    at: datetime


class PostDirection(StrEnum):
    """Papers that came by post, and papers that were sent back."""

    RECEIVED = "received"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class PostedPapers:
    """One parcel: under which number it travelled, and who saw to it."""

    id: str
    provider_id: str
    filing_id: str
    direction: PostDirection
    tracking_number: str | None
    carrier: str | None
    noted_by: str
    at: datetime


@dataclass(frozen=True, slots=True, order=True)
class PaperSeen:
    """A paper as a reviewer had it before them."""

    kind: str
    place: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a reviewer had before them: the body (JSON) and the papers; and the findings that were raised over it."""

    body: Json
    papers: tuple[PaperSeen, ...]
    findings: tuple[ReviewFinding, ...]


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """One decision: how long the filing had waited, in working days, and whether that was too long.

    `batch` is the keyed hash of the call that decided several at once.
    """

    id: str
    provider_id: str
    filing_id: str
    reviewer: str
    outcome: ReviewOutcome
    at: datetime
    working_days: int
    overdue: bool
    codes: tuple[str, ...]
    reviewed: Reviewed
    batch: bytes | None = None


@dataclass(frozen=True, slots=True)
class FieldSince:
    """A field that is not as the reviewer had it; None is no value."""

    pointer: str
    before: Json
    now: Json


@dataclass(frozen=True, slots=True)
class FindingSince:
    """A finding raised then, and whether a field at its place, above or below it or a paper of it changed since."""

    finding: ReviewFinding
    touched: bool


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a filing since a decision. Papers replaced are among both the gone and the new ones."""

    fields: tuple[FieldSince, ...]
    papers_new: tuple[PaperSeen, ...]
    papers_gone: tuple[PaperSeen, ...]
    findings: tuple[FindingSince, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How a filing stands in the queue: `days_left` of working days, or the `days_over` since it fell due."""

    since: datetime | None
    due_at: datetime
    provisional: bool
    overdue: bool
    days_left: int
    days_over: int


def holds(filing: Filing, reviewer: str, now: datetime) -> bool:
    """Tell whether a reviewer has a filing; a claim that ran out is none, whether or not it was tidied up."""
    return filing.assignee == reviewer and not has_lapsed(filing, now)


def has_lapsed(filing: Filing, now: datetime) -> bool:
    """Tell whether a claim ran out."""
    return filing.claim_ends_at is not None and filing.claim_ends_at <= now


def waiting(
    since: datetime | None, due_at: datetime, now: datetime, calendar: WorkingCalendar, *, provisional: bool
) -> Waiting:
    """Count the working days until a review is due, or since it was."""
    return Waiting(
        since,
        due_at,
        provisional,
        overdue=due_at <= now,
        days_left=calendar.working_days_between(now, due_at),
        days_over=calendar.working_days_between(due_at, now),
    )


def since(then: Reviewed, body: Json, papers: Sequence[PaperSeen]) -> Since:
    """Compare a filing with what a reviewer had before them when they last decided it."""
    fields = tuple(_fields(then.body, body))
    new = tuple(sorted(set(papers) - set(then.papers)))
    gone = tuple(sorted(set(then.papers) - set(papers)))
    papers_at = {one.place for one in (*new, *gone)}
    findings = tuple(
        FindingSince(
            one,
            any(_related(one.pointer, field.pointer) for field in fields)
            or any(_is_shown_by(one.pointer, place) for place in papers_at),
        )
        for one in then.findings
    )
    return Since(fields, new, gone, findings)


def _fields(before: Json, now: Json) -> Iterator[FieldSince]:
    for pointer in changed_pointers(before, now):
        old, new = value_at(before, pointer), value_at(now, pointer)
        if is_told(old) or is_told(new):
            yield FieldSince(pointer, old, new)


def _is_shown_by(pointer: str, paper_at: str) -> bool:
    """Tell whether a paper of a place can show what stands at another: at the place, in it, or around it."""
    return pointer.rpartition("/")[0] == paper_at or pointer == paper_at or paper_at.startswith(f"{pointer}/")


def _related(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")
