"""Sandbox time: real time plus a stored offset, which only grows once anything has happened here."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from authority_sandbox.database import Connection, Pool
from authority_sandbox.errors import SandboxError

RealNow = Callable[[], datetime]

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def real_now() -> datetime:
    """Return real time in UTC."""
    return datetime.now(UTC)


class Clock:
    """The one clock of the sandbox."""

    def __init__(self, pool: Pool, real: RealNow) -> None:
        self._pool = pool
        self.real = real

    async def offset(self) -> timedelta:
        """Return how far sandbox time is from real time."""
        seconds: float = await self._pool.fetchval("select offset_seconds from sandbox_clock")
        return timedelta(seconds=seconds)

    async def now(self) -> datetime:
        """Return sandbox time in UTC."""
        return self.real() + await self.offset()

    async def move(self, offset_seconds: float) -> None:
        """Set the offset. Backwards is refused, except while nothing has happened here yet.

        The exception lets a fresh sandbox be set to a day in the past, so that past rules can be played.
        """
        self._check_range(offset_seconds)
        async with self._pool.acquire() as connection, connection.transaction():
            stored: float = await connection.fetchval("select offset_seconds from sandbox_clock for update")
            if offset_seconds < stored and await _is_used(connection):
                raise SandboxError(409, "clock_backwards", "Sandbox time never goes backwards.")
            await connection.execute("update sandbox_clock set offset_seconds = $1", offset_seconds)

    def _check_range(self, offset_seconds: float) -> None:
        try:
            now = self.real() + timedelta(seconds=offset_seconds)
        except (OverflowError, ValueError):
            now = LATEST
        if not EARLIEST <= now < LATEST:
            raise SandboxError(422, "clock_out_of_range", "Sandbox time lies between the years 2000 and 2199.")


async def _is_used(connection: Connection) -> bool:
    used: bool = await connection.fetchval("select exists (select from submissions) or exists (select from subjects)")
    return used
