"""The service's end of a fork server: starts it, asks it for children, hears of their ends."""

import asyncio
import contextlib
import itertools
import os
import socket
import subprocess
import sys

from app.adapters.paper_wire import CONTROL_BYTES, Bounds, Signal, read_signal, signal_of
from app.ports.paper_work import PaperWorkUnavailable

_START_SECONDS = 30.0
_END_SECONDS = 5.0
# One thread for each library that would begin some by itself: a forked child has only the thread that forked it.
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENCV_OPENCL_RUNTIME": "disabled",
    "MALLOC_ARENA_MAX": "1",
    "LC_ALL": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
}


class PaperHost:
    """A running fork server. Not `alive` any more, it serves nobody, and another is started in its place."""

    def __init__(self, process: "subprocess.Popen[bytes]", control: socket.socket) -> None:
        self._process = process
        self._control = control
        self._numbers = itertools.count(1)
        self._ends: dict[int, asyncio.Future[int | None]] = {}
        self._loop = asyncio.get_running_loop()
        self._ready = self._loop.create_future()
        self.alive = True
        self._loop.add_reader(control.fileno(), self._hear)

    @classmethod
    async def started(cls, bounds: Bounds) -> "PaperHost":
        """Start a fork server and wait until it has loaded what it needs. Raises PaperWorkUnavailable."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        try:
            host = cls(_started(theirs, bounds), ours)
        except OSError as fault:
            ours.close()
            raise PaperWorkUnavailable from fault
        finally:
            theirs.close()
        try:
            async with asyncio.timeout(_START_SECONDS):
                await host._ready
        except BaseException as fault:
            await host.close()
            if isinstance(fault, TimeoutError):
                raise PaperWorkUnavailable from fault
            raise
        return host

    def begin(self) -> tuple[int, socket.socket]:
        """Ask for a child; returns its number and our end of the connection to it. Raises PaperWorkUnavailable."""
        ours, theirs = socket.socketpair()
        job = next(self._numbers)
        try:
            socket.send_fds(self._control, [signal_of(Signal.BEGIN, job)], [theirs.fileno()])
        except OSError as fault:
            ours.close()
            raise PaperWorkUnavailable from fault
        finally:
            theirs.close()
        ours.setblocking(False)
        self._ends[job] = self._loop.create_future()
        return job, ours

    async def ended(self, job: int, *, kill: bool) -> int | None:
        """Wait until a child is gone, and return its status: -1 where there was none, None where the server died.

        One that has no more to say ends at once by itself; `kill` is for all others.
        """
        end = self._ends[job]
        try:
            if kill:
                self._kill(job)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_END_SECONDS):
                    return await asyncio.shield(end)
            self._kill(job)
            return await end
        except asyncio.CancelledError:
            self._kill(job)
            raise
        finally:
            self._ends.pop(job, None)

    def _kill(self, job: int) -> None:
        with contextlib.suppress(OSError):
            self._control.send(signal_of(Signal.KILL, job))

    def _hear(self) -> None:
        """Read what the server says; nothing means that it is gone."""
        try:
            message = self._control.recv(CONTROL_BYTES)
        except BlockingIOError:
            return
        except OSError:
            message = b""
        if len(message) != CONTROL_BYTES:
            self._forget()
            return
        kind, job, value = read_signal(message)
        if kind is Signal.READY and not self._ready.done():
            self._ready.set_result(None)
        elif kind is Signal.ENDED and job in self._ends and not self._ends[job].done():
            self._ends[job].set_result(value)

    def _forget(self) -> None:
        if not self.alive:
            return
        self.alive = False
        self._loop.remove_reader(self._control.fileno())
        self._control.close()
        if not self._ready.done():
            self._ready.set_exception(PaperWorkUnavailable())
        for end in self._ends.values():
            if not end.done():
                end.set_result(None)

    async def close(self) -> None:
        """End the server: it goes, with its children, once nobody can ask it any more."""
        self._forget()
        if self._ready.done() and not self._ready.cancelled():
            self._ready.exception()
        await asyncio.to_thread(_ended, self._process)


def _started(control: socket.socket, bounds: Bounds) -> "subprocess.Popen[bytes]":
    """Start the server in a session of its own, with nothing of our environment but where Python finds its modules."""
    words = (str(control.fileno()), str(bounds.memory_bytes), str(bounds.seconds))
    return subprocess.Popen(  # noqa: S603 - the command is ours, and no shell reads it
        [sys.executable, "-P", "-B", "-m", "app.adapters.paper_server", *words],
        env={**_ENVIRONMENT, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=(control.fileno(),),
    )


def _ended(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
