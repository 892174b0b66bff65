"""Carries callbacks to the provider: signed, again and again until answered 2xx, in order per receipt."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping

import httpx
from standardwebhooks import Webhook

from authority_sandbox import callbacks, outbox_faults
from authority_sandbox.callbacks import Waiting
from authority_sandbox.clock import RealNow
from authority_sandbox.database import Pool
from authority_sandbox.settings import Settings

# Sends a body with headers and returns the status of the answer; raises DeliveryError where there is none.
Deliver = Callable[[str, Mapping[str, str]], Awaitable[int]]

_log = logging.getLogger(__name__)
_MOST_AT_ONCE = 8


class DeliveryError(Exception):
    """Nobody answered a callback."""


def http_delivery(client: httpx.AsyncClient, url: str) -> Deliver:
    """Return the real way of sending: a POST to the provider's callback address."""

    async def deliver(body: str, headers: Mapping[str, str]) -> int:
        try:
            answer = await client.post(url, content=body.encode(), headers=dict(headers), follow_redirects=False)
        except httpx.HTTPError as error:
            raise DeliveryError(type(error).__name__) from error
        return answer.status_code

    return deliver


class Courier:
    """Delivers the outbox in the background. When to try again is kept in memory: a restart tries all at once."""

    def __init__(self, pool: Pool, settings: Settings, deliver: Deliver, real_now: RealNow) -> None:
        self._pool = pool
        self._settings = settings
        self._deliver = deliver
        self._real_now = real_now
        self._webhook = Webhook(settings.callback_secret)
        self._at_once = asyncio.Semaphore(_MOST_AT_ONCE)
        self._on_the_way: dict[str, asyncio.Task[None]] = {}
        self._not_before: dict[str, float] = {}
        self._news = asyncio.Event()
        self._progress = asyncio.Condition()

    def wake(self) -> None:
        """Say that the outbox may have something new."""
        self._news.set()

    async def run(self) -> None:
        """Deliver until cancelled; a database that is away is waited for."""
        try:
            while True:
                self._news.clear()
                try:
                    wait = await self._start_due()
                except Exception as error:
                    # Whatever it was, callbacks may not stop; only the kind is logged, never the data.
                    _log.warning("callbacks are held up: %s", type(error).__name__)
                    wait = 1.0
                # Not wait_for: in Python 3.11 it can swallow a cancellation that comes with the news.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._news.wait()
        finally:
            for task in self._on_the_way.values():
                task.cancel()
            await asyncio.gather(*self._on_the_way.values(), return_exceptions=True)

    async def settle(self, seconds: float) -> int:
        """Try everything now, wait until all is delivered or the time is over, and return what is left."""
        self._not_before.clear()
        self.wake()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._progress:
                while await self._count_waiting() > 0:
                    await self._progress.wait()
        return await self._count_waiting()

    async def _count_waiting(self) -> int:
        async with self._pool.acquire() as connection:
            return await callbacks.count_waiting(connection)

    async def _start_due(self) -> float | None:
        """Start what may go out now; return the seconds until something else may, None if nothing waits."""
        # Taken before the question: what is delivered in between would else be sent once more.
        busy = set(self._on_the_way)
        async with self._pool.acquire() as connection:
            waiting = await callbacks.first_waiting(connection)
        now = asyncio.get_running_loop().time()
        later = []
        for one in waiting:
            if one.receipt in busy:
                continue
            pause = self._not_before.get(one.receipt, now) - now
            if pause > 0:
                later.append(pause)
            else:
                self._on_the_way[one.receipt] = asyncio.create_task(self._carry(one))
        return min(later, default=None)

    async def _carry(self, one: Waiting) -> None:
        delivered = False
        try:
            async with self._at_once:
                delivered = await self._sent(one)
            async with self._pool.acquire() as connection:
                await callbacks.record_attempt(connection, one.id, delivered=delivered)
        except Exception as error:
            _log.warning("a callback could not be sent or noted: %s", type(error).__name__)
            delivered = False
        finally:
            if not delivered:
                self._not_before[one.receipt] = asyncio.get_running_loop().time() + self._pause_after(one.attempts)
            del self._on_the_way[one.receipt]
            self.wake()
        async with self._progress:
            self._progress.notify_all()

    async def _sent(self, one: Waiting) -> bool:
        """Send a callback once, or as often as a fault that is armed wants it; tell whether that is done with."""
        async with self._pool.acquire() as connection:
            times = await outbox_faults.times_to_send(connection, one, self._real_now())
        return times is not None and all([await self._attempt(one) for _ in range(times)])

    async def _attempt(self, one: Waiting) -> bool:
        now = self._real_now()
        headers = {
            "content-type": "application/json",
            "webhook-id": one.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhook.sign(one.id, now, one.body),
        }
        try:
            status = await self._deliver(one.body, headers)
        except DeliveryError as error:
            _log.info("callback not answered: %s", error)
            return False
        return 200 <= status < 300

    def _pause_after(self, attempts: int) -> float:
        doubled = self._settings.first_retry * 2.0 ** min(attempts, 16)
        return min(doubled, self._settings.longest_retry)
