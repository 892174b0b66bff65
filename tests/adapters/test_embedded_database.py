import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.adapters.embedded_database import (
    AUTHORITY_DATABASE,
    SERVICE_DATABASE,
    DataFolderInUseError,
    EmbeddedDatabase,
    running_server,
    shared_or_own,
)

# Starts a server as `filing serve` does, says so, and waits to be killed.
OWNER_PROGRAM = """
import signal, sys
from pathlib import Path
from app.adapters.embedded_database import EmbeddedDatabase
database = EmbeddedDatabase(Path(sys.argv[1]))
database.start()
print(database._server.pid, flush=True)
signal.pause()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="filing-db-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o711)
        yield Path(made) / "data"


def _ask(dsn: str, question: str) -> object:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def _gone(pid: int) -> bool:
    """Wait for the kernel and init to be done with a process."""
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        status = Path(f"/proc/{pid}/status")
        if not status.exists() or "State:\tZ" in status.read_text():
            return True
        os.sched_yield()
    return False


def test_both_databases_are_there_with_what_is_durable_switched_on(folder: Path) -> None:
    database = EmbeddedDatabase(folder)
    try:
        address = database.start()

        assert _ask(address.dsn(SERVICE_DATABASE), "SELECT current_user") == "filing"
        assert _ask(address.dsn(AUTHORITY_DATABASE), "SHOW fsync") == "on"
        assert _ask(address.dsn(SERVICE_DATABASE), "SHOW max_connections") == "200"
        assert _ask(address.dsn(SERVICE_DATABASE), "SHOW listen_addresses") == ""
    finally:
        database.stop()


def test_the_socket_is_closed_to_others_and_short_however_long_the_data_folders_path_is(folder: Path) -> None:
    long = folder.joinpath(*["a-folder-with-a-rather-long-name"] * 5)
    for parent in reversed(long.parents):
        if not parent.exists():
            parent.mkdir(mode=0o711)
    database = EmbeddedDatabase(long)
    try:
        socket_dir = database.start().socket_dir

        assert len(f"{socket_dir}/.s.PGSQL.5432") < 107
        assert socket_dir.stat().st_mode & 0o077 == 0
    finally:
        database.stop()
    assert not socket_dir.exists()


def test_what_was_committed_is_there_after_the_owner_was_killed_and_its_server_ends_with_it(folder: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", OWNER_PROGRAM, folder], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        server_pid = int(owner.stdout.readline())
        address = running_server(folder)
        assert address is not None
        with psycopg.connect(address.dsn(SERVICE_DATABASE)) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('here')")
        owner.kill()
        owner.wait()

    database = EmbeddedDatabase(folder)
    try:
        again = database.start()

        assert _ask(again.dsn(SERVICE_DATABASE), "SELECT word FROM kept") == "here"
        assert _gone(server_pid)
        assert not address.socket_dir.exists()
    finally:
        database.stop()


def test_a_server_that_was_killed_comes_back_at_the_same_address(folder: Path) -> None:
    database = EmbeddedDatabase(folder)
    try:
        address = database.start()
        pid = int((folder / "postgresql" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        assert _gone(pid)
        assert not database.is_running()

        database.revive()

        assert database.address == address
        assert _ask(address.dsn(SERVICE_DATABASE), "SELECT 1") == 1
    finally:
        database.stop()


def test_a_pid_file_whose_number_belongs_to_somebody_else_does_not_stop_the_start(folder: Path) -> None:
    first = EmbeddedDatabase(folder)
    first.start()
    first.stop()
    pid_file = folder / "postgresql" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{folder}/postgresql\n1700000000\n5432\n/tmp\n\n1 2\nready\n")

    second = EmbeddedDatabase(folder)
    try:
        assert _ask(second.start().dsn(SERVICE_DATABASE), "SELECT 1") == 1
    finally:
        second.stop()


def test_a_second_owner_is_refused_and_told_who_has_the_folder(folder: Path) -> None:
    first = EmbeddedDatabase(folder)
    try:
        first.start()

        with pytest.raises(DataFolderInUseError, match=str(os.getpid())):
            EmbeddedDatabase(folder).start()

        assert first.is_running()
        assert running_server(folder) == first.address
    finally:
        first.stop()


def test_a_command_beside_a_running_server_shares_it_and_leaves_it_running(folder: Path) -> None:
    first = EmbeddedDatabase(folder)
    try:
        first.start()

        with shared_or_own(folder) as shared:
            assert shared == first.address

        assert first.is_running()
    finally:
        first.stop()


def test_a_command_alone_runs_the_server_for_its_own_length_and_shares_it_with_nobody(folder: Path) -> None:
    with shared_or_own(folder) as own:
        assert _ask(own.dsn(SERVICE_DATABASE), "SELECT 1") == 1
        assert running_server(folder) is None
        with pytest.raises(DataFolderInUseError), shared_or_own(folder, patience=0.0):
            pass

    assert not own.socket_dir.exists()


def test_an_initialisation_that_was_broken_off_is_done_again(folder: Path) -> None:
    unfinished = folder / "postgresql.new"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    folder.chmod(0o711)

    with shared_or_own(folder) as own:
        assert _ask(own.dsn(SERVICE_DATABASE), "SELECT 1") == 1


def test_an_address_left_by_a_killed_run_is_not_taken_for_a_running_server(folder: Path) -> None:
    folder.mkdir()
    (folder / "postgresql.json").write_text(json.dumps({"socket_dir": "/tmp/filing-pg-gone", "lasting": True}))

    assert running_server(folder) is None
