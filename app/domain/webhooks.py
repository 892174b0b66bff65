"""Webhooks: endpoints that are told of events, each delivery tried on the schedule of Standard Webhooks.

The schedule, the headers and what an answer means follow the Standard Webhooks specification, 1.0.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.feed import FeedEventType

RETRIES_AFTER = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""The pauses between tries, the first of which is made at once: 75 hours and 35 minutes in all."""

OLD_SECRET_VALID = timedelta(hours=24)
"""How long a secret signs beside the one that took its place."""

_MOST_OLD_SECRETS = 4

_LONGEST_WISH = timedelta(hours=24)
_GONE = 410


class DisabledBecause(StrEnum):
    """Why an endpoint is told of nothing."""

    ASKED = "asked"
    GONE = "gone"


class DeliveryState(StrEnum):
    """Where a delivery stands: to be tried, taken by the receiver, given up, or not wanted any more."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class WebhookEndpoint:
    """Where events of a tenant are told; `event_types` empty means every one. `secret` is `whsec_` and base64."""

    id: str
    provider_id: str
    url: str
    event_types: frozenset[FeedEventType]
    description: str | None
    secret: str
    created_at: datetime
    old_secrets: tuple[str, ...] = ()
    old_secret_until: datetime | None = None
    disabled_at: datetime | None = None
    disabled_because: DisabledBecause | None = None

    def wants(self, event_type: FeedEventType) -> bool:
        """Tell whether it is told of events of this type."""
        return self.disabled_at is None and (not self.event_types or event_type in self.event_types)

    def secrets_at(self, moment: datetime) -> tuple[str, ...]:
        """Return the secrets that sign, the newest first."""
        if self.old_secret_until is None or self.old_secret_until <= moment:
            return (self.secret,)
        return (self.secret, *self.old_secrets)

    def with_secret(self, secret: str, now: datetime) -> "WebhookEndpoint":
        """Return it with a new secret; those that sign now sign beside it for a day.

        More than one may: who never saw the answer with a new secret asks for another, and receivers know the first.
        """
        old = self.secrets_at(now)[:_MOST_OLD_SECRETS]
        return replace(self, secret=secret, old_secrets=old, old_secret_until=now + OLD_SECRET_VALID)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to one endpoint; times are real, not the rules'."""

    id: str
    provider_id: str
    endpoint_id: str
    event_id: str
    event_type: str
    order_key: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_at: datetime | None = None
    finished_at: datetime | None = None
    last_status: int | None = None
    last_error: str | None = None
    is_ping: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one try: a status, or a word for what went wrong before there was one."""

    status: int | None
    error: str | None = None
    retry_after: timedelta | None = None

    @property
    def is_taken(self) -> bool:
        """Any 2xx says that the receiver has it; a redirect is no such thing."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """410 says that nobody wants it there any more."""
        return self.status == _GONE


def after(delivery: Delivery, attempt: Attempt, now: datetime, jitter: float) -> Delivery:
    """Return a delivery after a try; `jitter` from 0 to 1 spreads the tries of many by up to a tenth of the pause.

    A wish of the receiver's (`Retry-After`) is followed where it is later than the schedule, up to a day.
    """
    made = delivery.attempts + 1
    tried = replace(delivery, attempts=made, last_status=attempt.status, last_error=attempt.error)
    if attempt.is_taken:
        return replace(tried, state=DeliveryState.DELIVERED, next_at=None, finished_at=now)
    if attempt.is_gone:
        return replace(tried, state=DeliveryState.CANCELLED, next_at=None, finished_at=now)
    if made > len(RETRIES_AFTER):
        return replace(tried, state=DeliveryState.DEAD, next_at=None, finished_at=now)
    pause = RETRIES_AFTER[made - 1] * (1 + jitter / 10)
    wish = min(attempt.retry_after or timedelta(), _LONGEST_WISH)
    return replace(tried, next_at=now + max(pause, wish))


def again(delivery: Delivery, now: datetime) -> Delivery:
    """Return a delivery that is to be tried anew from the beginning of the schedule."""
    return replace(delivery, state=DeliveryState.PENDING, attempts=0, next_at=now, finished_at=None)
