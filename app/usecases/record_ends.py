"""Certificates, domains and servers of what is on file: their ends are told in time, one after another.

A record waits for the next end of each kind only. It is computed anew by the worker, from what is there then, before
anything is told and whenever something has changed; whoever changes something leaves a row for that.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from app.domain.deadlines import DeadlineKind
from app.domain.expiries import LOOK_AGAIN, first_end
from app.domain.feed import FeedEvent, FeedEventType
from app.domain.filings import Deadline
from app.domain.record_ends import (
    RECORD_KINDS,
    End,
    certificate_ends,
    next_of,
    passed_between,
    together,
    watched,
)
from app.domain.records import Record
from app.domain.reminders import reminded_kind
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.deadline_told import days_left, told_of
from app.usecases.domain_watch import domains_of, watch_domains
from app.usecases.expiry_deadlines import cleared, is_near, rows_of_end
from app.usecases.filing_reminders import APPROACHING, PASSED, with_reminder_kinds
from app.usecases.runtime import Runtime

_ENDS = with_reminder_kinds([kind.value for kind in RECORD_KINDS])
_DAY = timedelta(days=1)


async def forget_ends(uow: UnitOfWork, record_id: str) -> None:
    """Take away what a record waited for that is on file no more."""
    await uow.history.clear_deadlines(record_id, (*_ENDS, LOOK_AGAIN))


async def fire(runtime: Runtime, deadline: Deadline, now: datetime) -> None:
    """Fire one row of a record in one transaction: tell what ended or is about to, and set what comes next."""
    async with runtime.unit_of_work() as uow:
        record = await uow.records.of_any_provider(deadline.owner_id, lock=True)
        if not await uow.history.fired(deadline.owner_id, deadline.kind, deadline.due_at, now):
            return
        if record is None:
            await forget_ends(uow, deadline.owner_id)
        else:
            await _fired(runtime, uow, record, deadline, now)
        await uow.commit()


async def _fired(runtime: Runtime, uow: UnitOfWork, record: Record, deadline: Deadline, now: datetime) -> None:
    ends = await _ends(uow, record, now)
    told = None
    if deadline.kind != LOOK_AGAIN:
        told = reminded_kind(deadline.kind) or DeadlineKind(deadline.kind)
        await _tell_of(runtime, uow, record, told, ends.get(told, ()), deadline.due_at, now)
    provider = await runtime.providers.get(record.provider_id)
    profile = runtime.profiles[provider.profile]
    kinds = await cleared(uow, record.id, RECORD_KINDS, told, now)
    upcoming = {kind: next_of(of_kind, now) for kind, of_kind in ends.items() if kind in kinds}
    rows = [
        row
        for kind, end in upcoming.items()
        if end is not None
        for row in rows_of_end(runtime, record.id, profile, kind, end.at, now)
    ]
    await uow.history.set_deadlines(rows)


async def _tell_of(
    runtime: Runtime,
    uow: UnitOfWork,
    record: Record,
    kind: DeadlineKind,
    ends: Sequence[End],
    since: datetime,
    now: datetime,
) -> None:
    """Tell what ended since a row was due, and what ends next if that is near; of what was renewed, nothing."""
    told = list(passed_between(ends, since, now))
    upcoming = next_of(ends, now)
    if upcoming is not None and is_near(runtime, kind, upcoming.at, now):
        told.append(upcoming)
    await uow.feed.add([_event(runtime, record, kind, end, now) for end in told])


def _event(runtime: Runtime, record: Record, kind: DeadlineKind, end: End, now: datetime) -> FeedEvent:
    left = days_left(end.at, now)
    data = {
        **told_of(runtime, kind, end.at, now),
        "change": APPROACHING if left else PASSED,
        "days_left": left,
        "passed": not left,
        "service_ids": list(end.service_ids),
    }
    return FeedEvent(
        id=runtime.ids.new("evt"),
        provider_id=record.provider_id,
        account_id=record.account_id,
        type=FeedEventType.RECORD_CHANGED,
        at=now,
        about_id=record.id,
        record_id=record.id,
        data=data,
    )


async def _ends(uow: UnitOfWork, record: Record, now: datetime) -> Mapping[DeadlineKind, tuple[End, ...]]:
    """Return all ends by kind, each in its order."""
    ends: dict[DeadlineKind, Iterable[End]] = {
        DeadlineKind.CERTIFICATE_EXPIRY: certificate_ends(record),
        DeadlineKind.DOMAIN_EXPIRY: await _domain_ends(uow, record, now),
        DeadlineKind.RESOURCE_EXPIRY: await _resource_ends(uow, record),
    }
    return {kind: together(of_kind) for kind, of_kind in ends.items()}


async def _domain_ends(uow: UnitOfWork, record: Record, now: datetime) -> list[End]:
    services = watched(record)
    # Thousands of records may come at once: those whose domains nobody knows yet are asked about within a day.
    ends = await watch_domains(uow, record.provider_id, domains_of(one.service for one in services), now, over=_DAY)
    found = [(first_end([ends.get(domain)]), one.id) for one in services for domain in one.domains]
    return [End(at, (service_id,)) for at, service_id in found if at is not None]


async def _resource_ends(uow: UnitOfWork, record: Record) -> list[End]:
    ends = []
    for one in watched(record):
        resource = None if one.resource_id is None else await uow.resources.get(record.provider_id, one.resource_id)
        if resource is not None and resource.expires_at is not None:
            ends.append(End(resource.expires_at, (one.id,)))
    return ends
