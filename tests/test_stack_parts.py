import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from app.stack.children import Child, Program
from app.stack.data_folder import NOBODY, pair_secrets, publish_authority, published_authority, withdraw_authority
from app.stack.service_stack import is_ready

# Starts a child as the supervisor does, tells its number, and waits to be killed.
PARENT_PROGRAM = """
import os, signal, sys
from app.adapters.child_process import spawn
with open(os.devnull, "ab") as nowhere:
    child = spawn([sys.executable, "-c", "import signal; signal.pause()"], environ=os.environ, output=nowhere)
print(child.pid, flush=True)
signal.pause()
"""


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if holds():
            return True
        os.sched_yield()
    return False


def _is_gone(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    try:
        return "State:\tZ" in status.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def _child(folder: Path, said: list[str]) -> Child:
    command = [sys.executable, "-c", "import signal; signal.pause()"]
    return Child(Program("sleeper", command, dict(os.environ), folder / "sleeper.log"), said.append)


def test_a_child_that_died_is_started_again_and_the_operator_told(tmp_path: Path) -> None:
    said: list[str] = []
    child = _child(tmp_path, said)
    child.start()
    try:
        assert child.process is not None
        first = child.process
        first.kill()
        first.wait()

        child.look_after()

        def runs_anew() -> bool:
            child.look_after()
            return child.process is not first

        assert _within(10, runs_anew)
        assert len(said) == 1
        assert "sleeper ended with status -9" in said[0]
    finally:
        child.stop(5)


def test_a_stopped_child_stays_stopped(tmp_path: Path) -> None:
    said: list[str] = []
    child = _child(tmp_path, said)
    child.start()

    child.stop(5)
    child.look_after()

    assert child.process is None
    assert said == []


def test_children_end_with_a_parent_that_was_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT_PROGRAM], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        parent.wait()

    assert _within(10, lambda: _is_gone(pid))


def test_the_secrets_of_the_pair_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    first = pair_secrets(tmp_path)

    assert pair_secrets(tmp_path) == first
    assert first.callbacks.startswith("whsec_")
    assert (tmp_path / "authority.json").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["authority.json"]


def test_the_sandboxs_address_is_nobodys_where_none_runs(tmp_path: Path) -> None:
    assert published_authority(tmp_path) == NOBODY

    publish_authority(tmp_path, "http://127.0.0.1:8001")
    assert published_authority(tmp_path) == "http://127.0.0.1:8001"

    withdraw_authority(tmp_path)
    assert published_authority(tmp_path) == NOBODY


@pytest.mark.parametrize(
    ("status", "gateway", "with_authority", "ready"),
    [(200, True, True, True), (200, False, True, False), (200, False, False, True), (503, True, False, False)],
)
def test_the_stack_is_ready_when_requests_are_served_and_its_own_sandbox_answers(
    status: int, gateway: bool, with_authority: bool, ready: bool
) -> None:
    class Told(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = json.dumps({"authority_gateway": gateway}).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            return

    with HTTPServer(("127.0.0.1", 0), Told) as server:
        serving = threading.Thread(target=server.handle_request)
        serving.start()
        assert is_ready(f"http://127.0.0.1:{server.server_port}/readyz", with_authority=with_authority) is ready
        serving.join()


def test_nobody_who_listens_is_not_ready() -> None:
    assert not is_ready("http://127.0.0.1:9/readyz", with_authority=False)
