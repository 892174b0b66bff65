"""The whole life of an order over HTTP, in sequences that nobody thought of, against the reference model.

Here a few that are the same each time; `make model-run` plays many more.
"""

from collections.abc import Iterator

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.model.covering import Coverage
from tests.model.life import many
from tests.model.machine import OrderLife
from tests.model.world import World, a_world

_LIVES, _STEPS, _LEAST_MOVES = 6, 15, 12


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """A service of its own: its time goes on by years."""
    with a_world() as started:
        yield started


def test_no_sequence_of_calls_leads_to_what_the_model_does_not_know(world: World) -> None:
    coverage = Coverage()
    OrderLife.world, OrderLife.coverage = world, coverage

    run_state_machine_as_test(OrderLife, settings=many(_LIVES, _STEPS, is_the_same_each_time=True))

    assert len(coverage.moves) >= _LEAST_MOVES, coverage.report()
