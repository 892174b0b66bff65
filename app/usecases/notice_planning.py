"""Planning notices: which event is told to whom on which channel, in the transaction that publishes or causes it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from app.domain.feed import FeedEvent
from app.domain.filings import Filing
from app.domain.notice_causes import NoticeCause, cause_of
from app.domain.notices import (
    QUIET_CHANNELS,
    Notice,
    NoticeAudience,
    NoticeChannel,
    NoticeTemplate,
    quiet_until,
)
from app.domain.profile import Profile
from app.domain.transfers import Transfer
from app.ports.store.unit_of_work import StoreUnavailableError, UnitOfWork
from app.usecases.call import day_in_china
from app.usecases.runtime import Runtime

_log = structlog.get_logger("notices")
APPLICANT = NoticeAudience.APPLICANT.value
REVIEWERS = NoticeAudience.REVIEWERS.value
_RESULTS = (NoticeChannel.SMS, NoticeChannel.EMAIL)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that people are told of; `cause_id` makes it told once, and `about_id` is what it is about."""

    cause: NoticeCause
    cause_id: str
    provider_id: str
    account_id: str
    about_id: str
    at: datetime
    filing_id: str | None = None
    record_id: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


async def plan_events(runtime: Runtime, uow: UnitOfWork, events: Sequence[FeedEvent]) -> None:
    """Plan the notices of events that are being published."""
    planned: list[Notice] = []
    for event in events:
        try:
            occasion = _occasion(event)
            planned += () if occasion is None else await _notices(runtime, uow, occasion)
        except StoreUnavailableError:
            raise
        except Exception:
            # A notice that can't be planned must not keep events from those who follow them.
            _log.exception("notice not planned", event_id=event.id)
    await uow.notices.add(planned)


async def plan_of_filing(runtime: Runtime, uow: UnitOfWork, filing: Filing, cause: NoticeCause, now: datetime) -> None:
    """Plan the notices of what happened to a filing without moving it, in the transaction in which it happened."""
    cause_id, about = runtime.ids.new("ocn"), filing.id
    occasion = Occasion(cause, cause_id, filing.provider_id, filing.account_id, about, now, filing.id, filing.record_id)
    await plan(runtime, uow, occasion)


async def plan_of_transfer(runtime: Runtime, uow: UnitOfWork, transfer: Transfer) -> None:
    """Plan what the account is told that a transfer is offered to, in the transaction that offers it."""
    occasion = Occasion(
        NoticeCause.TRANSFER_OFFERED,
        transfer.id,
        transfer.provider_id,
        transfer.target_account_id,
        transfer.id,
        transfer.created_at,
        record_id=transfer.record_id,
    )
    await plan(runtime, uow, occasion)


async def plan(runtime: Runtime, uow: UnitOfWork, occasion: Occasion) -> None:
    """Plan the notices of an occasion; one that was planned before stays as it is."""
    await uow.notices.add(await _notices(runtime, uow, occasion))


def template_of(runtime: Runtime, cause: str, at: datetime) -> NoticeTemplate:
    """Return how a cause is told."""
    template: NoticeTemplate = runtime.rulebook.at(NoticeCause(cause).rule, day_in_china(at)).value
    return template


def not_before(profile: Profile, template: NoticeTemplate, channel: NoticeChannel, now: datetime) -> datetime:
    """Return when a notice may go out: now, or when the quiet hours are over."""
    if template.urgent or channel not in QUIET_CHANNELS:
        return now
    return quiet_until(now, profile.quiet_from_hour, profile.quiet_until_hour)


def _occasion(event: FeedEvent) -> Occasion | None:
    cause = cause_of(event)
    if cause is None:
        return None
    return Occasion(
        cause,
        event.id,
        event.provider_id,
        event.account_id,
        event.about_id,
        event.at,
        event.filing_id,
        event.record_id,
        event.data,
    )


async def _notices(runtime: Runtime, uow: UnitOfWork, occasion: Occasion) -> list[Notice]:
    profile = runtime.profiles[(await runtime.providers.get(occasion.provider_id)).profile]
    if occasion.cause is NoticeCause.HANDED_OVER and not profile.handover_notice:
        return []
    template = template_of(runtime, occasion.cause, occasion.at)
    channels = [one for one in _channels(template, profile) if one in runtime.notices.senders]
    if template.to is NoticeAudience.REVIEWERS and runtime.notices.reviewers_mailbox is None:
        return []
    # A process whose clock is a little behind must not take the night for the evening.
    now = max(runtime.clock.now(), occasion.at)
    return [
        _notice(runtime, occasion, channel, recipient, not_before(profile, template, channel, now))
        for channel in channels
        for recipient in await _recipients(uow, template, channel, occasion)
    ]


def _channels(template: NoticeTemplate, profile: Profile) -> Iterator[NoticeChannel]:
    for channel in template.channels:
        by_result = template.as_results and channel in _RESULTS
        if channel in profile.notices_by and (not by_result or channel.value in profile.result_by):
            yield channel


async def _recipients(
    uow: UnitOfWork, template: NoticeTemplate, channel: NoticeChannel, occasion: Occasion
) -> Sequence[str]:
    """Name whoever is told; a push service knows accounts alone."""
    if template.to is NoticeAudience.REVIEWERS:
        return (REVIEWERS,)
    if template.to is NoticeAudience.PRINCIPALS and channel is not NoticeChannel.PUSH:
        assert occasion.filing_id is not None
        return tuple(one.id for one in await uow.exchange.sms_of(occasion.filing_id))
    return (APPLICANT,)


def _notice(
    runtime: Runtime, occasion: Occasion, channel: NoticeChannel, recipient: str, may_go_at: datetime
) -> Notice:
    return Notice(
        id=runtime.ids.new("ntc"),
        provider_id=occasion.provider_id,
        account_id=occasion.account_id,
        cause=occasion.cause.value,
        cause_id=occasion.cause_id,
        about_id=occasion.about_id,
        channel=channel,
        recipient=recipient,
        happened_at=occasion.at,
        not_before=may_go_at,
        next_at=runtime.clock.real_now(),
        filing_id=occasion.filing_id,
        record_id=occasion.record_id,
        data=occasion.data,
    )
