"""A pytest plugin that keeps the tests that name a fact, and remembers what became of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pytest

_SLOW_FIXTURES = (("service",), ("postgres", "database_url", "new_database", "migrated_template"))


@dataclass(eq=False)
class MarkedTests:
    """The tests of some facts (of all where none are named), the quick ones first.

    With `until_noticed` a test is left out as soon as another one has failed for each of its facts, with `quick` every
    test that needs a database.
    """

    wanted: Collection[str] | None = None
    until_noticed: bool = False
    quick: bool = False
    facts_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep the marked tests, those without a database before those with one, those over HTTP last."""
        kept, others = [], []
        for item in items:
            named = _facts(item)
            if self._is_wanted(named) and not (self.quick and _cost(item)):
                self.facts_of[item.nodeid] = tuple(sorted(named))
                kept.append(item)
            else:
                others.append(item)
        config.hook.pytest_deselected(items=others)
        items[:] = sorted(kept, key=_cost)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Leave a test out whose facts are all noticed."""
        if self.until_noticed and self.noticed() >= self._asked(item.nodeid):
            pytest.skip("noticed already")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember the outcome: failed in any phase is failed."""
        if report.failed:
            self.failed.add(report.nodeid)
            self.passed.discard(report.nodeid)
        elif report.when == "call" and report.passed:
            self.passed.add(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember what could not even be read."""
        if report.failed:
            self.broken.append(f"{report.nodeid}: {report.longreprtext[-400:]}")

    def noticed(self) -> frozenset[str]:
        """The facts for which a test has failed."""
        return frozenset(fact for test in self.failed for fact in self.facts_of.get(test, ()))

    def tests_by_fact(self) -> Mapping[str, tuple[str, ...]]:
        """The tests of each fact, without the parameters, sorted."""
        found: dict[str, set[str]] = {}
        for test, named in self.facts_of.items():
            for fact in named:
                found.setdefault(fact, set()).add(test.split("[")[0])
        return {fact: tuple(sorted(tests)) for fact, tests in found.items()}

    def _is_wanted(self, named: set[str]) -> bool:
        return bool(named) and (self.wanted is None or not named.isdisjoint(self.wanted))

    def _asked(self, test: str) -> frozenset[str]:
        named = frozenset(self.facts_of[test])
        return named if self.wanted is None else named & frozenset(self.wanted)


def _facts(item: pytest.Item) -> set[str]:
    return {fact for mark in item.iter_markers("fact") for fact in mark.args}


def _cost(item: pytest.Item) -> int:
    asked = getattr(item, "fixturenames", ())
    for rank, fixtures in enumerate(_SLOW_FIXTURES):
        if any(fixture in asked for fixture in fixtures):
            return len(_SLOW_FIXTURES) - rank
    return 0
