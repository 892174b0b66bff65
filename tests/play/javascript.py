"""Node.js and the packages of `tests/javascript`, installed from what is locked there."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "javascript"


@cache
def node() -> str:
    """Return Node.js with the packages beside it; where they can't be had, the test is left out and says why."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found is None or npm is None:
        pytest.skip("LEFT OUT: no Node.js here (apt install nodejs npm), so clients in JavaScript were not tried")
    if not all((FOLDER / "node_modules" / name).is_dir() for name in ("tus-js-client", "standardwebhooks")):
        done = subprocess.run(
            [npm, "ci", "--no-audit", "--no-fund"], cwd=FOLDER, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            pytest.skip(f"LEFT OUT: npm ci failed in {FOLDER}, so clients in JavaScript were not tried: {done.stderr}")
    return found


def run_node(script: str, argument: str, *, seconds: float = 240) -> str:
    """Run a script of that folder, which must succeed, and return what it printed."""
    done = subprocess.run(
        [node(), script, argument], cwd=FOLDER, capture_output=True, text=True, check=False, timeout=seconds
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
