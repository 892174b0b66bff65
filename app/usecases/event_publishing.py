"""Publishing: events get their place in the feed, a delivery to each webhook that wants them, and their notices."""

from datetime import datetime

from app.domain.feed import FeedEvent
from app.domain.webhooks import Delivery, DeliveryState, WebhookEndpoint
from app.usecases.notice_planning import plan_events
from app.usecases.runtime import Runtime

_AT_ONCE = 500


async def publish_all(runtime: Runtime) -> None:
    """Publish until nothing waits."""
    while await publish(runtime) == _AT_ONCE:
        pass


async def publish(runtime: Runtime) -> int:
    """Publish what waits, up to some hundred events, and return how many there were. One process at a time does it."""
    if not await runtime.hot.events_wait():
        return 0
    now = runtime.clock.real_now()
    async with runtime.unit_of_work() as uow:
        events = await uow.feed.publish(_AT_ONCE, now)
        if not events:
            return 0
        endpoints = await uow.webhooks.of_providers(sorted({event.provider_id for event in events}))
        await uow.webhook_deliveries.add(
            [
                _delivery(runtime, event, endpoint, now)
                for event in events
                for endpoint in endpoints
                if endpoint.provider_id == event.provider_id and endpoint.wants(event.type)
            ]
        )
        await plan_events(runtime, uow, events)
        await uow.commit()
    return len(events)


def _delivery(runtime: Runtime, event: FeedEvent, endpoint: WebhookEndpoint, now: datetime) -> Delivery:
    return Delivery(
        id=runtime.ids.new("dlv"),
        provider_id=event.provider_id,
        endpoint_id=endpoint.id,
        event_id=event.id,
        event_type=event.type.value,
        order_key=event.filing_id or event.about_id,
        state=DeliveryState.PENDING,
        attempts=0,
        created_at=now,
        next_at=now,
    )
