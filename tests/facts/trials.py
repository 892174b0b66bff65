"""Trying the changes: in a copy of the tree, one at a time, with the tests of the facts that the value carries.

Each change gets a forked process of its own that finds the libraries imported already, reads the rules and the tests
anew, and leaves a fact alone once one of its tests has failed. The tree that one works in is never touched.
"""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.facts.changes import Change, changes
from tests.facts.listed import ROOT, Carrier, documents
from tests.facts.marks import MarkedTests

_COPIED = (
    "app",
    "authority_sandbox",
    "tests",
    "migrations",
    "openapi",
    "docs",
    "bench",
    "pyproject.toml",
    "alembic.ini",
)
_IN_COPY = "FACTS_IN_COPY"
_IMPORTED_EARLY = "ignore:Module already imported:pytest.PytestAssertRewriteWarning"
_QUIET = ["-W", _IMPORTED_EARLY, "-q", "-p", "no:cacheprovider", "-p", "no:cov", "--no-header", "--no-summary"]


def try_all(only: Iterable[str], *, only_list: bool, quick: bool) -> int:
    """Try the changes of the named facts or rules, of all where none is named; status 1 where one goes unnoticed.

    `quick` leaves out the tests that need a database, and the facts that no other test shows.
    """
    wanted = _wanted(frozenset(only))
    if only_list:
        for carrier in wanted:
            print(carrier, *(f"    {change.what}" for change in changes(carrier)), sep="\n")
        return 0
    if os.environ.get(_IN_COPY) == str(ROOT):
        return _try(wanted, quick)
    with tempfile.TemporaryDirectory(prefix="facts-") as folder:
        for name in _COPIED:
            _copy(ROOT / name, Path(folder) / name)
        environment = {**os.environ, _IN_COPY: folder, "PYTHONPATH": folder}
        command = [sys.executable, "-m", "tests.facts", "mutate", *(["--quick"] if quick else []), *only]
        return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


def _wanted(only: frozenset[str]) -> Mapping[Carrier, frozenset[str]]:
    """Return the rules to change, each with the facts that it carries."""
    carried: dict[Carrier, set[str]] = {}
    for source in documents():
        for fact in source.facts:
            for carrier in fact.carried_by:
                if not carrier.is_code and (not only or fact.id in only or carrier.name in only):
                    carried.setdefault(carrier, set()).add(fact.id)
    return {carrier: frozenset(named) for carrier, named in carried.items()}


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".data"))
    elif source.exists():
        shutil.copy2(source, target)


def _try(wanted: Mapping[Carrier, frozenset[str]], quick: bool) -> int:
    trial = Trial(_files_of_tests(quick), quick)
    _import_libraries()
    shown = trial.shown(frozenset().union(*wanted.values()))
    print(f"{len(shown)} facts are shown without a change", flush=True)
    unnoticed: dict[str, list[str]] = {}
    begun, tried = time.monotonic(), 0
    for carrier, named in wanted.items():
        if not named & shown:
            print(f"{carrier}  left out: {' '.join(sorted(named))} not shown", flush=True)
            continue
        for change in changes(carrier):
            tried += 1
            survivors = trial.survivors(change, named & shown)
            for fact in survivors:
                unnoticed.setdefault(fact, []).append(f"{carrier}: {change.what}")
            said = f"UNNOTICED by {' '.join(survivors)}" if survivors else "noticed"
            print(f"{carrier}  {change.what}  {said}", flush=True)
    print(f"{tried} changes tried in {time.monotonic() - begun:.0f} s")
    for fact in sorted(unnoticed):
        print(f"{fact}: its tests still pass with", *unnoticed[fact], sep="\n    ")
    return 1 if unnoticed else 0


@dataclass(frozen=True, slots=True)
class Trial:
    """How the tests are run: the files with tests of each fact, and whether only the quick ones count."""

    files: Mapping[str, list[str]]
    quick: bool

    def shown(self, named: frozenset[str]) -> frozenset[str]:
        """Return the facts whose tests pass as things are."""
        told = self._told(named, until_noticed=False)
        if "broken" in told:
            raise SystemExit(f"the tests can't be run: {told['broken']}")
        return named - frozenset(told["noticed"])

    def survivors(self, change: Change, named: frozenset[str]) -> list[str]:
        """Return the facts whose tests all pass with the change, or why it can't be tried."""
        file = change.carrier.file
        before = file.read_bytes()
        file.write_text(yaml.safe_dump(dict(change.content), allow_unicode=True, sort_keys=False), encoding="utf-8")
        try:
            told = self._told(named, until_noticed=True)
        finally:
            file.write_bytes(before)
        if "broken" in told:
            return [f"nothing, for it can't be tried: {told['broken']}"]
        return sorted(named - set(told["noticed"]))

    def _told(self, named: frozenset[str], *, until_noticed: bool) -> Mapping[str, list[str]]:
        files = sorted({one for fact in named for one in self.files.get(fact, ())})
        return _in_a_fork(lambda: _run(MarkedTests(named, until_noticed, self.quick), named, files))


def _in_a_fork(work: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """Do the work in a process of its own, so that this one reads no rule, and return what it told."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as pipe, contextlib.redirect_stdout(io.StringIO()):
            try:
                told = work()
            except BaseException as error:
                told = {"noticed": [], "broken": repr(error)}
            json.dump(told, pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told: Mapping[str, Any] = json.load(pipe)
    os.waitpid(child, 0)
    return told


def _run(marked: MarkedTests, named: frozenset[str], files: list[str]) -> Mapping[str, Any]:
    from app.rulebook import RulebookError

    try:
        import tests.real_rules  # noqa: F401 - reads every rule and profile
    except RulebookError as error:
        return {"noticed": [], "broken": str(error)}
    if files:
        pytest.main([*_QUIET, *files], plugins=[marked])
    shown = {fact for test in marked.passed for fact in marked.facts_of[test]}
    told = {"noticed": sorted((marked.noticed() | (named - shown)) & named)}
    return told | ({"broken": marked.broken[0]} if marked.broken else {})


def _files_of_tests(quick: bool) -> Mapping[str, list[str]]:
    def collect() -> Mapping[str, Any]:
        marked = MarkedTests(quick=quick)
        pytest.main([*_QUIET, "--collect-only", "tests"], plugins=[marked])
        return {fact: sorted({test.split("::")[0] for test in tests}) for fact, tests in marked.tests_by_fact().items()}

    return _in_a_fork(collect)


def _import_libraries() -> None:
    """Import once what every trial needs and what reads no rule while it is imported."""
    import app.main
    import app.wiring
    import app.worker  # noqa: F401
