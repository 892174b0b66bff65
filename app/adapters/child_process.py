"""Processes that end with the one that started them."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def spawn(
    command: Sequence[str | Path],
    *,
    environ: Mapping[str, str],
    output: IO[bytes],
    keep_open: Sequence[int] = (),
    user: tuple[int, int] | None = None,
    at_parents_death: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a child of its own session, whose signals therefore come from its parent and not from the terminal.

    Both its outputs go to `output`; `user` is (uid, gid). On Linux the kernel sends `at_parents_death` when the
    parent is gone in whatever manner; elsewhere a killed parent leaves its children behind. Call it from the main
    thread alone, since the kernel means the thread.
    """
    uid, gid = user if user is not None else (None, None)
    return subprocess.Popen(  # noqa: S603 - the command is ours, and no shell reads it
        [str(part) for part in command],
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        pass_fds=tuple(keep_open),
        user=uid,
        group=gid,
        extra_groups=[] if user is not None else None,
        preexec_fn=_bound_to(os.getpid(), at_parents_death),  # noqa: PLW1509 - the parent has one thread
    )


def _bound_to(parent: int, sent: signal.Signals) -> Callable[[], None]:
    def bind() -> None:
        if _LIBC is None:
            return
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(sent), 0, 0, 0)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return bind


def end(process: subprocess.Popen[bytes], *steps: tuple[signal.Signals, float]) -> int:
    """Send one signal after the other, each with the seconds it is given, and return the exit status."""
    for sent, seconds in steps:
        if process.poll() is not None:
            break
        process.send_signal(sent)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    return process.wait()
