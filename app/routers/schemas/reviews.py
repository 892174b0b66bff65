"""First review."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, model_validator

from app.domain.reviewing import NoteKind
from app.routers.schemas.fields import Clean, Flag, Id, In, Pointer, Whole, Words, chosen_wrongly
from app.routers.schemas.filings import FilingOut
from app.usecases.review_batches import MOST


class Outcome(StrEnum):
    """What a reviewer may decide."""

    PASS = "pass"  # noqa: S105 - the outcome of a review, no password
    REJECT = "reject"
    REQUEST_COMPLETION = "request_completion"


class ReviewFindingIn(In):
    """What is wrong where; the note is shown to the applicant."""

    pointer: Annotated[Pointer, Field(min_length=1)]
    code: Annotated[Clean, Field(max_length=64, pattern=r"^[a-z0-9_]+$")]
    note: Words | None = None


class DecisionIn(In):
    """A decision; `reject` and `request_completion` need at least one finding.

    `post_to` asks, with a pass, for papers by post and says where to send them.
    """

    outcome: Outcome
    findings: Annotated[list[ReviewFindingIn], Field(max_length=100, default_factory=list)]
    post_to: Words | None = None


class BatchOutcome(StrEnum):
    """What may be decided for several filings at once; a pass is given one by one."""

    REJECT = "reject"
    REQUEST_COMPLETION = "request_completion"


class BatchItemIn(In):
    """A filing, and the revision that was looked at."""

    filing_id: Id
    revision: Annotated[Whole, Field(ge=1, le=2**31 - 1)] | None = None


class BatchDecisionIn(In):
    """One decision about several filings, with the same findings."""

    items: Annotated[list[BatchItemIn], Field(min_length=1, max_length=MOST)]
    outcome: BatchOutcome
    findings: Annotated[list[ReviewFindingIn], Field(min_length=1, max_length=10)]

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        if len({item.filing_id for item in self.items}) < len(self.items):
            raise chosen_wrongly("每个备案只能列一次。", "Name each filing once.")
        return self


class BatchResultOut(BaseModel):
    """What became of one filing: its state and revision, or a problem."""

    filing_id: str
    state: str | None
    revision: int | None
    problem: dict[str, Any] | None


class BatchResultsOut(BaseModel):
    """What became of each, in the order of the request."""

    data: list[BatchResultOut]


class PostedMaterialsIn(In):
    """Under which number the papers travelled, and with whom, where that is known."""

    tracking_number: Annotated[Clean, Field(max_length=64, pattern=r"^[0-9A-Za-z-]+$")] | None = None
    carrier: Annotated[Clean, Field(max_length=64)] | None = None


class PostedPapersOut(BaseModel):
    """A parcel, `received` or `returned`."""

    id: str
    direction: str
    tracking_number: str | None
    carrier: str | None
    noted_by: str
    at: datetime


class ReviewNoteIn(In):
    """What a reviewer writes down. `outcome` is a word of the provider's own; `unreachable` of a call is counted."""

    text: Words
    visible_to_applicant: Flag = False
    kind: NoteKind = NoteKind.NOTE
    outcome: Annotated[Clean, Field(max_length=32, pattern=r"^[a-z][a-z0-9_]*$")] | None = None


class ReviewNoteOut(BaseModel):
    """What a reviewer wrote down, and when."""

    id: str
    kind: str
    text: str
    outcome: str | None
    visible_to_applicant: bool
    author: str
    at: datetime


class ReviewNotePageOut(BaseModel):
    """What reviewers wrote down, oldest first."""

    data: list[ReviewNoteOut]
    next_cursor: str | None


class ReviewWaitOut(BaseModel):
    """How long a filing waits: working days that are left, or that it is late by."""

    waiting_since: datetime | None
    due_at: datetime
    provisional: bool
    overdue: bool
    working_days_left: int
    working_days_over: int


class QueuedFilingOut(FilingOut):
    """A filing in the queue; `wait` is null where it is not the review that it waits for."""

    wait: ReviewWaitOut | None
    claim_ends_at: datetime | None
    first_look_by: str | None


class QueuePageOut(BaseModel):
    """A page of the queue."""

    data: list[QueuedFilingOut]
    next_cursor: str | None


class NextFilingOut(BaseModel):
    """The filing that was taken; null where nothing waits that nobody has."""

    filing: FilingOut | None


class FieldSinceOut(BaseModel):
    """A field that was changed since the last decision."""

    pointer: str
    before: Any
    now: Any


class PaperSinceOut(BaseModel):
    """A paper that came or went since the last decision; `for` is a JSON Pointer."""

    kind: str
    for_: Annotated[str, Field(alias="for")]
    sha256: str


class FindingSinceOut(BaseModel):
    """A finding raised then; `touched` tells whether anything at its place was changed since."""

    pointer: str
    code: str
    by: str
    note: str | None
    message: str
    touched: bool


class ReviewedBeforeOut(BaseModel):
    """The last decision, and what became of the filing since."""

    at: datetime
    reviewer: str
    outcome: str
    findings: list[FindingSinceOut]
    fields: list[FieldSinceOut]
    papers_new: list[PaperSinceOut]
    papers_gone: list[PaperSinceOut]


class ReviewFileOut(BaseModel):
    """A filing as its reviewer needs it."""

    filing: QueuedFilingOut
    before: ReviewedBeforeOut | None
    posted: list[PostedPapersOut]
    calls_unanswered: int
    may_reject_unreachable: bool


class DecisionCountsOut(BaseModel):
    """Decisions of a reviewer, or of all (`reviewer` null); `codes` are how often each code was given."""

    reviewer: str | None
    decided: int
    passed: int
    first_looks: int
    rejected: int
    completion_requested: int
    overdue: int
    median_working_days: float | None
    codes: dict[str, int]


class QueueCountsOut(BaseModel):
    """What waits for review now."""

    waiting: int
    claimed: int
    overdue: int
    oldest_since: datetime | None


class ReviewStatisticsOut(BaseModel):
    """Figures of whole days in China, `from` and `to` included."""

    from_: Annotated[date, Field(alias="from")]
    to: date
    all: DecisionCountsOut
    reviewers: list[DecisionCountsOut]
    queue: QueueCountsOut
