"""What happens by itself when sandbox time has come: orders whose codes are missing, reviews that are over."""

import asyncio
import contextlib
import logging
from datetime import datetime

from authority_sandbox import review, sms
from authority_sandbox.clock import Clock
from authority_sandbox.courier import Courier
from authority_sandbox.database import Pool
from authority_sandbox.submission_rows import State, lock

_log = logging.getLogger(__name__)
_LONGEST_SLEEP = 60.0
_PAUSE_AFTER_FAILURE = 1.0


class DueWork:
    """Does due work in the order of time, one item a transaction, each as of the moment when it fell due."""

    def __init__(self, pool: Pool, clock: Clock, courier: Courier) -> None:
        self._pool = pool
        self._clock = clock
        self._courier = courier
        self._turn = asyncio.Lock()
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Say that something new may fall due, or that time has moved."""
        self._news.set()

    async def next_due(self) -> datetime | None:
        """Return when the next item falls due, in sandbox time."""
        due: datetime | None = await self._pool.fetchval("select min(due_at) from submissions")
        return due

    async def do_all(self) -> None:
        """Do everything that is due now; returns when nothing is left."""
        async with self._turn:
            while True:
                now = await self._clock.now()
                receipt = await self._pool.fetchval(
                    "select receipt from submissions where due_at <= $1 order by due_at, received_at, receipt limit 1",
                    now,
                )
                if receipt is None:
                    return
                await self._do(receipt, now)
                self._courier.wake()

    async def run(self) -> None:
        """Do due work until cancelled; sleeps until the next item, or until woken."""
        while True:
            self._news.clear()
            try:
                await self.do_all()
                wait = await self._seconds_to_next()
            except Exception as error:
                # Time goes on whatever one item does; only the kind is logged, never the data.
                _log.warning("due work is held up: %s", type(error).__name__)
                wait = _PAUSE_AFTER_FAILURE
            # Not wait_for: in Python 3.11 it can swallow a cancellation that comes with the news.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._news.wait()

    async def _do(self, receipt: str, now: datetime) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            row = await lock(connection, receipt)
            # Between the look and the lock somebody else may have moved it.
            if row.due_at is None or row.due_at > now:
                return
            if row.state is State.AWAITING_SMS and row.sms_expires_at is not None and row.due_at < row.sms_expires_at:
                await sms.send_again(connection, row, row.due_at)
            elif row.state is State.AWAITING_SMS:
                await sms.expire(connection, row, row.due_at)
            else:
                await review.finish(connection, row, row.due_at)

    async def _seconds_to_next(self) -> float:
        due = await self.next_due()
        if due is None:
            return _LONGEST_SLEEP
        seconds = (due - await self._clock.now()).total_seconds()
        return min(max(seconds, 0.0), _LONGEST_SLEEP)
