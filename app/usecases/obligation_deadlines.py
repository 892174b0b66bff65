"""The deadlines of an obligation: its due day, the reminders before it, and what the provider does after it."""

from datetime import datetime, timedelta

from app.domain.filings import Deadline
from app.domain.obligations import Obligation
from app.domain.profile import Profile

REMINDER = "obligation_reminder"
ESCALATION = "obligation_escalation"
GIVING_UP = "obligation_giving_up"
INTERNAL = (REMINDER, ESCALATION, GIVING_UP)
"""Deadlines that are the provider's own business: nothing that an answer shows."""


def kinds_of(obligation: Obligation) -> tuple[str, ...]:
    """Return the kinds of deadlines that an obligation can have."""
    return (obligation.kind.value, *INTERNAL)


def deadlines_for(obligation: Obligation, profile: Profile, now: datetime) -> tuple[Deadline, ...]:
    """Return the due day of an obligation and its next reminder, if there is one left before it."""
    due = Deadline(obligation.id, obligation.kind.value, obligation.due_at, obligation.provisional)
    return (due, *next_reminder(obligation, profile, now))


def next_reminder(obligation: Obligation, profile: Profile, now: datetime) -> tuple[Deadline, ...]:
    """Return the next reminder of an obligation; none once the last one before the due day is over."""
    moments = [obligation.due_at - timedelta(days=days) for days in profile.reminders_days_before]
    ahead = [moment for moment in moments if now < moment < obligation.due_at]
    return (Deadline(obligation.id, REMINDER, min(ahead)),) if ahead else ()
