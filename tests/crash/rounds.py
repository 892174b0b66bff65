"""The rounds: who is killed when, as the seed says; a moment is so many acknowledged acts away, not so much time."""

import json
import os
import random
import select
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.crash.mortal_stack import PARTS, MortalStack

_SILENCE = 6.0
_TWO_AT_ONCE = 0.4
_CLOCK_EVERY = 12
# A good day is longer than codes and verifications live.
_HOURS = (1, 3, 27, 50)
_DRAINED_WITHIN = 600.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to run."""

    rounds: int
    filings: int
    seed: int


class Load:
    """The process of those who file, as the killer sees it."""

    def __init__(self, stack: MortalStack, wanted: Wanted, client: str, folder: Path) -> None:
        self._report = folder / "report.json"
        self._errors = folder / "load.err"
        words = ["--base-url", stack.base_url, "--data-dir", str(stack.data_dir), "--client", client]
        words += ["--filings", str(wanted.filings), "--seed", str(wanted.seed), "--report", str(self._report)]
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.crash.load", *words],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip

    def acts(self, count: int, within: float) -> int:
        """Wait for so many acknowledged acts; fewer where nothing moves for long."""
        assert self._process.stdout is not None
        seen, give_up = 0, time.monotonic() + within
        while seen < count and (left := give_up - time.monotonic()) > 0:
            ready, _, _ = select.select([self._process.stdout], [], [], left)
            if ready:
                told = os.read(self._process.stdout.fileno(), count - seen)
                if not told:
                    raise RuntimeError(f"those who file have ended:\n{self.said()}")
                seen += len(told)
        return seen

    def tell(self, line: str) -> None:
        """Tell it something."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()

    def finish(self) -> dict[str, Any]:
        """Let it come to its end, and return its report."""
        self.tell("finish")
        give_up = time.monotonic() + _DRAINED_WITHIN
        while self._process.poll() is None:
            if time.monotonic() > give_up:
                raise TimeoutError(f"not at an end within {_DRAINED_WITHIN:g} s\n{self.said()}")
            self._drain()
        if self._process.returncode != 0:
            raise RuntimeError(f"those who file failed:\n{self.said()}")
        found: dict[str, Any] = json.loads(self._report.read_text())
        return found

    def said(self) -> str:
        """Return the end of what it complained of."""
        return "\n".join(self._errors.read_text(errors="replace").splitlines()[-30:])

    def end(self) -> None:
        """End it, whatever it does. Harmless twice."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _drain(self) -> None:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], 0.2)
        if ready and not os.read(self._process.stdout.fileno(), 65536):
            self._process.wait()


def play(stack: MortalStack, load: Load, wanted: Wanted, say: Callable[[str], None]) -> Counter[str]:
    """Kill and start again, round after round; returns how often what was killed."""
    chance = random.Random(f"rounds {wanted.seed}")
    kills: Counter[str] = Counter()
    load.acts(wanted.filings, 60.0)
    for turn in range(1, wanted.rounds + 1):
        load.acts(chance.randint(1, 40), _SILENCE)
        if turn % _CLOCK_EVERY == _CLOCK_EVERY // 4:
            load.tell(f"clock {chance.choice(_HOURS)}")
        # Pauses of chance, so that parts die at any moment of their work: nothing is waited for.
        time.sleep(chance.uniform(0.0, 0.05))
        victims = chance.sample(PARTS, 2 if chance.random() < _TWO_AT_ONCE else 1)
        for victim in victims:
            kills[stack.kill(victim, chance)] += 1
            time.sleep(chance.uniform(0.0, 0.05))
        time.sleep(chance.uniform(0.0, 0.4))
        began = time.monotonic()
        stack.whole()
        say(f"round {turn}: {' and '.join(victims)}; whole again after {time.monotonic() - began:.1f} s")
    return kills
