"""Idempotency keys and counters of attempts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it goes out: status, headers of its own, bytes."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on the first request of a key; it runs out `seconds` after it was taken."""

    owner: str
    operation: str
    key: str
    token: str
    seconds: int = 60


class KeyBusyError(Exception):
    """The first request of this key is still running."""


class KeyReusedError(Exception):
    """The key was used with another body."""


class LeaseLostError(Exception):
    """Another request took the key over while this one ran on past its lease."""


class IdempotencyStore(Protocol):
    """Idempotency keys, on real time; answers are encrypted."""

    async def begin(self, lease: Lease, body_digest: bytes, now: datetime) -> Answer | None:
        """Take the key, or return the stored answer; raises KeyBusyError, KeyReusedError. Commits by itself."""
        ...

    async def complete(self, lease: Lease, answer: Answer) -> None:
        """Store the answer within this unit of work; raises LeaseLostError."""
        ...

    async def release(self, lease: Lease) -> None:
        """Give the key back: the request came to nothing that must be remembered."""
        ...

    async def erase_expired(self, now: datetime) -> None:
        """Erase keys that are over."""
        ...


class AttemptStore(Protocol):
    """Counters of attempts that all processes share, on real time."""

    async def count(self, scope: str, subject: str, window_start: datetime) -> int:
        """Return how many attempts the window holds."""
        ...

    async def add(self, scope: str, subject: str, window_start: datetime, amount: int = 1) -> int:
        """Count attempts (0 writes all the same), and return how many the window holds now."""
        ...

    async def erase_before(self, window_start: datetime) -> None:
        """Erase the counters of windows that began earlier."""
        ...
