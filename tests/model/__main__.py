"""`python -m tests.model`: play many long lives, a fresh service for every few of them, and tell what was covered.

A service of its own for each batch, since the lives of one batch take decades of its time. What fails is told with the
shortest sequence that Hypothesis finds for it; the exit status is 1 then, and also where a move of the table was never
seen.
"""

import argparse
import secrets
import sys
import time
import traceback
from dataclasses import dataclass

from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test

from tests.model.covering import Coverage
from tests.model.life import many
from tests.model.machine import OrderLife
from tests.model.world import a_world


@dataclass(frozen=True)
class Wanted:
    """How much is to be played."""

    lives: int
    steps: int
    batch: int
    minutes: float
    seed: int
    shrink: bool


def main() -> int:
    """Run and report."""
    wanted = _wanted()
    coverage, failed, played, number = Coverage(), 0, 0, 0
    ends_at = time.monotonic() + 60 * wanted.minutes
    while played < wanted.lives and time.monotonic() < ends_at:
        lives = min(wanted.batch, wanted.lives - played)
        failed += not _batch(wanted, lives, wanted.seed + number, coverage)
        played, number = played + lives, number + 1
        _say(f"batch {number}, seed {wanted.seed + number - 1}: {coverage.summary()}; {failed} batches failed")
    _say(f"\nseed: {wanted.seed}; steps a life: {wanted.steps}; batches failed: {failed}\n{coverage.report()}")
    for move in sorted(coverage.missing()):
        _say(f"never seen: {move}")
    return 1 if failed or coverage.missing() else 0


def _wanted() -> Wanted:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lives", type=int, default=300, help="how many sequences")
    arguments.add_argument("--steps", type=int, default=50, help="how long each may be")
    arguments.add_argument("--batch", type=int, default=30, help="how many share a service")
    arguments.add_argument("--minutes", type=float, default=600, help="begin no other batch after so many")
    arguments.add_argument("--seed", type=int, default=secrets.randbelow(10**9), help="random where none is given")
    arguments.add_argument("--no-shrink", action="store_true", help="tell what fails as it was found")
    given = arguments.parse_args()
    return Wanted(given.lives, given.steps, given.batch, given.minutes, given.seed, not given.no_shrink)


def _batch(wanted: Wanted, lives: int, number: int, coverage: Coverage) -> bool:
    """Play some lives in a world of their own; tell whether all went as the model knows."""
    try:
        with a_world() as world:
            OrderLife.world, OrderLife.coverage = world, coverage
            run_state_machine_as_test(seed(number)(OrderLife), settings=many(lives, wanted.steps, shrink=wanted.shrink))
    except Exception:
        # Whatever a batch fails with is told, and the next one is played all the same.
        traceback.print_exc()
        return False
    return True


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
