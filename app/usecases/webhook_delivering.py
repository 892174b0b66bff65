"""Delivering webhooks: what is due is taken, posted side by side, and what came of it is written down."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import orjson
import structlog

from app.domain.webhooks import Attempt, Delivery, DisabledBecause, after
from app.ports.store.webhook_deliveries import Due
from app.usecases.events import told
from app.usecases.runtime import Runtime

PING = "webhook.ping"
_AT_ONCE = 200
_OF_ONE_ENDPOINT = 10
# Endpoints that took so long the last time share half of the places: were all held by such, everybody else would wait.
_SLOW = timedelta(seconds=3)
_OF_SLOW_ONES = _AT_ONCE // 2
_log = structlog.get_logger("webhooks")


class WebhookCourier:
    """Delivers step by step. Several may work at the same time; each delivery is one's at a time."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._under_way: dict[asyncio.Task[Delivery], Due] = {}
        self._slow: set[str] = set()

    async def stop(self, seconds: float) -> None:
        """Give what is under way so long to end, and write down what came of it.

        The rest is left; it is tried again once it was held for long enough.
        """
        if not self._under_way:
            return
        done, left = await asyncio.wait(self._under_way, timeout=seconds)
        for task in left:
            task.cancel()
        await self._settle(done)

    async def step(self, pause: float) -> int:
        """Take up what is due, wait for the first of what is under way, and settle what is done; returns how many."""
        taken = await self._take()
        for due in taken:
            self._under_way[asyncio.create_task(self._tried(due))] = due
        if not self._under_way:
            await asyncio.sleep(pause)
            return 0
        done, _ = await asyncio.wait(self._under_way, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
        await self._settle(done)
        return len(done)

    async def _take(self) -> tuple[Due, ...]:
        room = _AT_ONCE - len(self._under_way)
        if room <= 0:
            return ()
        now = self._runtime.clock.real_now()
        if not self._under_way and not await self._runtime.hot.webhooks_wait(now):
            return ()
        # Whoever is silent for so long has died, and somebody else tries again.
        until = now + timedelta(seconds=self._runtime.limits.webhook_hold_seconds)
        async with self._runtime.unit_of_work() as uow:
            taken = await uow.webhook_deliveries.take_due(now, until, room, _OF_ONE_ENDPOINT, self._rooms())
            if taken:
                await uow.commit()
        return taken

    def _rooms(self) -> dict[str, int]:
        """Return how many more may be taken of endpoints that have some under way, or are slow."""
        busy = Counter(due.endpoint.id for due in self._under_way.values())
        of_a_slow_one = max(1, min(_OF_ONE_ENDPOINT, _OF_SLOW_ONES // max(1, len(self._slow))))
        return {
            one: max(0, (of_a_slow_one if one in self._slow else _OF_ONE_ENDPOINT) - busy[one])
            for one in self._slow.union(busy)
        }

    async def _tried(self, due: Due) -> Delivery:
        runtime, sent_at = self._runtime, self._runtime.clock.real_now()
        try:
            attempt = await runtime.webhooks.post(
                due.endpoint.url, due.endpoint.secrets_at(sent_at), due.delivery.event_id, sent_at, body_of(due)
            )
        except Exception:
            # Of this delivery alone: raised, it would take with it what came of others, and be met again at once.
            _log.exception("a webhook can't be tried", delivery_id=due.delivery.id)
            attempt = Attempt(None, "fault_of_ours")
        now = runtime.clock.real_now()
        (self._slow.add if now - sent_at >= _SLOW else self._slow.discard)(due.endpoint.id)
        jitter = runtime.secrets.random_bytes(1)[0] / 255
        return after(due.delivery, _known(attempt), now, jitter)

    async def _settle(self, done: set[asyncio.Task[Delivery]]) -> None:
        """Write down what came of tries. What can't be written is tried again once it was held for long enough.

        What is cut off in the midst of it is still under way then, for `stop` to write down.
        """
        if not done:
            return
        settled = [(self._under_way[task], task.result()) for task in done]
        try:
            await self._write(settled)
        except Exception:
            self._forget(done)
            raise
        self._forget(done)

    def _forget(self, done: set[asyncio.Task[Delivery]]) -> None:
        for task in done:
            del self._under_way[task]

    async def _write(self, settled: list[tuple[Due, Delivery]]) -> None:
        gone = {due.endpoint.id: due for due, delivery in settled if Attempt(delivery.last_status).is_gone}
        async with self._runtime.unit_of_work() as uow:
            # Endpoints before deliveries, like everybody who takes both: two couriers may be told the same.
            found = {
                endpoint_id: await uow.webhooks.get(gone[endpoint_id].endpoint.provider_id, endpoint_id, lock=True)
                for endpoint_id in sorted(gone)
            }
            await uow.webhook_deliveries.settle([delivery for _, delivery in settled])
            now = self._runtime.clock.real_now()
            for endpoint_id, endpoint in found.items():
                due = gone[endpoint_id]
                # One that was moved elsewhere meanwhile is another one, whom nobody has asked yet.
                if endpoint is not None and endpoint.disabled_at is None and endpoint.url == due.endpoint.url:
                    off = replace(endpoint, disabled_at=now, disabled_because=DisabledBecause.GONE)
                    await uow.webhooks.save(off)
                    await uow.webhook_deliveries.cancel_pending(endpoint.id, now)
            await uow.commit()


def body_of(due: Due) -> bytes:
    """Return the bytes of a webhook, the same for every try."""
    if due.event is not None:
        said = {name: value for name, value in told(due.event).items() if value is not None}
    else:
        said = {"id": due.delivery.event_id, "type": PING, "at": due.delivery.created_at, "data": {}}
    return orjson.dumps(said, option=orjson.OPT_UTC_Z)


def _known(attempt: Attempt) -> Attempt:
    return replace(attempt, error=attempt.error or (None if attempt.is_taken else "refused"))
