"""Notices (通知): what people are told of by SMS, by e-mail and on their phone, each cause once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from app.domain.texts import Text
from app.domain.working_days import SHANGHAI

RETRIES_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
"""The pauses between tries, in real time; what is still not out after the last one is given up."""

_DAY = timedelta(days=1)


class NoticeChannel(StrEnum):
    """How a notice goes out; `push` is the provider's own push service, told by webhook."""

    SMS = "sms"
    EMAIL = "email"
    PUSH = "push"


QUIET_CHANNELS = (NoticeChannel.SMS, NoticeChannel.PUSH)
"""What rings or lights up a phone, and therefore waits till morning; an e-mail wakes nobody."""


class NoticeAudience(StrEnum):
    """To whom a notice goes: the applicant, those who get a code from the authority, or the reviewers' team."""

    APPLICANT = "applicant"
    PRINCIPALS = "principals"
    REVIEWERS = "reviewers"


class NoticeState(StrEnum):
    """Where a notice stands. Nothing leaves a state but `pending` and `sending`.

    `sending` is written before anything goes out. `unclear` is what nobody knows of whether it went out: it is not
    sent again. `suppressed` is what nobody needs any more, or what has no address to go to; `undeliverable` what the
    other side refuses for good, `dead` what could not be sent for so long.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    SUPPRESSED = "suppressed"
    UNDELIVERABLE = "undeliverable"
    UNCLEAR = "unclear"
    DEAD = "dead"


class NoticePlace(StrEnum):
    """What the `{places}` of a notice stand for; none of it is personal data.

    `order` is the end of the filing's id, `number` the one under which the subject is on file.
    """

    ORDER = "order"
    TYPE = "type"
    RESULT = "result"
    DUE = "due"
    DUTY = "duty"
    NUMBER = "number"
    OPINIONS = "opinions"


SMS_PLACES = frozenset(NoticePlace) - {NoticePlace.OPINIONS}
"""What is short enough for an SMS and for a subject."""


@dataclass(frozen=True, slots=True)
class NoticeTemplate:
    """How a cause is told: to whom, on which channels, in which words; `sms` is there where SMS is a channel.

    `as_results` lets the profile's `result_by` choose between SMS and e-mail. `urgent` goes out at night too.
    """

    to: NoticeAudience
    channels: tuple[NoticeChannel, ...]
    as_results: bool
    urgent: bool
    sms: Text | None
    subject: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to one recipient on one channel.

    `cause_id` is the event that it tells of; `about_id` what that is about. `recipient` names somebody without telling
    the address, which is read when the notice goes out. `not_before` is in the rules' time, `next_at` in real time.
    `superseded` tells that a newer notice of the same cause is there for the same recipient.
    """

    id: str
    provider_id: str
    account_id: str
    cause: str
    cause_id: str
    about_id: str
    channel: NoticeChannel
    recipient: str
    happened_at: datetime
    not_before: datetime
    next_at: datetime
    filing_id: str | None = None
    record_id: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    state: NoticeState = NoticeState.PENDING
    attempts: int = 0
    finished_at: datetime | None = None
    reason: str | None = None
    superseded: bool = False


class Sent(StrEnum):
    """What came of handing a notice over: taken, refused for good, not taken now, or nobody knows."""

    TAKEN = "taken"
    REFUSED = "refused"
    LATER = "later"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class SendingResult:
    """What came of one try, with a word for why; `our_fault` is for the operator to mend, and tried again till then."""

    sent: Sent
    reason: str | None = None
    our_fault: bool = False


_STATE_AFTER = {
    Sent.TAKEN: NoticeState.SENT,
    Sent.REFUSED: NoticeState.UNDELIVERABLE,
    Sent.UNCLEAR: NoticeState.UNCLEAR,
}


def after(notice: Notice, result: SendingResult, now: datetime) -> Notice:
    """Return a notice after a try; `now` is real time."""
    made = notice.attempts + 1
    tried = replace(notice, attempts=made, reason=result.reason)
    if result.sent is not Sent.LATER:
        return replace(tried, state=_STATE_AFTER[result.sent], finished_at=now)
    if made > len(RETRIES_AFTER):
        return replace(tried, state=NoticeState.DEAD, finished_at=now)
    return replace(tried, state=NoticeState.PENDING, next_at=now + RETRIES_AFTER[made - 1])


def suppressed(notice: Notice, reason: str, now: datetime) -> Notice:
    """Return a notice that does not go out."""
    return replace(notice, state=NoticeState.SUPPRESSED, reason=reason, finished_at=now)


def quiet_until(moment: datetime, from_hour: int, until_hour: int) -> datetime:
    """Return the moment itself, or the end of the quiet hours that it lies in; hours are those of Beijing.

    The hours may span midnight; equal ones leave no quiet at all.
    """
    local = moment.astimezone(SHANGHAI)
    is_over_midnight = from_hour > until_hour
    evening, morning = local.hour >= from_hour, local.hour < until_hour
    if from_hour == until_hour or not (evening or morning if is_over_midnight else evening and morning):
        return moment
    day = local.date() + _DAY if is_over_midnight and evening else local.date()
    return datetime.combine(day, time(until_hour), SHANGHAI).astimezone(UTC)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def told_moment(moment: datetime) -> Text:
    """Return a moment as people read it, in Beijing time and short enough for an SMS."""
    local = moment.astimezone(SHANGHAI)
    clock = f"{local.hour}:{local.minute:02}"
    return Text(f"{local.month}月{local.day}日{clock}", f"{local.day} {_MONTHS[local.month - 1]} {clock}")


def order_end(filing_id: str) -> str:
    """Return the end of a filing's id, by which people tell their orders apart."""
    return filing_id[-6:].upper()
