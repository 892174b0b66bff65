"""Pieces of work that a file which took its process over might try."""

import ctypes
import os
import platform
import resource
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any


class Trial(StrEnum):
    """Named as `Work` is."""

    ECHO = "tests.adapters.paper_trials:echo"
    MEMORY = "tests.adapters.paper_trials:memory"
    PROCESSOR = "tests.adapters.paper_trials:processor"
    CLOCK = "tests.adapters.paper_trials:clock"
    DEATH = "tests.adapters.paper_trials:death"
    REFUSAL = "tests.adapters.paper_trials:refusal"
    OBJECT = "tests.adapters.paper_trials:an_object"
    ATTEMPT = "tests.adapters.paper_trials:attempt"
    SURROUNDINGS = "tests.adapters.paper_trials:surroundings"
    THREAD = "tests.adapters.paper_trials:thread"
    NOT_THERE = "tests.adapters.paper_trials:not_there"


def echo(content: bytes, *arguments: Any) -> dict[str, Any]:
    return {
        "size": len(content),
        "first": content[:4],
        "arguments": list(arguments),
        "none": None,
        "deep": [[{"a": b""}]],
    }


def memory(content: bytes) -> int:
    return len(bytearray(4 << 30))


def processor(content: bytes) -> None:
    while True:
        pass


def clock(content: bytes) -> None:
    time.sleep(600)


def death(content: bytes) -> None:
    os.abort()


def refusal(content: bytes) -> None:
    raise ValueError("no picture", 3)


def an_object(content: bytes) -> Any:
    return Path()


def thread(content: bytes) -> bool:
    done: list[bool] = []
    worker = threading.Thread(target=lambda: done.append(True))
    worker.start()
    worker.join()
    return done == [True]


def surroundings(content: bytes) -> dict[str, Any]:
    return {"environment": dict(os.environ), "handles": len(list(Path("/proc/self/fd").iterdir()))}


def _signal(process: int) -> None:
    """Signal 0 by the other of the two ways (rt_sigqueueinfo(2), as on x86-64 and ARM64)."""
    libc = ctypes.CDLL(None, use_errno=True)
    number = {"x86_64": 129, "aarch64": 138}[platform.machine()]
    told = ctypes.create_string_buffer(struct.pack("=iii", 0, 0, -1), 128)
    if libc.syscall(number, process, 0, told) != 0:
        raise OSError(ctypes.get_errno(), "")


def attempt(content: bytes, what: str, where: str) -> str:
    """Say `done`, or the name of the error; whoever asks knows which must come."""
    ways: dict[str, Callable[[], object]] = {
        "program": lambda: subprocess.run(["/bin/true"], check=True),
        "fork": os.fork,
        "network": lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
        "write": lambda: Path(where).write_bytes(b"x"),
        "remove": lambda: Path(where).unlink(),
        "kill": lambda: os.kill(os.getppid(), 9),
        "signal": lambda: _signal(os.getppid()),
        "limit": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (4096, 4096)),
        "slow down": lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
        "read": lambda: Path(where).read_bytes(),
    }
    try:
        ways[what]()
    except OSError as error:
        return type(error).__name__
    return "done"
