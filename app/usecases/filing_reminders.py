"""Reminders of a filing's deadlines: one row for the next of each, beside the deadline, moved and taken away with it.

A worker that was away reminds once, of the time that is left: what lies between is not made up for.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.domain.deadlines import DeadlineKind
from app.domain.exchange import SmsState
from app.domain.feed import FeedEvent, FeedEventType
from app.domain.filing_states import Actor
from app.domain.filings import Deadline, Filing
from app.domain.profile import Profile
from app.domain.reminders import reminder_kind, reminders_of
from app.domain.sms_recipients import entry_page
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import day_in_china
from app.usecases.deadline_told import days_left, told_of
from app.usecases.runtime import Runtime
from app.usecases.timeline_notes import note_event

APPROACHING = "deadline_approaching"
PASSED = "deadline_passed"


def with_reminders(
    runtime: Runtime, profile: Profile, deadlines: Sequence[Deadline], now: datetime
) -> tuple[Deadline, ...]:
    """Return deadlines, each followed by the row of its next reminder, if there is any."""
    return tuple(row for one in deadlines for row in (one, *next_reminder(runtime, profile, one, now)))


def with_reminder_kinds(kinds: Sequence[str]) -> tuple[str, ...]:
    """Return kinds of deadlines with those of their reminders, to be taken away together."""
    return (*kinds, *(reminder_kind(kind) for kind in kinds))


def next_reminder(runtime: Runtime, profile: Profile, deadline: Deadline, now: datetime) -> tuple[Deadline, ...]:
    """Return the next reminder of a deadline; none once the last one before the day itself is over."""
    kind = DeadlineKind(deadline.kind)
    reminders = reminders_of(kind, day_in_china(now), runtime.rulebook)
    if reminders is None:
        return ()
    since = deadline.due_at - timedelta(days=profile.idle_days) if kind is DeadlineKind.IDLE else None
    at = reminders.next(now, deadline.due_at, runtime.calendar, since)
    return () if at is None else (Deadline(deadline.owner_id, reminder_kind(deadline.kind), at),)


async def remind(runtime: Runtime, uow: UnitOfWork, filing: Filing, kind: DeadlineKind, now: datetime) -> None:
    """Remind of what a filing waits for, and set the next reminder; what has passed or gone is not reminded of."""
    waiting = (await uow.history.deadlines_of([filing.id]))[filing.id]
    deadline = next((one for one in waiting if one.kind == kind.value and one.due_at > now), None)
    if deadline is None:
        return
    await tell(runtime, uow, filing, deadline, now)
    provider = await runtime.providers.get(filing.provider_id)
    profile = runtime.profiles[provider.profile]
    await uow.history.set_deadlines(next_reminder(runtime, profile, deadline, now))


async def tell(runtime: Runtime, uow: UnitOfWork, filing: Filing, deadline: Deadline, now: datetime) -> None:
    """Tell whoever follows the filing of a deadline that approaches, or has passed, and note it in the timeline."""
    left, kind = days_left(deadline.due_at, now), DeadlineKind(deadline.kind)
    data = {
        **told_of(runtime, kind, deadline.due_at, now, provisional=deadline.provisional),
        "days_left": left,
        "passed": not left,
        "state": filing.state.value,
        **await _more(runtime, uow, filing, deadline, now),
    }
    event = FeedEvent(
        id=runtime.ids.new("evt"),
        provider_id=filing.provider_id,
        account_id=filing.account_id,
        type=FeedEventType.DEADLINE_APPROACHING,
        at=now,
        about_id=filing.id,
        record_id=filing.record_id,
        filing_id=filing.id,
        data=data,
    )
    await uow.feed.add([event])
    said = PASSED if not left else APPROACHING
    await note_event(runtime, uow, filing, now, said, Actor.CLOCK, None, deadline=deadline)


async def _more(runtime: Runtime, uow: UnitOfWork, filing: Filing, deadline: Deadline, now: datetime) -> dict[str, Any]:
    """Return what belongs to one kind only: how many still have to enter their code, where, and who sent it."""
    if deadline.kind != DeadlineKind.SMS.value:
        return {}
    recipients = await uow.exchange.sms_of(filing.id)
    page = entry_page(day_in_china(now), runtime.rulebook)
    at_authority = any(one.entered_at_authority for one in recipients)
    return {
        "waiting_for": sum(one.state is SmsState.PENDING for one in recipients),
        "entered_at": "authority" if at_authority else "here",
        "address": page.address if at_authority else None,
        "senders": list(page.senders),
    }
