"""What a killed run leaves behind: a server that still lives, a pid file of one that doesn't, a socket's folder."""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path


class LeftoverServerError(Exception):
    """A server of an earlier run lives and can't be ended."""


def clear_leftover(cluster: Path, published: Path) -> None:
    """End the server of an earlier run of `cluster` and remove its traces. Only for whoever holds the folder's lock.

    A pid file alone proves nothing: its number may belong to somebody else by now, and PostgreSQL, which only asks
    whether that number lives, would refuse to start. A file whose number is free is left to PostgreSQL, which finds
    by it whether anything still has the old run's memory.
    """
    pid_file = cluster / "postmaster.pid"
    pid = _pid_in(pid_file)
    if pid is not None and _serves(pid, cluster):
        _end(pid, cluster)
    elif pid is not None and _lives(pid):
        pid_file.unlink(missing_ok=True)
    _remove_socket_dir(published)


def _pid_in(pid_file: Path) -> int | None:
    try:
        return int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _serves(pid: int, cluster: Path) -> bool:
    """Tell whether a process is the PostgreSQL of this folder."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
        asked = ["/bin/ps", "-o", "command=", "-p", str(pid)]
        command = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603 - fixed words
    return "postgres" in command and str(cluster) in command


def _end(pid: int, cluster: Path) -> None:
    for sent, seconds in ((signal.SIGINT, 15.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
        try:
            os.kill(pid, sent)
        except ProcessLookupError:
            return
        except PermissionError as error:
            message = f"a PostgreSQL of another user (process {pid}) has {cluster}; end it first"
            raise LeftoverServerError(message) from error
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            if not _serves(pid, cluster):
                return
            time.sleep(0.05)
    message = f"the PostgreSQL of an earlier run (process {pid}) has {cluster} and doesn't end"
    raise LeftoverServerError(message)


def _remove_socket_dir(published: Path) -> None:
    try:
        folder = Path(json.loads(published.read_text())["socket_dir"])
    except (FileNotFoundError, ValueError, KeyError):
        return
    if folder.name.startswith("filing-pg-"):
        shutil.rmtree(folder, ignore_errors=True)
    published.unlink(missing_ok=True)
