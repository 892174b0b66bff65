"""A PostgreSQL of our own in the data folder, for laptops, the demo and tests.

It listens on a Unix socket alone, asks for no password and lets in whoever may open the socket's folder, which is the
user who started it. It is therefore never for real data. One process owns a data folder and its server; others find
the server through `postgresql.json` in that folder.
"""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from app.adapters.child_process import end, spawn
from app.adapters.leftover_server import clear_leftover
from app.adapters.server_programs import SHARED_PLACE, ServerPrograms, server_programs

OWNER = "filing"
ADMIN = "postgres"
SERVICE_DATABASE = "filing"
AUTHORITY_DATABASE = "authority"
# The kernel allows 107 bytes; "/.s.PGSQL.5432" and the folder's own name take some 30.
_SOCKET_PARENT_BYTES = 70
_START_SECONDS = 60.0
_ENVIRON = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Neither values nor statements may reach the log: they hold personal data.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}


class DataFolderInUseError(Exception):
    """Another process owns the data folder."""


class DatabaseStartError(Exception):
    """The embedded PostgreSQL did not start; the message ends with what its log says."""


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """How to connect to a running server."""

    socket_dir: Path

    def dsn(self, database: str, *, user: str = OWNER) -> str:
        """Return a `postgresql://` address; `user` is the databases' owner, or ADMIN who may do everything."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket_dir), safe='/')}"


class EmbeddedDatabase:
    """The server of one data folder, owned by this process from `start` to `stop`.

    `lasting` is False for the length of one command: others then wait for its end rather than share the server.
    """

    def __init__(self, data_dir: Path, *, lasting: bool = True) -> None:
        self.folder = data_dir.resolve()
        self.lasting = lasting
        self._lock: IO[str] | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._socket_dir: Path | None = None

    @property
    def address(self) -> DatabaseAddress:
        """Return how to connect. Only after `start`."""
        assert self._socket_dir is not None
        return DatabaseAddress(self._socket_dir)

    def start(self) -> DatabaseAddress:
        """Start the server, cleaning up after a run that was killed.

        Raises DataFolderInUseError, DatabaseStartError or ServerProgramsError.
        """
        programs = server_programs()
        self.folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        self._lock = _locked(self.folder / "owner.lock")
        try:
            self._launch(programs)
        except BaseException:
            self.stop()
            raise
        return self.address

    def revive(self) -> None:
        """Start a server that died again, at the same address. Raises DatabaseStartError."""
        self._launch(server_programs())

    def _launch(self, programs: ServerPrograms) -> None:
        cluster = _cluster(self.folder, programs)
        if self._socket_dir is None:
            clear_leftover(cluster, self.folder / "postgresql.json")
            self._socket_dir = programs.owned(_socket_dir())
        if not (cluster / "PG_VERSION").exists():
            _initialise(cluster, programs)
        settings = _SETTINGS | {"unix_socket_directories": str(self._socket_dir)}
        options = [f"--{key}={value}" for key, value in settings.items()]
        give_up = time.monotonic() + _START_SECONDS
        while not self._started([programs.folder / "postgres", "-D", cluster, *options], cluster, programs, give_up):
            time.sleep(0.3)
        _create_databases(self.address)
        _publish(self.folder / "postgresql.json", self._socket_dir, lasting=self.lasting)

    def _started(self, command: Sequence[str | Path], cluster: Path, programs: ServerPrograms, give_up: float) -> bool:
        """Start once. False: the last run's processes are still leaving, so try again."""
        log_path = self.folder / "postgresql.log"
        with log_path.open("ab") as log:
            server = spawn(command, environ=_ENVIRON, output=log, user=programs.user, at_parents_death=signal.SIGINT)
        self._server = server
        while not _is_ready(cluster, server.pid):
            if server.poll() is None and time.monotonic() < give_up:
                time.sleep(0.02)
                continue
            said = "\n".join(log_path.read_text(errors="replace").splitlines()[-10:])
            if "shared memory block" in said and time.monotonic() < give_up:
                return False
            raise DatabaseStartError(f"the embedded PostgreSQL did not start:\n{said}")
        return True

    def is_running(self) -> bool:
        """Tell whether the server process lives."""
        return self._server is not None and self._server.poll() is None

    def stop(self) -> None:
        """End the server as PostgreSQL likes it, and give the folder free. Harmless twice."""
        if self._lock is not None:
            (self.folder / "postgresql.json").unlink(missing_ok=True)
        if self._server is not None:
            end(self._server, (signal.SIGINT, 20.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0))
        if self._socket_dir is not None:
            shutil.rmtree(self._socket_dir, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()
        self._server = self._socket_dir = self._lock = None


def running_server(data_dir: Path) -> DatabaseAddress | None:
    """Find the server that a running `filing serve` of this data folder keeps for others."""
    try:
        published = json.loads((data_dir / "postgresql.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    alive = published["lasting"] and _is_locked(data_dir / "owner.lock")
    return DatabaseAddress(Path(published["socket_dir"])) if alive else None


@contextmanager
def shared_or_own(data_dir: Path, *, patience: float = 60.0) -> Iterator[DatabaseAddress]:
    """Use the running server of a data folder, or else run one for as long as the block lasts.

    Waits `patience` seconds for another command that has the folder. Raises what `EmbeddedDatabase.start` raises.
    """
    own = EmbeddedDatabase(data_dir, lasting=False)
    give_up = time.monotonic() + patience
    while True:
        address = running_server(data_dir)
        if address is not None:
            yield address
            return
        try:
            own.start()
        except DataFolderInUseError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)
        else:
            break
    try:
        yield own.address
    finally:
        own.stop()


def _locked(path: Path) -> IO[str]:
    lock = path.open("a+")
    for _ in range(10):  # somebody who only looks holds it for a moment
        if _lock_at_once(lock, fcntl.LOCK_EX):
            break
        time.sleep(0.02)
    else:
        lock.seek(0)
        owner = lock.read().strip()
        lock.close()
        message = f"{path.parent} is in use by process {owner}; choose another FILING_DATA_DIR or end that one"
        raise DataFolderInUseError(message)
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def _is_locked(path: Path) -> bool:
    with path.open("a+") as lock:
        return not _lock_at_once(lock, fcntl.LOCK_SH)


def _lock_at_once(lock: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _cluster(folder: Path, programs: ServerPrograms) -> Path:
    """Return where the database's files lie: in the data folder, or elsewhere if the server can't get there."""
    inside = folder / "postgresql"
    pointer = folder / "postgresql.path"
    if pointer.exists():
        return Path(pointer.read_text().strip())
    if programs.reaches(folder):
        return inside
    SHARED_PLACE.mkdir(parents=True, exist_ok=True)
    SHARED_PLACE.chmod(0o755)
    home = Path(tempfile.mkdtemp(prefix="data-", dir=SHARED_PLACE))
    home.chmod(0o711)
    pointer.write_text(f"{home / 'postgresql'}\n")
    return home / "postgresql"


def _initialise(cluster: Path, programs: ServerPrograms) -> None:
    # Made beside its place and renamed, so that a broken-off initdb is never taken for a database.
    unfinished = cluster.with_name(f"{cluster.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    programs.owned(unfinished)
    uid, gid = programs.user if programs.user is not None else (None, None)
    done = subprocess.run(  # noqa: S603 - our own program
        [programs.folder / "initdb", "-D", unfinished, "-U", ADMIN, "--auth=trust", "--encoding=UTF8",
         "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"],
        env=_ENVIRON, cwd="/", capture_output=True, text=True, check=False,
        user=uid, group=gid, extra_groups=[] if programs.user is not None else None,
    )  # fmt: skip
    if done.returncode != 0:
        raise DatabaseStartError(f"initdb failed:\n{done.stderr.strip()}")
    unfinished.rename(cluster)


def _socket_dir() -> Path:
    for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108 - mkdtemp makes a closed folder in it
        if len(os.fsencode(parent)) <= _SOCKET_PARENT_BYTES and os.access(parent, os.W_OK):
            return Path(tempfile.mkdtemp(prefix="filing-pg-", dir=parent))
    raise DatabaseStartError("no folder for the socket: neither TMPDIR nor /tmp nor /var/tmp can be written")


def _is_ready(cluster: Path, pid: int) -> bool:
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def _create_databases(address: DatabaseAddress) -> None:
    with psycopg.connect(address.dsn("postgres", user=ADMIN), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone() is None:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(OWNER)))
        for name in (SERVICE_DATABASE, AUTHORITY_DATABASE):
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
                )


def _publish(path: Path, socket_dir: Path, *, lasting: bool) -> None:
    unfinished = path.with_suffix(".new")
    unfinished.write_text(json.dumps({"socket_dir": str(socket_dir), "lasting": lasting}))
    unfinished.chmod(0o600)
    unfinished.rename(path)
