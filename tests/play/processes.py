"""The processes of a running service, and what can befall them."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_WORDS = {"api": "app.cli api ", "worker": "app.cli worker ", "sandbox": "authority_sandbox ", "database": "/postgres "}


def part_of(supervisor: int, name: str) -> int:
    """Return the process of one part: `api`, `worker`, `sandbox` or `database`."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (OSError, ValueError):  # it ended while we looked
            continue
        if parent == supervisor and _WORDS[name] in command:
            return int(folder.name)
    raise LookupError(f"{supervisor} has no {name}")


def killed(supervisor: int, name: str) -> int:
    """Kill a part without warning; return what its number was."""
    number = part_of(supervisor, name)
    os.kill(number, signal.SIGKILL)
    return number


@contextmanager
def paused(supervisor: int) -> Iterator[None]:
    """Keep whoever looks after the parts from starting a dead one again, for as long as the block lasts."""
    os.kill(supervisor, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(supervisor, signal.SIGCONT)


def until(happened: Callable[[], bool], *, seconds: float = 40.0) -> None:
    """Ask again and again; fail when it has not happened in time."""
    give_up = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < give_up, f"not within {seconds:g} s"
        time.sleep(0.02)
