"""The connections to PostgreSQL: SQLAlchemy's for units of work, and a pool of the driver itself for hot questions.

Both come back by themselves after the database was away: a connection that the server closed is noticed when it is
taken out, without a question of its own to the server, and replaced.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import asyncpg
import orjson
from sqlalchemy import event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.storage.failures import store_errors
from app.storage.hot_pool import HotPool

CONNECT_SECONDS = 5.0
COMMAND_SECONDS = 30.0
CHECK_SECONDS = 5.0
LISTEN_AGAIN_SECONDS = 1.0
_LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
CLOCK_CHANNEL = "sandbox_clock"
_SESSION = {
    "application_name": "icp-filing",
    "timezone": "UTC",
    # Our statements are short: compiling one takes longer than running it.
    "jit": "off",
    "statement_timeout": str(int(COMMAND_SECONDS * 1000)),
    "idle_in_transaction_session_timeout": "60000",
}
# Hot questions ask for single rows by full keys, so one plan serves all values and is made once: by indexes, one row
# after the other, even if the tables happen to be empty at the time.
_HOT_SESSION = _SESSION | {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
}
_MICROSECOND = timedelta(microseconds=1)
_OFFSET = "select offset_microseconds from sandbox_clock where id = 1"


class Database:
    """`dsn` as libpq has it: postgresql://user@host/name, or postgresql://user@/name?host=/socket/folder.

    Sizes should exceed the number of calls that run at a time: a call that waits for a connection costs more than one
    that PostgreSQL has idle.
    """

    def __init__(self, dsn: str, *, connections: int = 20, hot_connections: int = 20) -> None:
        self._dsn = dsn
        self._hot_connections = hot_connections
        self._pool: HotPool | None = None
        self.engine: AsyncEngine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=self._connect,
            pool_size=connections,
            max_overflow=0,
            hide_parameters=True,
            pool_timeout=CONNECT_SECONDS,
            json_serializer=lambda value: orjson.dumps(value).decode(),
            json_deserializer=orjson.loads,
        )
        event.listen(self.engine.sync_engine.pool, "checkout", _refuse_closed)

    async def _connect(self, **_: Any) -> "asyncpg.Connection[asyncpg.Record]":
        return await asyncpg.connect(
            self._dsn, timeout=CONNECT_SECONDS, command_timeout=COMMAND_SECONDS, server_settings=_SESSION
        )

    async def _connect_hot(self) -> "asyncpg.Connection[asyncpg.Record]":
        return await asyncpg.connect(
            self._dsn,
            timeout=CONNECT_SECONDS,
            command_timeout=COMMAND_SECONDS,
            max_cached_statement_lifetime=0,
            server_settings=_HOT_SESSION,
        )

    @property
    def pool(self) -> HotPool:
        """The pool of hot questions, once opened."""
        if self._pool is None:
            raise RuntimeError("the database must be opened first")
        return self._pool

    async def open(self) -> None:
        """Get ready; connections are made when they are first needed, so the database may still be away."""
        if self._pool is None:
            self._pool = HotPool(self._connect_hot, self._hot_connections)

    async def close(self) -> None:
        """Close every connection."""
        if self._pool is not None:
            self._pool.terminate()
            self._pool = None
        await self.engine.dispose()

    async def check(self) -> None:
        """Ask the database, and the queue in it, for an answer. Raises StoreUnavailableError."""
        with store_errors():
            async with asyncio.timeout(CHECK_SECONDS):
                await self.pool.fetchrow("select from procrastinate_jobs limit 1")

    async def read_offset(self) -> timedelta | None:
        """Return the stored offset of sandbox time, None before there is one. Raises StoreUnavailableError."""
        with store_errors():
            return _offset(await self.pool.fetchval(_OFFSET))

    async def listen_clock(self, moved: Callable[[timedelta | None], None]) -> None:
        """Tell every move of sandbox time, until cancelled.

        After a break the stored offset is told, since a move may have been missed.
        """

        async def listening(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
            moved(_offset(await connection.fetchval(_OFFSET)))

        await self.listen(CLOCK_CHANNEL, lambda said: moved(_offset(int(said))), listening)

    async def listen(
        self,
        channel: str,
        told: Callable[[str], None],
        listening: Callable[["asyncpg.Connection[asyncpg.Record]"], Awaitable[None]],
    ) -> None:
        """Tell what is announced on a channel, until cancelled.

        `listening` is awaited whenever a connection listens, the first and those after a break: what was announced
        before is not told.
        """
        while True:
            # While the database is away readiness says so; here we only try again.
            with contextlib.suppress(*_LOST):
                await self._listen(channel, told, listening)
            await asyncio.sleep(LISTEN_AGAIN_SECONDS)

    async def _listen(
        self,
        channel: str,
        told: Callable[[str], None],
        listening: Callable[["asyncpg.Connection[asyncpg.Record]"], Awaitable[None]],
    ) -> None:
        connection = await self._connect()
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(channel, lambda *said: told(str(said[3])))
            await listening(connection)
            await lost.wait()
        finally:
            connection.terminate()


def _offset(microseconds: int | None) -> timedelta | None:
    return None if microseconds is None else microseconds * _MICROSECOND


def _refuse_closed(connection: Any, *_: object) -> None:
    if connection.driver_connection.is_closed():
        # The others that were open at the time are likely to be gone too.
        raise InvalidatePoolError
