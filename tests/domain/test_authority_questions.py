"""The pauses between questions to the authority: each doubles the last, within bounds."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.authority_questions import Awaited, Pauses, pauses
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

SINCE = datetime(2026, 4, 3, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(("waited", "pause"), [(0, 1), (1, 1), (2, 2), (8, 8), (10, 10), (500, 10)])
def test_the_next_pause_is_as_long_as_the_wait_has_been_within_bounds(waited: int, pause: int) -> None:
    now = SINCE + waited * MINUTE

    assert Pauses(MINUTE, 10 * MINUTE).next(SINCE, now) == now + pause * MINUTE


@pytest.mark.parametrize("awaited", list(Awaited))
def test_whatever_is_awaited_is_asked_for_at_least_twice_a_day(awaited: Awaited) -> None:
    found = pauses(awaited, TODAY, RULEBOOK)

    assert timedelta() < found.shortest <= found.longest <= timedelta(hours=12)


def test_a_pause_is_spread_by_what_is_asked_about_and_never_longer() -> None:
    spread = Pauses(MINUTE, 100 * MINUTE, spread=0.25)
    names = [f"fil_{number}" for number in range(200)]

    found = [spread.next(SINCE, SINCE + 100 * MINUTE, name) - SINCE for name in names]

    assert found == [spread.next(SINCE, SINCE + 100 * MINUTE, name) - SINCE for name in names]
    assert min(found) >= 175 * MINUTE
    assert max(found) <= 200 * MINUTE
    assert max(found) - min(found) > 20 * MINUTE


def test_what_may_have_been_told_in_vain_is_asked_about_first_within_four_hours() -> None:
    found = pauses(Awaited.NEWS, TODAY, RULEBOOK)

    assert found.shortest == timedelta(hours=4)
    assert found.spread > 0
