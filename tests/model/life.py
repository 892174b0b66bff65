"""What every sequence begins and ends with, and what its rules draw from."""

from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from tests.model.covering import Coverage
from tests.model.playing import REVIEWERS
from tests.model.steps import Steps
from tests.model.ways import TARGETS, reach
from tests.model.world import PROVIDERS, World

PRECONDITIONS = st.sampled_from(["right"] * 6 + ["stale", "missing"])
YES_OR_NO = st.booleans()
REVIEWER = st.sampled_from(REVIEWERS)


def many(lives: int, steps: int, *, shrink: bool = True, is_the_same_each_time: bool = False) -> settings:
    """Return how Hypothesis is to play: how many sequences, how long; no database, since no two worlds are alike."""
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]
    return settings(
        max_examples=lives,
        stateful_step_count=steps,
        derandomize=is_the_same_each_time,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=phases,
        print_blob=False,
    )


class Life(RuleBasedStateMachine):
    """One applicant's orders, one after another, before a provider of one of three kinds."""

    world: ClassVar[World]
    coverage: ClassVar[Coverage]

    def __init__(self) -> None:
        super().__init__()
        self.steps: Steps | None = None

    @property
    def now(self) -> Steps:
        """The order that is played."""
        assert self.steps is not None
        return self.steps

    @initialize(
        provider=st.sampled_from(PROVIDERS),
        who=st.sampled_from(["individual", "enterprise"]),
        goal=st.sampled_from(TARGETS),
    )
    def begin(self, provider: Any, who: str, goal: str) -> None:
        """Begin an order and bring it some way, since most of what matters happens far from the beginning."""
        self.steps = Steps(self.world, self.coverage, provider, who)
        reach(self.now, goal)

    def teardown(self) -> None:
        """Look at what shows at the end, and clear the desk."""
        if self.steps is not None:
            self.steps.finish()
