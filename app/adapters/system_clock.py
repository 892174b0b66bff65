"""Time from the system, with the stored offset of sandbox mode on top."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta


class SystemClock:
    """Real time plus an offset that a reader fetches from where all processes share it; never backwards."""

    def __init__(self, read_offset: Callable[[], Awaitable[timedelta]] | None = None) -> None:
        self._read_offset = read_offset
        self._offset = timedelta(0)

    def now(self) -> datetime:
        """Return the rules' time."""
        return self.real_now() + self._offset

    def real_now(self) -> datetime:
        """Return real time."""
        return datetime.now(UTC)

    async def refresh(self) -> None:
        """Read the stored offset again."""
        if self._read_offset is not None:
            self._offset = max(self._offset, await self._read_offset())

    def moved_to(self, offset: timedelta) -> None:
        """Take over an offset just stored."""
        self._offset = max(self._offset, offset)
