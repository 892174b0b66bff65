"""Notices, as they are stored."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from app.domain.notices import Notice, NoticeChannel


class NoticeStore(Protocol):
    """Notices hold no address and no personal data. One cause leads to one notice a recipient and channel."""

    async def add(self, notices: Sequence[Notice]) -> None:
        """Add notices; one that is there already stays as it is."""
        ...

    async def take_due(
        self, channel: NoticeChannel, now: datetime, real_now: datetime, held_until: datetime, limit: int
    ) -> tuple[Notice, ...]:
        """Take what is due on a channel, oldest first, and mark it as being sent until `held_until` (real time)."""
        ...

    async def settle(self, notices: Sequence[Notice]) -> None:
        """Save what came of those that were taken."""
        ...

    async def lost(self, channel: NoticeChannel, real_now: datetime) -> tuple[Notice, ...]:
        """Return, and lock, what was being sent by somebody who was not heard of in time."""
        ...

    async def outstanding(self, channels: Collection[NoticeChannel], now: datetime, real_now: datetime) -> int:
        """Count what is due or being sent on these channels, events that wait to be published included."""
        ...

    async def next_due(self, channels: Collection[NoticeChannel], now: datetime) -> datetime | None:
        """Return when, in the rules' time, the next quiet hours end that a notice on these channels waits for."""
        ...

    async def of(self, about_id: str) -> tuple[Notice, ...]:
        """Return the notices about something, oldest first."""
        ...

    async def forget_finished_before(self, moment: datetime) -> None:
        """Forget notices that were over before a moment."""
        ...
