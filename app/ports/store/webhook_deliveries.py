"""Deliveries to webhook endpoints, as they are stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.feed import FeedEvent
from app.domain.webhooks import Delivery, DeliveryState, WebhookEndpoint
from app.ports.store.paging import Page, PageWanted


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery that is to be tried now, with all that it needs; `event` is None for a ping."""

    delivery: Delivery
    endpoint: WebhookEndpoint
    event: FeedEvent | None


@dataclass(frozen=True, slots=True)
class DeliveriesWanted:
    """Which deliveries to list."""

    endpoint_id: str | None = None
    event_id: str | None = None
    state: DeliveryState | None = None


class WebhookDeliveryStore(Protocol):
    """Deliveries of one order to one endpoint go one after the other."""

    async def cancel_pending(self, endpoint_id: str, now: datetime) -> None:
        """Cancel what is on its way to an endpoint."""
        ...

    async def add(self, deliveries: Sequence[Delivery]) -> None:
        """Add deliveries, in their order."""
        ...

    async def get(self, provider_id: str, delivery_id: str, *, lock: bool = False) -> Delivery | None:
        """Find a delivery."""
        ...

    async def list(self, provider_id: str, wanted: DeliveriesWanted, page: PageWanted) -> Page[Delivery]:
        """List deliveries, newest first."""
        ...

    async def take_due(
        self, now: datetime, until: datetime, limit: int, each: int, rooms: Mapping[str, int]
    ) -> tuple[Due, ...]:
        """Take deliveries that are due, at most `each` of an endpoint, of those in `rooms` as many as stands there.

        They are held until `until`: if nothing was heard of one by then, somebody else may take it. A delivery is not
        due while an earlier one of the same order to the same endpoint is pending.
        """
        ...

    async def settle(self, deliveries: Sequence[Delivery]) -> None:
        """Save what came of tries; one that was cancelled meanwhile stays so.

        What waits for one that failed is not due before that is.
        """
        ...

    async def put(self, delivery: Delivery) -> None:
        """Save a delivery that is locked; what waits for it is tried right after it."""
        ...

    async def forget_finished_before(self, moment: datetime) -> None:
        """Forget deliveries that were over before a moment."""
        ...
