"""How reviewers see a filing: how long it waits, what was said of it before, and what reviewers did in all."""

from typing import Any

from app.domain.rejections import rejection
from app.domain.reviewing import (
    FieldSince,
    FindingSince,
    PaperSeen,
    PostedPapers,
    ReviewDecision,
    ReviewNote,
    Since,
    Waiting,
)
from app.ports.store.reviews import DecisionCounts
from app.routers.filing_views import filing_view
from app.routers.views import Eyes, masked_json
from app.usecases.call import Call
from app.usecases.filing_details import FilingDetails
from app.usecases.review_standing import Queued, UnderReview
from app.usecases.review_statistics import ReviewStatistics
from app.usecases.runtime import Runtime


def queued_view(runtime: Runtime, call: Call, queued: Queued, eyes: Eyes) -> dict[str, Any]:
    """Show a filing of the queue."""
    filing = queued.details.filing
    return {
        **filing_view(runtime, call, queued.details, eyes),
        "wait": None if queued.waiting is None else _wait_view(queued.waiting),
        "claim_ends_at": filing.claim_ends_at,
        "first_look_by": filing.first_look_by,
    }


def _wait_view(wait: Waiting) -> dict[str, Any]:
    return {
        "waiting_since": wait.since,
        "due_at": wait.due_at,
        "provisional": wait.provisional,
        "overdue": wait.overdue,
        "working_days_left": wait.days_left,
        "working_days_over": wait.days_over,
    }


def next_view(runtime: Runtime, call: Call, seen: FilingDetails | None, eyes: Eyes) -> dict[str, Any]:
    """Show the filing that was taken, if there was any."""
    return {"filing": None if seen is None else filing_view(runtime, call, seen, eyes)}


def file_view(runtime: Runtime, call: Call, seen: UnderReview, eyes: Eyes) -> dict[str, Any]:
    """Show a filing to its reviewer."""
    before = None
    if seen.before is not None and seen.since is not None:
        before = _before_view(runtime, call, seen.before, seen.since, eyes)
    return {
        "filing": queued_view(runtime, call, seen.queued, eyes),
        "before": before,
        "posted": [posted_view(one) for one in seen.posted],
        "calls_unanswered": seen.calls_unanswered,
        "may_reject_unreachable": seen.may_reject_unreachable,
    }


def _before_view(runtime: Runtime, call: Call, decision: ReviewDecision, since: Since, eyes: Eyes) -> dict[str, Any]:
    return {
        "at": decision.at,
        "reviewer": decision.reviewer,
        "outcome": decision.outcome.value,
        "findings": [_finding_view(runtime, call, one, eyes) for one in since.findings],
        "fields": [_field_view(one, eyes) for one in since.fields],
        "papers_new": [_paper_view(one) for one in since.papers_new],
        "papers_gone": [_paper_view(one) for one in since.papers_gone],
    }


def _field_view(one: FieldSince, eyes: Eyes) -> dict[str, Any]:
    values = {"before": one.before, "now": one.now}
    if not eyes.reads_personal_data:
        values = {name: masked_json(value, one.pointer) for name, value in values.items()}
    return {"pointer": one.pointer, **values}


def _finding_view(runtime: Runtime, call: Call, one: FindingSince, eyes: Eyes) -> dict[str, Any]:
    words = rejection(one.finding.code, call.today, runtime.rulebook)
    assert words is not None, "only codes of the catalogue are stored"
    return {
        "pointer": one.finding.pointer,
        "code": one.finding.code,
        "by": one.finding.by,
        "note": one.finding.note,
        "message": words.message.in_language(eyes.language),
        "touched": one.touched,
    }


def _paper_view(paper: PaperSeen) -> dict[str, Any]:
    return {"kind": paper.kind, "for": paper.place, "sha256": paper.sha256}


def posted_view(posted: PostedPapers) -> dict[str, Any]:
    """Show a parcel."""
    return {
        "id": posted.id,
        "direction": posted.direction.value,
        "tracking_number": posted.tracking_number,
        "carrier": posted.carrier,
        "noted_by": posted.noted_by,
        "at": posted.at,
    }


def note_view(note: ReviewNote) -> dict[str, Any]:
    """Show a note to a reviewer."""
    return {
        "id": note.id,
        "kind": note.kind.value,
        "text": note.text,
        "outcome": note.outcome,
        "visible_to_applicant": note.visible_to_applicant,
        "author": note.author,
        "at": note.at,
    }


def statistics_view(figures: ReviewStatistics) -> dict[str, Any]:
    """Show the figures of a time."""
    return {
        "from": figures.begin,
        "to": figures.end,
        "all": _counts_view(figures.all),
        "reviewers": [_counts_view(one) for one in figures.reviewers],
        "queue": {
            "waiting": figures.queue.waiting,
            "claimed": figures.queue.claimed,
            "overdue": figures.queue.overdue,
            "oldest_since": figures.queue.oldest_since,
        },
    }


def _counts_view(counts: DecisionCounts) -> dict[str, Any]:
    return {
        "reviewer": counts.reviewer,
        "decided": counts.passed + counts.rejected + counts.completion_requested,
        "passed": counts.passed,
        "first_looks": counts.first_looks,
        "rejected": counts.rejected,
        "completion_requested": counts.completion_requested,
        "overdue": counts.overdue,
        "median_working_days": counts.median_working_days,
        "codes": counts.codes,
    }
