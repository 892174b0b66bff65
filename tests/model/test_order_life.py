"""The whole life of an order over HTTP, in sequences that nobody thought of, against the reference model."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.covering import Coverage
from tests.model.machine import OrderLife
from tests.model.world import World, a_world


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """A service of its own."""
    with a_world() as started:
        yield started


def test_no_sequence_of_calls_leads_to_what_the_model_does_not_know(world: World) -> None:
    coverage = Coverage()
    OrderLife.world, OrderLife.coverage = world, coverage
    chosen = settings(
        max_examples=int(os.environ.get("N", "5")),
        stateful_step_count=int(os.environ.get("S", "25")),
        derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False,
        phases=[Phase.generate] if os.environ.get("NOSHRINK") else [Phase.generate, Phase.shrink],
    )
    try:
        run_state_machine_as_test(OrderLife, settings=chosen)
    finally:
        print(coverage.report())
