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
