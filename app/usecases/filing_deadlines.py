"""What a filing waits for in the state it has come to."""

from datetime import datetime, timedelta

from app.domain.filing_states import State
from app.domain.filings import Deadline, Filing
from app.usecases.runtime import Runtime

_IDLE = (
    State.DRAFT,
    State.WITHDRAWN,
    State.FIRST_REVIEW_REJECTED,
    State.COMPLETION_REQUIRED,
    State.AUTHORITY_REJECTED,
    State.AWAITING_POSTED_MATERIALS,
)


def deadlines_in(
    runtime: Runtime, filing: Filing, profile_id: str, now: datetime, sms_expires_at: datetime | None
) -> tuple[Deadline, ...]:
    """Return the deadlines of a filing that has just come to its state."""
    profile = runtime.profiles[profile_id]
    if filing.state in _IDLE:
        return (Deadline(filing.id, "idle", now + timedelta(days=profile.idle_days)),)
    if filing.state is State.AWAITING_SMS:
        assert sms_expires_at is not None
        return (Deadline(filing.id, "sms", sms_expires_at),)
    days = {
        State.FIRST_REVIEW: ("first_review", profile.first_review_working_days),
        State.RESUBMITTED: ("first_review", profile.first_review_working_days),
        State.PENDING_AUTHORITY: ("authority_handover", profile.authority_handover_working_days),
        State.AUTHORITY_REVIEW: ("authority_review", profile.authority_review_working_days),
    }.get(filing.state)
    if days is None:
        return ()
    kind, count = days
    moment = runtime.calendar.add_working_days(now, count)
    return (Deadline(filing.id, kind, moment.at, moment.provisional),)
