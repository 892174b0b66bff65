"""The parts of a running sandbox, and what the calls do with several of them at once."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from authority_sandbox.clock import Clock
from authority_sandbox.courier import Courier
from authority_sandbox.database import Connection, Pool
from authority_sandbox.due import DueWork
from authority_sandbox.settings import Settings


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Everything that the routes need; `die` ends the process on the spot."""

    settings: Settings
    pool: Pool
    clock: Clock
    courier: Courier
    due: DueWork
    die: Callable[[], None]

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Lend a connection; what was written with it is looked at by the background afterwards."""
        async with self.pool.acquire() as connection:
            yield connection
        self.due.wake()
        self.courier.wake()

    async def settle(self) -> int:
        """Do what is due, wait for the callbacks up to the limit, and return how many are undelivered."""
        await self.due.do_all()
        return await self.courier.settle(self.settings.settle_limit)
