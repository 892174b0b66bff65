"""How often somebody may ask."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LimitState:
    """Where a key stands under a policy.

    `limit` requests in `window_seconds`, of which `remaining` are left; `reset_seconds` says when the window ends or,
    where the answer is no, after how many seconds one more request is let through. Times are whole seconds of real
    time, at least 1.
    """

    allowed: bool
    limit: int
    remaining: int
    reset_seconds: int
    window_seconds: int


class RateLimiter(Protocol):
    """Counts requests by policy (a name of the configuration) and key (who asks). KeyError for an unknown policy.

    For general limits, which may be a little off. What must be exact over all processes (code guesses, SMS tries) is
    counted in the database, with what it protects.
    """

    def hit(self, policy: str, key: str) -> LimitState:
        """Count one request; one that is not allowed is not counted."""
        ...

    def peek(self, policy: str, key: str) -> LimitState:
        """Tell whether a request would be allowed, without counting it."""
        ...
