"""One piece of work on one file, in a process that may do little else and ends with it.

The process was forked from a server that never held a key or the database's address, so that a file that takes it over
finds nothing there. What it may use is set before the first byte of the file is read.
"""

import contextlib
import ctypes
import importlib
import os
import pickle
import resource
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from app.adapters.paper_files import open_no_files_but_the_programs
from app.adapters.paper_syscalls import deny_what_work_never_needs
from app.adapters.paper_wire import LENGTH, Bounds, packed
from app.ports.paper_work import PaperFault

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_OPEN_FILES = 64
_LIBC = ctypes.CDLL(None, use_errno=True)


def do_one(connection: socket.socket, bounds: Bounds, server: int) -> None:
    """Read a request, do it, answer. Never returns."""
    try:
        _bound(bounds, server)
        _send(connection, _answer(connection))
    finally:
        os._exit(0)


def _bound(bounds: Bounds, server: int) -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != server:  # it died before we asked
        os._exit(1)
    with contextlib.suppress(OSError):
        # Where memory runs out all the same, the kernel takes this process first.
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    # After that: who is no superuser can't write there any more.
    _LIBC.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    for kind, wanted in (
        (resource.RLIMIT_AS, bounds.memory_bytes),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _limit(kind, wanted)
    # At the first the kernel says that it was the processor (SIGXCPU), at the second it only kills.
    _limit(resource.RLIMIT_CPU, bounds.seconds, bounds.seconds + 1)
    if not deny_what_work_never_needs():
        # Threads count as well, so it is the second choice; and root isn't held by it.
        _limit(resource.RLIMIT_NPROC, 0)


def _limit(kind: int, wanted: int, at_last: int | None = None) -> None:
    hard = resource.getrlimit(kind)[1]
    limits = (wanted, wanted if at_last is None else at_last)
    if hard != resource.RLIM_INFINITY:
        limits = (min(limits[0], hard), min(limits[1], hard))
    resource.setrlimit(kind, limits)


def _answer(connection: socket.socket) -> Any:
    try:
        work, arguments = pickle.loads(_framed(connection))  # noqa: S301 - the service sends it, before the file
        module, _, name = work.partition(":")
        function = getattr(importlib.import_module(module), name)
        open_no_files_but_the_programs()
        return {"result": function(_content(connection), *arguments)}
    except ValueError as refused:
        return {"refused": [_plain(one) for one in refused.args]}
    except MemoryError:
        return {"fault": PaperFault.TOO_MUCH_MEMORY.value, "about": "MemoryError"}
    except BaseException as error:  # whatever it is, it is the file's fault
        short_of_memory = "nsufficient memory" in str(error) or "Failed to allocate" in str(error)
        fault = PaperFault.TOO_MUCH_MEMORY if short_of_memory else PaperFault.CRASHED
        return {"fault": fault.value, "about": type(error).__name__}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def _framed(connection: socket.socket) -> bytearray:
    """Read one length and as many bytes."""
    (size,) = LENGTH.unpack(_exactly(connection, LENGTH.size))
    return _exactly(connection, size)


def _content(connection: socket.socket) -> bytes:
    content = bytearray()
    while chunk := _framed(connection):
        content += chunk
    return bytes(content)


def _exactly(connection: socket.socket, size: int) -> bytearray:
    held = bytearray(size)
    view, at = memoryview(held), 0
    while at < size:
        count = connection.recv_into(view[at:])
        if count == 0:  # nobody waits for an answer any more
            os._exit(0)
        at += count
    return held


def _send(connection: socket.socket, answer: Any) -> None:
    try:
        parts = packed(answer)
    except (TypeError, ValueError, RecursionError) as odd:
        parts = packed({"fault": PaperFault.CRASHED.value, "about": f"answer: {type(odd).__name__}"})
    except MemoryError:
        parts = packed({"fault": PaperFault.TOO_MUCH_MEMORY.value, "about": "MemoryError"})
    with contextlib.suppress(OSError):
        for part in parts:
            connection.sendall(part)


if sys.platform != "linux":  # pragma: no cover
    raise ImportError("papers are worked on under Linux alone: nothing else bounds a process this way")
