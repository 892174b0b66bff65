"""Request limits: never more than the policy says, and an honest word on when to come back."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.memory_limits import MemoryRateLimiter
from app.ports.limits import LimitState, RateLimiter
from tests.fakes.clock import StillClock


def a_limiter(clock: StillClock, limit: int = 3, seconds: int = 60) -> MemoryRateLimiter:
    return MemoryRateLimiter({"client": (limit, seconds), "account": (1, 60)}, clock)


def test_the_request_after_the_last_allowed_one_is_refused_and_told_when_to_come_back() -> None:
    limiter: RateLimiter = a_limiter(StillClock())

    states = [limiter.hit("client", "cli_1") for _ in range(4)]

    assert states == [
        LimitState(True, 3, 2, 60, 60),
        LimitState(True, 3, 1, 60, 60),
        LimitState(True, 3, 0, 60, 60),
        LimitState(False, 3, 0, 61, 60),
    ]


def test_keys_and_policies_do_not_share_a_count() -> None:
    limiter = a_limiter(StillClock())
    assert limiter.hit("account", "one").allowed

    assert not limiter.hit("account", "one").allowed
    assert limiter.hit("account", "two").allowed
    assert limiter.hit("client", "one").allowed


def test_looking_costs_nothing() -> None:
    limiter = a_limiter(StillClock(), limit=1)

    assert [limiter.peek("client", "cli_1").remaining for _ in range(3)] == [1, 1, 1]
    assert limiter.hit("client", "cli_1").allowed
    assert not limiter.peek("client", "cli_1").allowed


def test_a_burst_at_the_end_of_a_window_is_not_followed_by_another() -> None:
    clock = StillClock()
    limiter = a_limiter(clock, limit=10)
    clock.advance(timedelta(seconds=59))
    assert all(limiter.hit("client", "cli_1").allowed for _ in range(10))

    clock.advance(timedelta(seconds=2))

    state = limiter.hit("client", "cli_1")
    assert state.allowed
    assert state.remaining == 0
    assert not limiter.hit("client", "cli_1").allowed


def test_two_quiet_windows_forget_everything() -> None:
    clock = StillClock()
    limiter = a_limiter(clock)
    while limiter.hit("client", "cli_1").allowed:
        pass

    clock.advance(timedelta(seconds=120))

    assert limiter.peek("client", "cli_1").remaining == 3


def test_a_clock_set_back_gives_nobody_a_fresh_quota() -> None:
    clock = StillClock()
    limiter = a_limiter(clock)
    while limiter.hit("client", "cli_1").allowed:
        pass

    clock.advance(timedelta(seconds=-300))

    assert not limiter.hit("client", "cli_1").allowed


@given(
    limit=st.integers(1, 20),
    seconds=st.integers(1, 120),
    pauses=st.lists(st.floats(0, 40), min_size=1, max_size=80),
)
def test_a_refused_caller_who_waits_as_told_is_let_in_and_no_window_lets_in_more_than_twice(
    limit: int, seconds: int, pauses: list[float]
) -> None:
    clock = StillClock()
    limiter = a_limiter(clock, limit, seconds)
    allowed_at: list[float] = []

    for pause in pauses:
        clock.advance(timedelta(seconds=pause))
        state = limiter.hit("client", "cli_1")
        now = clock.real_now().timestamp()
        if state.allowed:
            allowed_at.append(now)
            assert 0 <= state.remaining < limit
        else:
            assert state.reset_seconds >= 1
            clock.advance(timedelta(seconds=state.reset_seconds))
            assert limiter.peek("client", "cli_1").allowed
        # The counter takes the older requests as spread evenly, which may be off, but never by more than a quota.
        assert sum(at > now - seconds for at in allowed_at) <= 2 * limit


@pytest.mark.parametrize("policy", [(0, 60), (10, 0)])
def test_a_policy_that_makes_no_sense_stops_the_start(policy: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="rate limit 'client'"):
        MemoryRateLimiter({"client": policy}, StillClock())
