"""Child processes that are kept alive."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.adapters.child_process import end, spawn

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 15.0
_HEALTHY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Program:
    """What a child runs. Its output goes to `log`; `keep_open` are sockets that it inherits."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    log: Path
    keep_open: tuple[int, ...] = ()


@dataclass(slots=True)
class Child:
    """One program and its present process. A dead one is started anew, after pauses that grow from half a second."""

    program: Program
    say: Callable[[str], None]
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    _born: float = 0.0
    _pause: float = _FIRST_PAUSE
    _again_at: float | None = field(default=None)

    def start(self) -> None:
        """Start the process."""
        program = self.program
        with os.fdopen(os.open(program.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
            self.process = spawn(program.command, environ=program.environ, output=log, keep_open=program.keep_open)
        self._born = time.monotonic()
        self._again_at = None

    def look_after(self) -> None:
        """Notice a death and start again once the pause is over."""
        now = time.monotonic()
        if self._again_at is not None:
            if now >= self._again_at:
                self.start()
            return
        if self.process is None or self.process.poll() is None:
            return
        if now - self._born > _HEALTHY_SECONDS:
            self._pause = _FIRST_PAUSE
        self.deaths += 1
        self._again_at = now + self._pause
        self.say(
            f"{self.program.name} ended with status {self.process.returncode}; again in {self._pause:g} s"
            f" (see {self.program.log})"
        )
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    def stop(self, seconds: float) -> None:
        """End the process politely, then surely. Harmless twice."""
        if self.process is not None:
            end(self.process, (signal.SIGTERM, seconds), (signal.SIGKILL, 10.0))
        self.process = None

    def ask_to_stop(self) -> None:
        """Send the signal without waiting, so that several can end at once."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
