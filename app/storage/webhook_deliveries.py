"""What is delivered to webhook endpoints."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, text, update

from app.domain.feed import FeedEvent
from app.domain.webhooks import Delivery, DeliveryState
from app.ports.store.paging import Page, PageWanted
from app.ports.store.webhook_deliveries import DeliveriesWanted, Due
from app.storage.feed import event_of
from app.storage.pages import newest_first
from app.storage.sealing import Sealing
from app.storage.statements import Statements
from app.storage.tables import webhook_deliveries as deliveries
from app.storage.webhooks import endpoint_of

_DELIVERIES = select(deliveries)
# Each endpoint gives its share, so that one with a long queue, or one that doesn't answer, keeps nobody waiting.
_TAKE = text("""
    with chosen as (
        select due.id from webhook_endpoints e
        cross join lateral (
            select d.id, d.next_at from webhook_deliveries d
            where d.endpoint_id = e.id and d.state = 'pending' and d.next_at <= :now
              and (d.leased_until is null or d.leased_until < :now)
              and not exists (
                  select from webhook_deliveries earlier
                  where earlier.endpoint_id = e.id and earlier.order_key = d.order_key
                    and earlier.state = 'pending' and earlier.number < d.number
              )
            order by d.next_at
            limit coalesce((
                select room from unnest(cast(:ids as text[]), cast(:rooms as integer[])) r (id, room) where r.id = e.id
            ), :each)
        ) due
        where e.disabled_at is null
        order by due.next_at
        limit :limit
    ), taken as (
        update webhook_deliveries w set leased_until = :until
        from chosen
        where w.id = chosen.id and w.state = 'pending' and (w.leased_until is null or w.leased_until < :now)
        returning w.*
    )
    select taken.*, e.url_sealed, e.event_types, e.description, e.secret_sealed, e.old_secret_sealed,
           e.old_secret_until, e.created_at as endpoint_created_at, e.disabled_at, e.disabled_because,
           f.account_id, f.type, f.at, f.about_id, f.record_id, f.filing_id, f.data
    from taken
    join webhook_endpoints e on e.id = taken.endpoint_id
    left join feed_events f on f.id = taken.event_id
    order by taken.number
""")
# An array a column: the number of parameters doesn't grow with that of the deliveries, and PostgreSQL bounds it.
# What comes behind one that waits to be tried again waits as long: nobody need look at it before.
_ADD = text("""
    insert into webhook_deliveries (
        id, provider_id, endpoint_id, event_id, event_type, order_key, state, attempts, created_at, next_at, is_ping
    )
    select id, provider_id, endpoint_id, event_id, event_type, order_key, state, attempts, created_at,
        greatest(next_at, (
            select max(earlier.next_at) from webhook_deliveries earlier
            where earlier.endpoint_id = n.endpoint_id and earlier.order_key = n.order_key
              and earlier.state = 'pending'
        )),
        is_ping
    from unnest(
        cast(:ids as text[]), cast(:provider_ids as text[]), cast(:endpoint_ids as text[]), cast(:event_ids as text[]),
        cast(:event_types as text[]), cast(:order_keys as text[]), cast(:states as text[]),
        cast(:attempts as integer[]), cast(:created_at as timestamptz[]), cast(:next_at as timestamptz[]),
        cast(:pings as boolean[])
    ) as n (
        id, provider_id, endpoint_id, event_id, event_type, order_key, state, attempts, created_at, next_at, is_ping
    )
""")
_SETTLE = text("""
    update webhook_deliveries w
    set state = s.state, attempts = s.attempts, next_at = s.next_at, finished_at = s.finished_at,
        last_status = s.last_status, last_error = s.last_error, leased_until = null
    from unnest(
        cast(:ids as text[]), cast(:states as text[]), cast(:attempts as integer[]), cast(:next_at as timestamptz[]),
        cast(:finished_at as timestamptz[]), cast(:statuses as integer[]), cast(:errors as text[])
    ) as s (id, state, attempts, next_at, finished_at, last_status, last_error)
    where w.id = s.id and w.state = 'pending'
""")
_LET_WAIT = text("""
    update webhook_deliveries later set next_at = failed.next_at
    from webhook_deliveries failed
    where failed.id = any(cast(:ids as text[])) and failed.state = 'pending'
      and later.endpoint_id = failed.endpoint_id and later.order_key = failed.order_key
      and later.state = 'pending' and later.number > failed.number and later.next_at < failed.next_at
""")
_LET_FOLLOW = text("""
    update webhook_deliveries later set next_at = again.next_at
    from webhook_deliveries again
    where again.id = :id and later.endpoint_id = again.endpoint_id and later.order_key = again.order_key
      and later.state = 'pending' and later.number > again.number and later.next_at > again.next_at
""")


class SqlWebhookDeliveries:
    """Deliveries; of one order to one endpoint they go one after the other."""

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing

    async def cancel_pending(self, endpoint_id: str, now: datetime) -> None:
        """Cancel what is on its way to an endpoint."""
        pending = deliveries.c.state == DeliveryState.PENDING.value
        # Held in the order in which couriers settle them.
        query = select(deliveries.c.id).where(deliveries.c.endpoint_id == endpoint_id, pending)
        held = query.order_by(deliveries.c.id).with_for_update()
        await self._statements.run(
            update(deliveries)
            .where(deliveries.c.id.in_(held))
            .values(state=DeliveryState.CANCELLED.value, next_at=None, finished_at=now)
        )

    async def add(self, added: Sequence[Delivery]) -> None:
        """Add deliveries, in their order."""
        if added:
            await self._statements.run(
                _ADD,
                {
                    "ids": [one.id for one in added],
                    "provider_ids": [one.provider_id for one in added],
                    "endpoint_ids": [one.endpoint_id for one in added],
                    "event_ids": [one.event_id for one in added],
                    "event_types": [one.event_type for one in added],
                    "order_keys": [one.order_key for one in added],
                    "states": [one.state.value for one in added],
                    "attempts": [one.attempts for one in added],
                    "created_at": [one.created_at for one in added],
                    "next_at": [one.next_at for one in added],
                    "pings": [one.is_ping for one in added],
                },
            )

    async def get(self, provider_id: str, delivery_id: str, *, lock: bool = False) -> Delivery | None:
        """Find a delivery."""
        query = _DELIVERIES.where(deliveries.c.id == delivery_id, deliveries.c.provider_id == provider_id)
        row = await self._statements.first(query.with_for_update() if lock else query)
        return None if row is None else _delivery(row)

    async def list(self, provider_id: str, wanted: DeliveriesWanted, page: PageWanted) -> Page[Delivery]:
        """List deliveries, newest first."""
        query = _DELIVERIES.where(deliveries.c.provider_id == provider_id)
        if wanted.endpoint_id is not None:
            query = query.where(deliveries.c.endpoint_id == wanted.endpoint_id)
        if wanted.event_id is not None:
            query = query.where(deliveries.c.event_id == wanted.event_id)
        if wanted.state is not None:
            query = query.where(deliveries.c.state == wanted.state.value)
        return await newest_first(self._statements, query, deliveries.c.id, page, _delivery)

    async def take_due(
        self, now: datetime, until: datetime, limit: int, each: int, rooms: Mapping[str, int]
    ) -> tuple[Due, ...]:
        """Take deliveries that are due, at most `each` of an endpoint, of those in `rooms` as many as stands there."""
        wanted = {"now": now, "until": until, "limit": limit, "each": each}
        wanted |= {"ids": list(rooms), "rooms": list(rooms.values())}
        rows = await self._statements.all(_TAKE, wanted)
        return tuple(
            Due(_delivery(row), endpoint_of(self._sealing, row, row.endpoint_id, row.endpoint_created_at), _event(row))
            for row in rows
        )

    async def settle(self, tried: Sequence[Delivery]) -> None:
        """Save what came of tries; one that was cancelled meanwhile stays so.

        What waits for one that failed is not due before that is.
        """
        tried = sorted(tried, key=lambda one: one.id)
        if tried:
            await self._statements.run(
                _SETTLE,
                {
                    "ids": [one.id for one in tried],
                    "states": [one.state.value for one in tried],
                    "attempts": [one.attempts for one in tried],
                    "next_at": [one.next_at for one in tried],
                    "finished_at": [one.finished_at for one in tried],
                    "statuses": [one.last_status for one in tried],
                    "errors": [one.last_error for one in tried],
                },
            )
        failed = [one.id for one in tried if one.state is DeliveryState.PENDING]
        if failed:
            await self._statements.run(_LET_WAIT, {"ids": failed})

    async def put(self, delivery: Delivery) -> None:
        """Save a delivery that is locked; what waits for it is tried right after it."""
        values = {**_row(delivery), "leased_until": None}
        await self._statements.change_one(update(deliveries).where(deliveries.c.id == delivery.id).values(values))
        await self._statements.run(_LET_FOLLOW, {"id": delivery.id})

    async def forget_finished_before(self, moment: datetime) -> None:
        """Forget deliveries that were over before a moment."""
        await self._statements.run(delete(deliveries).where(deliveries.c.finished_at < moment))


def _row(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "provider_id": delivery.provider_id,
        "endpoint_id": delivery.endpoint_id,
        "event_id": delivery.event_id,
        "event_type": delivery.event_type,
        "order_key": delivery.order_key,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "next_at": delivery.next_at,
        "created_at": delivery.created_at,
        "finished_at": delivery.finished_at,
        "last_status": delivery.last_status,
        "last_error": delivery.last_error,
        "is_ping": delivery.is_ping,
    }


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        provider_id=row.provider_id,
        endpoint_id=row.endpoint_id,
        event_id=row.event_id,
        event_type=row.event_type,
        order_key=row.order_key,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        created_at=row.created_at,
        next_at=row.next_at,
        finished_at=row.finished_at,
        last_status=row.last_status,
        last_error=row.last_error,
        is_ping=row.is_ping,
    )


def _event(row: Row[Any]) -> FeedEvent | None:
    return None if row.type is None else event_of(row, row.event_id)
