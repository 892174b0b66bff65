"""Connections of the driver for hot questions.

The driver's own pool makes a task of each return and resets the session, which takes a good part of a hot question's
time. Hot questions leave nothing to reset: each is one statement outside any transaction.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg

Connect = Callable[[], Awaitable["asyncpg.Connection[asyncpg.Record]"]]


class HotPool:
    """At most `size` connections, made when they are needed; whoever finds none free waits.

    One that was closed, and one whose statement was broken off, is replaced the next time. Errors are the driver's.
    """

    def __init__(self, connect: Connect, size: int) -> None:
        self._connect = connect
        # The last one used is the first taken: its statements are prepared, and the others may stay unmade.
        self._free: asyncio.LifoQueue[asyncpg.Connection[asyncpg.Record] | None] = asyncio.LifoQueue()
        for _ in range(size):
            self._free.put_nowait(None)
        self._made: set[asyncpg.Connection[asyncpg.Record]] = set()

    async def fetchrow(self, query: str, *values: Any) -> "asyncpg.Record | None":
        """Return the first row, None where there is none."""
        row: asyncpg.Record | None = await self._ask("fetchrow", query, values)
        return row

    async def fetchval(self, query: str, *values: Any) -> Any:
        """Return the first value of the first row."""
        return await self._ask("fetchval", query, values)

    async def fetch(self, query: str, *values: Any) -> "list[asyncpg.Record]":
        """Return all rows."""
        rows: list[asyncpg.Record] = await self._ask("fetch", query, values)
        return rows

    async def execute(self, query: str, *values: Any) -> str:
        """Run a statement and return the database's word for what it did."""
        done: str = await self._ask("execute", query, values)
        return done

    def terminate(self) -> None:
        """Close every connection at once, those in use too."""
        for connection in self._made:
            connection.terminate()
        self._made.clear()

    async def _ask(self, method: str, query: str, values: tuple[Any, ...]) -> Any:
        connection = await self._free.get()
        try:
            if connection is None or connection.is_closed():
                connection = await self._replaced(connection)
            return await getattr(connection, method)(query, *values)
        except asyncpg.PostgresError:
            # The database's answer; the connection is as good as before.
            raise
        except BaseException:
            # Broken off in the middle: what is still to come would be taken for the next one's answer.
            if connection is not None:
                connection.terminate()
            raise
        finally:
            self._free.put_nowait(connection)

    async def _replaced(
        self, connection: "asyncpg.Connection[asyncpg.Record] | None"
    ) -> "asyncpg.Connection[asyncpg.Record]":
        if connection is not None:
            self._made.discard(connection)
        fresh = await self._connect()
        self._made.add(fresh)
        return fresh
