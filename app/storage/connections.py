"""Connections of SQLAlchemy's pool, given back as they should be whatever happened on them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from app.ports.store.unit_of_work import StoreUnavailableError
from app.storage.failures import passes, store_errors


async def connect(engine: AsyncEngine) -> AsyncConnection:
    """Open a connection. Raises StoreUnavailableError."""
    with store_errors():
        return await engine.connect()


async def give_back(connection: AsyncConnection, error: BaseException | None) -> None:
    """Roll back what was not committed, and give the connection back; `error` is what the work on it ended with.

    Raises StoreUnavailableError where that error, or without one the giving back, was of the connection.
    """
    try:
        with store_errors():
            if isinstance(error, StoreUnavailableError):
                # A connection in doubt is not asked for a rollback: it could wait for an answer that never comes.
                await asyncio.shield(connection.invalidate())
            await asyncio.shield(connection.close())
    except StoreUnavailableError:
        if error is None:
            raise
    if error is not None and passes(error):
        raise StoreUnavailableError(type(error).__name__) from error


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Have a connection for as long as the block lasts. Raises StoreUnavailableError."""
    connection = await connect(engine)
    try:
        yield connection
    except BaseException as error:
        await give_back(connection, error)
        raise
    await give_back(connection, None)
