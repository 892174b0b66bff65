"""The fork server: a process that has the image and PDF libraries loaded and forks one child for each piece of work.

It is started with a clean environment (no key, no address), reads no file itself, and ends, with its children, when the
service that started it closes the control socket or dies.
"""

import contextlib
import gc
import importlib
import os
import selectors
import signal
import socket
import sys
from collections.abc import Iterable

from app.adapters.paper_child import do_one
from app.adapters.paper_wire import CONTROL_BYTES, Bounds, Signal, read_signal, signal_of
from app.ports.paper_work import Work

_LIBRARIES = (
    "numpy",
    "cv2",
    "PIL.Image",
    "PIL.ImageCms",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "pikepdf",
    "pypdfium2",
)
# Loaded by the children that need it: its models would lie in everybody's memory.
_ON_DEMAND = frozenset({Work.LIKENESS})


class ForkServer:
    """Forks a child for each request on the control socket, and tells of each one's end."""

    def __init__(self, control: socket.socket, bounds: Bounds) -> None:
        self._control = control
        self._bounds = bounds
        self._jobs: dict[int, int] = {}
        self._wake, wake = socket.socketpair()
        for end in (self._wake, wake):
            end.setblocking(False)
        self._woken_by = wake

    def serve(self) -> None:
        """Work until the other side is gone."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._woken_by.fileno(), warn_on_full_buffer=False)
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(self._wake, selectors.EVENT_READ)
            self._tell(Signal.READY, 0)
            while True:
                ready = {key.fileobj for key, _ in selector.select()}
                if self._wake in ready:
                    with contextlib.suppress(BlockingIOError):
                        self._wake.recv(4096)
                    self._reap()
                if self._control in ready and not self._obeyed():
                    break
        for pid in self._jobs:
            os.kill(pid, signal.SIGKILL)

    def _obeyed(self) -> bool:
        """Do what was asked; False where nobody asks any more."""
        message, handles, _, _ = socket.recv_fds(self._control, CONTROL_BYTES, 1)
        if len(message) != CONTROL_BYTES:
            return False
        kind, job, _ = read_signal(message)
        if kind is Signal.BEGIN:
            self._fork(job, handles)
        elif kind is Signal.KILL:
            # A pid is ours until it is reaped, and only we reap: the signal can't hit a stranger.
            for pid in [pid for pid, one in self._jobs.items() if one == job]:
                os.kill(pid, signal.SIGKILL)
        return True

    def _fork(self, job: int, handles: Iterable[int]) -> None:
        (handle,) = handles
        server = os.getpid()
        try:
            pid = os.fork()
        except OSError:
            os.close(handle)
            self._tell(Signal.ENDED, job, -1)
            return
        if pid == 0:
            self._become_child(handle, server)
        os.close(handle)
        self._jobs[pid] = job

    def _become_child(self, handle: int, server: int) -> None:
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for end in (self._control, self._wake, self._woken_by):
                end.close()
            do_one(socket.socket(fileno=handle), self._bounds, server)
        finally:
            os._exit(1)

    def _reap(self) -> None:
        while self._jobs:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self._tell(Signal.ENDED, self._jobs.pop(pid), status)

    def _tell(self, kind: Signal, job: int, value: int = 0) -> None:
        with contextlib.suppress(OSError):
            self._control.send(signal_of(kind, job, value))


def _load() -> None:
    for name in _LIBRARIES:
        importlib.import_module(name)
    for work in Work:
        if work not in _ON_DEMAND:
            # What can't be loaded fails the piece of work that needs it, and no other.
            with contextlib.suppress(Exception):
                importlib.import_module(work.partition(":")[0])
    import cv2
    from PIL import Image

    cv2.setNumThreads(1)
    # What the libraries do at their first picture is done here, once, and not in every child.
    Image.init()
    with contextlib.suppress(Exception):
        _first_picture()


def _first_picture() -> None:
    """Look at a picture of our own, as children look at those of people."""
    import io

    import numpy as np
    from PIL import Image

    from app.papers.measuring import measures_of

    shades = np.arange(128 * 128 * 3, dtype=np.uint32).reshape(128, 128, 3)
    file = io.BytesIO()
    Image.fromarray((shades % 251).astype(np.uint8)).save(file, "JPEG", quality=93)
    with Image.open(io.BytesIO(file.getvalue())) as picture:
        measures_of(np.asarray(picture))


def main() -> None:
    """Serve; arguments: the control socket's handle, bytes of memory and seconds for each child."""
    handle, memory_bytes, seconds = (int(word) for word in sys.argv[1:4])
    os.umask(0o077)
    _load()
    gc.collect()
    gc.freeze()
    ForkServer(socket.socket(fileno=handle), Bounds(memory_bytes, seconds)).serve()


if __name__ == "__main__":
    main()
