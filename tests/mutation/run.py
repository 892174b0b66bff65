"""Mutation testing by hand: break one thing at a time in the modules that decide, and see whether a test notices.

`make mutate` runs it, with cosmic-ray in a virtual environment of its own; `docs/testing/mutation.md` says what is
counted and what was found. Nothing is ever broken in place: the tree is copied for each worker. With `--keep FOLDER`
a run that was stopped goes on where it was, and mutants that survived are tried again where a test has changed.
"""

import argparse
import difflib
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import tomllib
from collections.abc import Mapping
from pathlib import Path

from mutants import Mutant, mutants

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_TREE = ("app", "authority_sandbox", "migrations", "openapi", "tests", "pyproject.toml")
_PYTEST = ("-m", "pytest", "-x", "-q", "--noconftest", "-p", "no:cacheprovider", "-p", "no:schemathesis")
_TIMEOUT = 300
_KILLED, _SURVIVED = "killed", "survived"


class Run:
    """One run: the mutants with the tests that should notice them, what is known of each, and the copies to break."""

    def __init__(self, folder: Path, groups: Mapping[str, Mapping[str, list[str]]]) -> None:
        self.folder = folder
        self.known_file = folder / "known.json"
        self.known: dict[str, str] = json.loads(self.known_file.read_text()) if self.known_file.exists() else {}
        self.lock = threading.Lock()
        self.waiting: queue.SimpleQueue[tuple[str, Mutant]] = queue.SimpleQueue()
        self.of_groups: dict[str, list[Mutant]] = {}
        self.tests = {name: group["tests"] for name, group in groups.items()}
        for name, group in groups.items():
            modules = [Path(one) for one in group["modules"]]
            self.of_groups[name] = [
                one for module in modules for one in mutants(module, (ROOT / module).read_text(encoding="utf-8"))
            ]
            for one in self.of_groups[name]:
                if self.known.get(one.id) != _KILLED:
                    self.waiting.put((name, one))

    def copied(self, worker: int) -> Path:
        """Copy the tree for a worker and run the tests over it as it is: they have to pass, and leave it compiled."""
        tree = self.folder / f"tree{worker}"
        _copy_tree(tree)
        tests = sorted({test for tests in self.tests.values() for test in tests})
        ended = _pytest(tree, tests, compile_anew=True)
        if ended.returncode:
            sys.exit(f"the tests fail without any mutation:\n{ended.stdout}")
        return tree

    def work(self, tree: Path) -> None:
        """Try mutants in a copy of the tree until there is none left."""
        while True:
            try:
                name, mutant = self.waiting.get_nowait()
            except queue.Empty:
                return
            outcome = _tried(tree, mutant, self.tests[name])
            with self.lock:
                self.known[mutant.id] = outcome
                self.known_file.write_text(json.dumps(self.known))
                print(f"{self.waiting.qsize():5} left; {mutant.module.stem}: {mutant.operator}: {outcome}", flush=True)

    def survivors(self, name: str) -> list[Mutant]:
        """Return the mutants of a group that no test noticed."""
        return [one for one in self.of_groups[name] if self.known.get(one.id) != _KILLED]


def main() -> None:
    """Run the groups that are named, all of them where none is; print the figures and the changes nobody noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="*")
    parser.add_argument("--keep", type=Path, help="a folder for the copies of the tree and what is known of mutants")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    targets = tomllib.loads((HERE / "targets.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="filing-mutation-") as temporary:
        folder = (chosen.keep or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        run = Run(folder, {name: targets[name] for name in chosen.groups or targets})
        trees = [run.copied(number) for number in range(chosen.workers)]
        threads = [threading.Thread(target=run.work, args=(tree,)) for tree in trees]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    _report(run)


def _copy_tree(tree: Path) -> None:
    shutil.rmtree(tree, ignore_errors=True)
    for part in _TREE:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / part, tree / part)


def _tried(tree: Path, mutant: Mutant, tests: list[str]) -> str:
    """Run the tests over a mutant. What never ends is noticed too."""
    broken = tree / mutant.module
    whole, as_copied = broken.read_text(encoding="utf-8"), broken.stat()
    broken.write_text(mutant.code, encoding="utf-8")
    try:
        return _KILLED if _pytest(tree, tests, compile_anew=False).returncode else _SURVIVED
    except subprocess.TimeoutExpired:
        return _KILLED
    finally:
        broken.write_text(whole, encoding="utf-8")
        os.utime(broken, ns=(as_copied.st_atime_ns, as_copied.st_mtime_ns))


def _pytest(tree: Path, tests: list[str], *, compile_anew: bool) -> subprocess.CompletedProcess[str]:
    """Run tests. Nothing compiled from a mutant is kept: the next one of the same second could be taken for it."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONPYCACHEPREFIX": str(tree / "compiled")}
    environment |= {"PYTHONDONTWRITEBYTECODE": "" if compile_anew else "1"}
    command = [str(ROOT / ".venv" / "bin" / "python"), *_PYTEST, *tests]
    return subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, text=True, timeout=_TIMEOUT, check=False
    )


def _report(run: Run) -> None:
    total = left = 0
    for name, all_of_them in run.of_groups.items():
        survivors = run.survivors(name)
        for one in survivors:
            old = (ROOT / one.module).read_text(encoding="utf-8").splitlines()
            lines = difflib.unified_diff(old, one.code.splitlines(), str(one.module), one.operator, lineterm="", n=0)
            print(f"\n{one.id}", *lines, sep="\n")
        print(f"\n{name}: {_figure(len(all_of_them), len(survivors))}")
        total, left = total + len(all_of_them), left + len(survivors)
    print(f"\nall: {_figure(total, left)}")
    sys.exit(left > total * 0.05)


def _figure(mutants: int, survivors: int) -> str:
    killed = mutants - survivors
    return f"{killed} of {mutants} killed, {killed / mutants:.1%}"


if __name__ == "__main__":
    main()
