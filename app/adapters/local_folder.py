"""A folder of the object store on this machine: what is acknowledged must survive a power cut, as its row does."""

import contextlib
import os
import re
from itertools import count
from pathlib import Path

_numbers = count(1)
_UNFINISHED = re.compile(r"[A-Za-z0-9_-]+#\d+")


class LocalFolder:
    """Makes files of one folder durable. obstore leaves them to the page cache."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def settle(self, key: str) -> None:
        """Make a file that was written and its name durable."""
        path = self._root / key
        for place in (path, path.parent):
            _sync(place)

    def write(self, key: str, content: bytes) -> None:
        """Write a small file, or another in its place: after a power cut it is the one or the other, and whole."""
        path = self._root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        # Names with # and digits are those of files that obstore has not finished: lists leave them out.
        fresh = path.with_name(f"{path.name}#{next(_numbers)}{os.getpid()}")
        try:
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
        _sync(path.parent)

    def drop_unfinished(self, before: float) -> int:
        """Remove files that got no name and were last written before this moment (seconds since 1970); count them."""
        dropped = 0
        for path in self._root.rglob("*#*"):
            # Meanwhile it may have got its name, or whoever writes it has given it up.
            with contextlib.suppress(FileNotFoundError):
                if _UNFINISHED.fullmatch(path.name) and path.stat().st_mtime < before:
                    path.unlink()
                    dropped += 1
        return dropped


def _sync(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
