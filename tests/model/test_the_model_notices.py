"""The model itself: what it must not let pass. No service is needed for that."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.model import applicant
from tests.model.contract import MOVES, OFFERED, WAITS
from tests.model.order import Order
from tests.model.told import Entry
from tests.model.world import PROVIDERS

BEGIN = datetime(2026, 3, 2, 2, tzinfo=UTC)  # ten in the morning in China
NINE_AFTER_A_WEEK = datetime(2026, 3, 10, 1, tzinfo=UTC)
SIXTY_DAYS = timedelta(days=60)
CREATED = Entry("applicant", "created", None, "draft", BEGIN, "idle", BEGIN + SIXTY_DAYS)
REMINDED = Entry("clock", "deadline_approaching", "draft", "draft", NINE_AFTER_A_WEEK, "idle", BEGIN + SIXTY_DAYS)
EXPIRED = Entry("clock", "idle_expired", "draft", "abandoned", BEGIN + SIXTY_DAYS)


@pytest.fixture
def draft() -> Order:
    order = Order(PROVIDERS[0], "individual", BEGIN)
    order.tells([CREATED])
    return order


def test_a_reminder_at_its_hour_is_known(draft: Order) -> None:
    draft.time_is(BEGIN + timedelta(days=8))

    draft.tells([REMINDED])

    assert draft.state == "draft"


@pytest.mark.parametrize(
    ("days", "entries"),
    [
        pytest.param(8, [], id="a reminder that is missing"),
        pytest.param(8, [REMINDED, REMINDED], id="a reminder that comes twice"),
        pytest.param(8, [replace(REMINDED, kind="sms")], id="a reminder of something else"),
        pytest.param(8, [replace(REMINDED, at=BEGIN + timedelta(days=7))], id="a reminder at another hour"),
        pytest.param(61, [REMINDED], id="an end that is missing"),
        pytest.param(61, [replace(EXPIRED, at=BEGIN + timedelta(days=59))], id="an end that comes early"),
        pytest.param(61, [replace(EXPIRED, come_to="withdrawn")], id="an end that leads elsewhere"),
        pytest.param(61, [EXPIRED, EXPIRED], id="something after the end"),
        pytest.param(1, [Entry("reviewer", "pass", "draft", "pending_authority", BEGIN)], id="a move nobody made"),
    ],
)
def test_what_should_not_happen_by_itself_is_noticed(draft: Order, days: int, entries: list[Entry]) -> None:
    draft.time_is(BEGIN + timedelta(days=days))

    with pytest.raises(AssertionError):
        draft.tells(entries)


def test_a_call_that_left_nothing_in_the_timeline_is_noticed(draft: Order) -> None:
    assert applicant.act(draft, "abandon", "right").status == 200

    with pytest.raises(AssertionError):
        draft.tells([])


def test_the_tables_speak_of_the_same_states() -> None:
    states = {state for move in MOVES for state in (move[0], move[3])}

    assert states == set(OFFERED)
    assert states - set(WAITS) == {"approved", "abandoned"}
