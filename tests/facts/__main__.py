"""The commands: run, check, mutate."""

import argparse
import contextlib
import difflib
import io
import sys

import pytest

from tests.facts import traceability
from tests.facts.listed import ROOT, documents, facts
from tests.facts.marks import MarkedTests

_QUIET = ["-q", "-p", "no:cacheprovider", "--no-header"]


def main() -> int:
    """Do what the command line asks; status 1 where something is missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.facts", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="run the tests that name a fact, print the table, write the document")
    run.add_argument("fact", nargs="*", help="only these facts, and nothing is written")
    check = commands.add_parser("check", help="compare list, marks and document without running a test")
    check.add_argument("--write", action="store_true", help="write the document instead")
    mutate = commands.add_parser("mutate", help="change the data that carry a fact and see whether its tests notice")
    mutate.add_argument("only", nargs="*", help="facts or rules; all where none is named")
    mutate.add_argument("--list", action="store_true", help="print the changes without trying them")
    mutate.add_argument("--quick", action="store_true", help="without the tests that need a database")
    options = parser.parse_args()
    if options.command == "mutate":
        from tests.facts.trials import try_all

        return try_all(options.only, only_list=options.list, quick=options.quick)
    return _check(options.write) if options.command == "check" else _run(options.fact)


def _run(only: list[str]) -> int:
    marked = MarkedTests(only or None)
    status = pytest.main([*_QUIET, "tests"], plugins=[marked])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        return 1
    passed = {fact for test in marked.passed for fact in marked.facts_of[test]} - marked.noticed()
    sources = documents()
    print(traceability.table(sources, marked.tests_by_fact(), passed))
    missing = [fact.id for fact in facts().values() if not fact.no_software and fact.id not in passed]
    missing = [fact for fact in missing if not only or fact in only]
    if missing:
        print(f"not shown by a passing test: {', '.join(missing)}")
    if not only:
        _file().write_text(traceability.document(sources, marked.tests_by_fact()), encoding="utf-8")
    return 1 if missing or _unknown(marked) else 0


def _check(write: bool) -> int:
    marked = MarkedTests()
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = pytest.main([*_QUIET, "--collect-only", "tests"], plugins=[marked])
    if status != pytest.ExitCode.OK:
        print(said.getvalue())
        return 1
    text = traceability.document(documents(), marked.tests_by_fact())
    if write:
        _file().write_text(text, encoding="utf-8")
    old = _file().read_text(encoding="utf-8") if _file().exists() else ""
    changes = list(
        difflib.unified_diff(old.splitlines(), text.splitlines(), "committed", "from the tests", n=0, lineterm="")
    )
    if changes:
        print("\n".join(changes[:40]))
        print(f"{traceability.FILE}: not what list and tests say; run `make facts`")
    return 1 if changes or _unknown(marked) else 0


def _unknown(marked: MarkedTests) -> bool:
    unknown = set(marked.tests_by_fact()) - set(facts())
    for fact in sorted(unknown):
        print(f"{fact}: no such fact; named by {', '.join(marked.tests_by_fact()[fact])}")
    return bool(unknown)


def _file():
    return ROOT / traceability.FILE


if __name__ == "__main__":
    sys.exit(main())
