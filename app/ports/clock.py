"""The time that rules run on."""

from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Time in UTC. In sandbox mode it is real time plus a stored offset, shared by all processes."""

    def now(self) -> datetime:
        """Return the rules' time."""
        ...

    def real_now(self) -> datetime:
        """Return real time: for tokens, idempotency keys and limits."""
        ...

    @property
    def offset(self) -> timedelta:
        """How far the rules' time is ahead of real time: nothing but in sandbox mode."""
        ...

    async def refresh(self) -> None:
        """Take over a move of time that another process made."""
        ...
