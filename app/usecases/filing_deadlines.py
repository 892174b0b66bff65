"""What a filing waits for in the state it has come to."""

from datetime import datetime

from app.domain.authority_questions import QUESTION, SILENCE
from app.domain.deadlines import (
    DeadlineKind,
    Due,
    authority_days_of,
    authority_handover_due,
    authority_review_due,
    first_review_due,
    idle_due,
)
from app.domain.filing_states import LONG_IDLE, UNDER_REVIEW, State
from app.domain.filings import Deadline, Filing
from app.domain.working_days import local_date
from app.usecases.runtime import Runtime

KINDS_OF_STATES = (
    DeadlineKind.SMS.value,
    DeadlineKind.AUTHORITY_HANDOVER.value,
    DeadlineKind.FIRST_REVIEW.value,
    DeadlineKind.AUTHORITY_REVIEW.value,
    DeadlineKind.IDLE.value,
    DeadlineKind.QR_HANDOVER.value,
    QUESTION,
    SILENCE,
)


def deadlines_in(
    runtime: Runtime, filing: Filing, profile_id: str, now: datetime, sms_expires_at: datetime | None
) -> tuple[Deadline, ...]:
    """Return the deadlines of a filing that has just come to its state."""
    due = _due(runtime, filing, profile_id, now, sms_expires_at)
    return () if due is None else (Deadline(filing.id, due.kind.value, due.due_at, due.provisional),)


def _due(
    runtime: Runtime, filing: Filing, profile_id: str, now: datetime, sms_expires_at: datetime | None
) -> Due | None:
    profile, state = runtime.profiles[profile_id], filing.state
    if state in LONG_IDLE:
        return idle_due(now, profile)
    if state in UNDER_REVIEW:
        return first_review_due(now, runtime.calendar, profile)
    if state is State.PENDING_AUTHORITY:
        return authority_handover_due(now, runtime.calendar, profile)
    if state is State.AWAITING_SMS:
        assert sms_expires_at is not None, "the authority says when its codes expire"
        return Due(DeadlineKind.SMS, sms_expires_at)
    if state is State.AUTHORITY_REVIEW:
        days = authority_days_of(filing.body.subject.region or "", local_date(now), runtime.rulebook)
        return authority_review_due(now, runtime.calendar, profile, days)
    return None
