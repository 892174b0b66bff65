"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta


class StillClock:
    """Implements `app.ports.clock.Clock`; both times move only by `advance`."""

    def __init__(self, now: datetime = datetime(2024, 3, 1, 1, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        """Return the rules' time."""
        return self._now

    def real_now(self) -> datetime:
        """Return real time."""
        return self._now

    @property
    def offset(self) -> timedelta:
        """Both times are one."""
        return timedelta(0)

    async def refresh(self) -> None:
        """Do nothing: there is no other process."""

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by
