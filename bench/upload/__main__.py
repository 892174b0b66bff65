"""Measure a resumable upload beside a bare handler and a plain loop that do the same work with the bytes."""

import argparse
import asyncio
import base64
import contextlib
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from app.domain.callers import Caller, CallerKind, Scope
from app.settings import Settings
from app.stack.demo_settings import demo_settings
from app.stack.local import environment, local
from app.storage.migrations import upgrade
from app.usecases import accounts, providers
from app.usecases.call import Call
from app.wiring import build
from bench.upload.sealing import SEGMENT, in_a_loop
from bench.upload.sending import Sender

MB = 1_000_000
LIMITS = {
    "FILING_UPLOAD_MAX_BYTES": str(256 * MB),
    "FILING_UPLOADS_OPEN_BYTES": str(4000 * MB),
    "FILING_RATE_CLIENT_PER_MINUTE": "1000000",
}
Way = Callable[[bytes], None]


def main() -> None:
    """Start both servers, measure in turns, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.upload", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="filing-bench-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        with demo_settings(folder) as own, local(own) as settings:
            asyncio.run(upgrade(settings.database_url or ""))
            token, account_id = asyncio.run(_token(settings))
            with _service(settings, folder) as (port, pid), _bare(folder) as bare_port:
                service = _Service(port, token, account_id)
                _measure(service, pid, Sender(bare_port), folder, wanted.rounds)


def _measure(service: "_Service", pid: int, bare: Sender, folder: Path, rounds: int) -> None:
    def through_bare(content: bytes) -> None:
        bare.connect()
        answer = bare.send("PATCH", "/", {}, content)
        assert (answer.status, len(answer.headers["x-sha256"])) == (204, 64), answer

    def plain_loop(content: bytes) -> None:
        view = memoryview(content)
        path = folder / "plain"
        in_a_loop((view[at : at + SEGMENT] for at in range(0, len(view), SEGMENT)), path)
        path.unlink()

    ways: dict[str, Way] = {"service": service.upload, "bare": through_bare, "loop": plain_loop}
    small, large = os.urandom(5 * MB), os.urandom(200 * MB)
    for name, way in ways.items():
        way(small)
        if name == "service":
            way(large[: 100 * MB])
    for content in (small, large):
        _forget_peak(pid)
        before = _memory(pid, "VmRSS")
        rates = _in_turns(ways, content, rounds, service)
        peak = _memory(pid, "VmHWM")
        print(f"\n{len(content) // MB} MB, median of {rounds} in turns")
        for name, rate in rates.items():
            print(f"  {name:8}{rate:8.0f} MB/s")
        print(f"  service / bare: {rates['service'] / rates['bare']:.2f}   service / loop: ", end="")
        print(f"{rates['service'] / rates['loop']:.2f}")
        print(f"  memory of the service process: {before} MB before, {peak} MB at most")


def _in_turns(ways: dict[str, Way], content: bytes, rounds: int, service: "_Service") -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        # Whoever comes first in a round must not always be the same.
        for name in sorted(ways, key=lambda one: (list(ways).index(one) + number) % len(ways)):
            os.sync()
            began = time.perf_counter()
            ways[name](content)
            taken[name].append(time.perf_counter() - began)
            service.give_up()
    return {name: len(content) / MB / statistics.median(of_one) for name, of_one in taken.items()}


class _Service:
    """The client's side of an upload: begun and sent in one PATCH; given up untimed, so that others may begin."""

    def __init__(self, port: int, token: str, account_id: str) -> None:
        self._sender = Sender(port)
        account = base64.b64encode(account_id.encode()).decode()
        self._headers = {"authorization": f"Bearer {token}", "tus-resumable": "1.0.0"}
        self._metadata = {"upload-metadata": f"account_id {account}"}
        self._last: str | None = None

    def upload(self, content: bytes) -> None:
        """Upload a file."""
        self._sender.connect()
        begun = self._sender.send(
            "POST", "/v1/uploads", self._headers | self._metadata | {"upload-length": str(len(content))}
        )
        assert begun.status == 201, begun
        of_bytes = {"content-type": "application/offset+octet-stream", "upload-offset": "0"}
        sent = self._sender.send("PATCH", begun.headers["location"], self._headers | of_bytes, content)
        assert (sent.status, sent.headers["upload-offset"]) == (204, str(len(content))), sent
        self._last = begun.headers["location"]

    def give_up(self) -> None:
        """Let the last one go."""
        if self._last is not None:
            self._sender.send("DELETE", self._last, self._headers)
            self._last = None


async def _token(settings: Settings) -> tuple[str, str]:
    async with build(settings) as runtime:
        provider = await providers.ensure_default(runtime, settings.profile)
        caller = Caller(CallerKind.CLIENT, "cli_bench", provider.id, frozenset({Scope.FILINGS.value}))
        call = Call(caller, provider, runtime.profiles[provider.profile], runtime.clock.now())
        command = accounts.AccountCommand("bench", "13800138000", real_name_verified=True)
        account, _ = await accounts.register(runtime, call, command)
        return runtime.tokens.issue(caller, 86_400), account.id


@contextlib.contextmanager
def _service(settings: Settings, folder: Path) -> Iterator[tuple[int, int]]:
    port = _free_port()
    environ = os.environ | environment(settings) | LIMITS | {"FILING_PORT": str(port)}
    with _server([sys.executable, "-m", "app.cli", "api"], environ, port, folder / "service.log") as pid:
        yield port, pid


@contextlib.contextmanager
def _bare(folder: Path) -> Iterator[int]:
    port = _free_port()
    command = [sys.executable, "-m", "bench.upload.bare", str(folder), str(port)]
    with _server(command, dict(os.environ), port, folder / "bare.log"):
        yield port


@contextlib.contextmanager
def _server(command: list[str], environ: dict[str, str], port: int, log: Path) -> Iterator[int]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environ, stdout=output, stderr=output)
    try:
        _wait_for(port, process, log)
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(port: int, process: "subprocess.Popen[Any]", log: Path) -> None:
    give_up = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < give_up:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError(log.read_text()[-2000:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _forget_peak(pid: int) -> None:
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def _memory(pid: int, what: str) -> int:
    found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) // 1024


if __name__ == "__main__":
    main()
