"""Request limits counted in the memory of one process.

Each process counts for itself: with n API processes a caller may ask up to n times as often as the policy says.

The counting is our own because the memory storage of the library `limits` starts a thread whenever it is used, at most
every 10 ms, which walks over all keys: with 20,000 keys and 2,000 requests a second that took about 80 µs of CPU a
request (its moving window 570 µs) where this takes 2 µs, and its thread races with the requests.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.ports.clock import Clock
from app.ports.limits import LimitState


@dataclass(slots=True)
class _Policy:
    """The counts of the running window and of the one before; older ones are forgotten as a whole."""

    limit: int
    seconds: int
    window: int = 0
    running: dict[str, int] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)

    def turn_to(self, window: int) -> None:
        """Begin a new window. A clock set back changes nothing, so that it gives nobody a fresh quota."""
        if window <= self.window:
            return
        self.before = self.running if window == self.window + 1 else {}
        self.running = {}
        self.window = window


class MemoryRateLimiter:
    """Implements `app.ports.limits.RateLimiter` with a sliding window counter.

    Of the window before, that share counts which still lies within the last `seconds`. Not for several threads: a call
    has no `await` in it, so requests of one event loop never come in between.
    """

    def __init__(self, policies: Mapping[str, tuple[int, int]], clock: Clock) -> None:
        """Take the policies: name -> (requests, seconds). Raises ValueError unless both are 1 or more."""
        for name, (limit, seconds) in policies.items():
            if limit < 1 or seconds < 1:
                message = f"rate limit {name!r}: requests and seconds must be 1 or more"
                raise ValueError(message)
        self._policies = {name: _Policy(limit, seconds) for name, (limit, seconds) in policies.items()}
        self._clock = clock

    def hit(self, policy: str, key: str) -> LimitState:
        """Count one request; one that is not allowed is not counted."""
        return self._ask(self._policies[policy], key, 1)

    def peek(self, policy: str, key: str) -> LimitState:
        """Tell whether a request would be allowed, without counting it."""
        return self._ask(self._policies[policy], key, 0)

    def _ask(self, policy: _Policy, key: str, counted: int) -> LimitState:
        now = self._clock.real_now().timestamp()
        policy.turn_to(int(now // policy.seconds))
        rest = min(max((policy.window + 1) * policy.seconds - now, 0.0), policy.seconds)
        running = policy.running.get(key, 0)
        before = policy.before.get(key, 0)
        left = policy.limit - int(before * rest / policy.seconds) - running
        if left < 1:
            return LimitState(False, policy.limit, 0, _seconds_to_wait(policy, before, running, rest), policy.seconds)
        if counted:
            policy.running[key] = running + counted
        return LimitState(True, policy.limit, left - counted, max(math.ceil(rest), 1), policy.seconds)


def _seconds_to_wait(policy: _Policy, before: int, running: int, rest: float) -> int:
    """Return after how many seconds one more request is let through.

    With room for `room` older requests, `n` of them weigh little enough once less than `room / n` of the window is
    left. Where the running window alone is full, its requests have to become the older ones first.
    """
    room = policy.limit - running
    wait = rest - room / before * policy.seconds if room > 0 else rest
    # A little later than the moment itself, at which they weigh one too much still.
    return math.floor(wait + 0.001) + 1
