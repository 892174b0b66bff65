"""Run it: `python -m tests.crash --rounds 200 --filings 50 --seed 1`. Ends with 1 where anything is wrong."""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from app.settings import Settings
from tests.crash.mortal_stack import ENVIRONMENT, MortalStack
from tests.crash.rounds import Load, Wanted, play
from tests.crash.table import explained, written
from tests.play.running_service import SCOPES


def main() -> int:
    """Start the service, play, compare, print, stop everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--filings", type=int, default=50, help="how many run at a time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="where to copy logs and report")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to stop"))
    wanted = Wanted(asked.rounds, asked.filings, asked.seed)
    with tempfile.TemporaryDirectory(prefix="filing-crash-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)  # the database's user passes through it
        try:
            return _played(folder, wanted)
        finally:
            if asked.keep is not None:
                shutil.copytree(folder / "data" / "logs", asked.keep, dirs_exist_ok=True)


def _played(folder: Path, wanted: Wanted) -> int:
    for name in [name for name in os.environ if name.startswith("FILING_")]:
        del os.environ[name]
    os.environ.update(ENVIRONMENT, FILING_DATA_DIR=str(folder / "data"))
    with MortalStack(Settings.from_environment(os.environ), _say) as stack:
        load = Load(stack, wanted, _client(), folder)
        try:
            kills = play(stack, load, wanted, _say)
            _say("no more kills; everything comes to its end")
            report = load.finish()
        finally:
            load.end()
        print(written(wanted, kills, stack.left, report))
        print(explained(report), file=sys.stderr)
        if load.said():
            print(load.said(), file=sys.stderr)
    return 1 if report["wrong"] else 0


def _client() -> str:
    """Make an API client with every scope; returns what the command printed."""
    words = [sys.executable, "-m", "app.cli", "clients", "create", "crash"]
    words += [word for scope in SCOPES for word in ("--scope", scope)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return json.dumps(json.loads(done.stdout))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
