"""Time from the system, with the stored offset of sandbox mode on top."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta


class SystemClock:
    """Real time plus an offset that a reader fetches from where all processes share it; never backwards."""

    def __init__(self, read_offset: Callable[[], Awaitable[timedelta | None]] | None = None) -> None:
        self._read_offset = read_offset
        self._offset: timedelta | None = None

    def now(self) -> datetime:
        """Return the rules' time."""
        return self.real_now() + self.offset

    def real_now(self) -> datetime:
        """Return real time."""
        return datetime.now(UTC)

    @property
    def offset(self) -> timedelta:
        """How far the rules' time is ahead of real time."""
        return self._offset or timedelta(0)

    async def refresh(self) -> None:
        """Read the stored offset again."""
        if self._read_offset is not None:
            self.moved_to(await self._read_offset())

    def moved_to(self, offset: timedelta | None) -> None:
        """Take over a stored offset, if there is one; the first may lie in the past, then it only grows."""
        if offset is not None:
            self._offset = offset if self._offset is None else max(self._offset, offset)
