"""A whole service whose parts can be killed and started again, one by one."""

import contextlib
import os
import random
import signal
import time
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path

from app.adapters.embedded_database import DatabaseStartError
from app.settings import Settings
from app.stack.service_stack import ServiceStack
from tests.play.processes import part_of

PARTS = ("api", "worker", "sandbox", "database")
_WHOLE_SECONDS = 120.0
_LOOK_AGAIN = 0.02
# Short enough for a run of minutes, long enough for every call of it.
ENVIRONMENT = {
    "FILING_PORT": "0",
    "FILING_RECOGNITION": "off",
    "FILING_AUTHENTICITY": "person",
    "FILING_JOB_HEARTBEAT_SECONDS": "1",
    "FILING_JOB_STALLED_SECONDS": "3",
    "FILING_KEY_LEASE_SECONDS": "3",
    "FILING_WEBHOOK_HOLD_SECONDS": "3",
    # On a machine that starts processes all the time a paper may wait long for its turn.
    "FILING_PAPER_SECONDS": "600",
    "FILING_RATE_CLIENT_PER_MINUTE": "10000000",
    "FILING_RATE_ACCOUNT_PER_MINUTE": "10000000",
    "FILING_RATE_SMS_TRIES_PER_MINUTE": "10000000",
    "FILING_TOKEN_TTL_SECONDS": "86400",
    "FILING_SESSION_TTL_SECONDS": "86400",
}


class MortalStack(ServiceStack):
    """`filing serve` without patience: what died is started as soon as it is asked for, not after a pause that grows.

    `left` counts, by part, the processes that ended without being killed: the worker does when its database goes away.
    """

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        super().__init__(settings, say)
        self.left = dict.fromkeys(PARTS, 0)

    def __enter__(self) -> "MortalStack":
        """Start everything."""
        super().__enter__()
        return self

    @property
    def data_dir(self) -> Path:
        """Where it keeps its data."""
        return self.settings.data_dir

    def kill(self, name: str, how: random.Random) -> str:
        """Kill a part without warning and return how; of the database also a single process, or all at once."""
        number = part_of(os.getpid(), name)
        if name != "database":
            os.kill(number, signal.SIGKILL)
            self._bury(name)
            return name
        backends = _children_of(number)
        manner = how.choice(("postmaster", "postmaster and backends", "one backend"))
        victims = [number, *backends]
        if manner == "postmaster":
            victims = [number]
        elif manner == "one backend" and backends:
            # PostgreSQL then ends all others by itself, and recovers as after any crash.
            victims = [how.choice(backends)]
        for victim in victims:
            _kill_surely(victim)
        if number in victims:
            self._bury_database()
        return f"database ({manner})"

    def whole(self) -> None:
        """Start what is dead, the database first, until everything answers. Raises TimeoutError."""
        give_up = time.monotonic() + _WHOLE_SECONDS
        self.start_dead()
        while not self._answers():
            if time.monotonic() > give_up:
                raise TimeoutError(f"not whole within {_WHOLE_SECONDS:g} s; see {self.data_dir / 'logs'}")
            time.sleep(_LOOK_AGAIN)
            self.start_dead()

    def start_dead(self) -> None:
        """Start what is dead."""
        if self._database is not None and not self._database.is_running():
            self._bury_database()
            try:
                self._database.revive()
            except (DatabaseStartError, OSError) as error:
                self._say(str(error))
        for child in self._children:
            if child.process is not None and child.process.poll() is not None:
                self.left[child.program.name] += 1
                child.process = None
            if child.process is None:
                child.start()

    def _bury(self, name: str) -> None:
        for child in self._children:
            if child.program.name == name and child.process is not None:
                child.process.wait()
                child.process = None

    def _bury_database(self) -> None:
        assert self._database is not None
        while self._database.is_running():
            time.sleep(_LOOK_AGAIN)

    def _answers(self) -> bool:
        if not all(child.process is not None and child.process.poll() is None for child in self._children):
            return False
        try:
            with urllib.request.urlopen(f"{self.base_url}/readyz", timeout=5) as answer:
                return b'"authority_gateway":true' in answer.read().replace(b" ", b"")
        except (OSError, HTTPException):
            return False


def _children_of(number: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == number:
            found.append(int(folder.name))
    return sorted(found)


def _kill_surely(number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)
