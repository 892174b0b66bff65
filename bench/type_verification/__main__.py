"""Measure `POST /v1/type-verifications` beside a bare handler and pgbench, and print medians and ratios."""

import argparse
import asyncio
import contextlib
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
import httpx
import orjson

from app.adapters.aes_columns import AesColumns
from app.adapters.embedded_database import ADMIN, SERVICE_DATABASE, DatabaseAddress
from app.adapters.keyring_text import keyring_of
from app.adapters.system_secrets import SystemSecrets
from app.settings import Settings
from app.stack.demo_settings import demo_settings
from app.stack.local import environment, local
from app.storage.migrations import upgrade
from bench.type_verification.load import Run, cpu_seconds, pgbench, pgbench_scripts, pinned, wrk
from bench.type_verification.seeding import FAMILY, Seeded, seed

SERVER_CORE, LOAD_CORE = 0, 1
PATH = "/v1/type-verifications"
LIMITS = {"FILING_RATE_CLIENT_PER_MINUTE": "10000000", "FILING_RATE_ACCOUNT_PER_MINUTE": "10000000"}


def main() -> None:
    """Seed, start both servers, measure in turns, print."""
    wanted = _arguments()
    if len(os.sched_getaffinity(0)) < 2 or shutil.which("wrk") is None or shutil.which("taskset") is None:
        raise SystemExit("two cores, wrk and taskset (util-linux) are needed: apt-get install wrk util-linux")
    # The database and all else that is no server of ours share the other core.
    os.sched_setaffinity(0, {LOAD_CORE})
    with tempfile.TemporaryDirectory(prefix="filing-bench-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        with demo_settings(folder) as own, local(own) as settings:
            _measure(settings, folder, wanted)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.type_verification", description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000, help="accounts, mirrored subjects and mirrored names")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5, help="of one measurement")
    parser.add_argument("--profile", type=Path, help="write a cProfile of the service here, in a run of its own")
    return parser.parse_args()


def _measure(settings: Settings, folder: Path, wanted: argparse.Namespace) -> None:
    assert settings.database_url is not None
    asyncio.run(upgrade(settings.database_url))
    admin = DatabaseAddress(Path(parse_qs(urlsplit(settings.database_url).query)["host"][0])).dsn(
        SERVICE_DATABASE, user=ADMIN
    )
    print(f"seeding {wanted.rows} rows a table", flush=True)
    seeded = asyncio.run(seed(settings, admin, wanted.rows, 5000))
    bodies = folder / "bodies"
    bodies.write_bytes(b"\n".join(question.body for question in seeded.questions))
    with _service(settings, folder, wanted.profile) as (url, pid):
        content_bytes = _sample(settings, seeded, url, folder)
        scripts = pgbench_scripts(folder, seeded.provider_id, seeded.questions[:4], content_bytes)
        with _bare(settings, folder) as (bare_url, bare_pid):

            def service(seconds: int) -> Run:
                return wrk(LOAD_CORE, url, pid, bodies, seeded.token, seconds)

            def bare(seconds: int) -> Run:
                return wrk(LOAD_CORE, bare_url, bare_pid, bodies, seeded.token, seconds)

            def sql(seconds: int) -> Run:
                return pgbench(SERVER_CORE, settings.database_url or "", scripts, seconds)

            if wanted.profile is not None:
                service(wanted.seconds)
            else:
                _report(_in_turns({"service": service, "bare": bare, "pgbench": sql}, wanted))


def _in_turns(loads: dict[str, Callable[[int], Run]], wanted: argparse.Namespace) -> dict[str, list[Run]]:
    runs: dict[str, list[Run]] = {name: [] for name in loads}
    for load in loads.values():
        load(2)
    for number in range(wanted.rounds):
        for name, load in loads.items():
            run = load(wanted.seconds)
            runs[name].append(run)
            cpu = "" if run.cpu_us is None else f"  {run.cpu_us:6.0f} µs CPU  p99 {run.p99_ms:6.1f} ms"
            print(f"round {number + 1}  {name:8}{run.rate:8.0f}/s{cpu}", flush=True)
    return runs


def _report(runs: dict[str, list[Run]]) -> None:
    rates = {name: statistics.median(run.rate for run in of_one) for name, of_one in runs.items()}
    cpu = {name: _median([run.cpu_us for run in of_one]) for name, of_one in runs.items()}
    p99 = {name: _median([run.p99_ms for run in of_one]) for name, of_one in runs.items()}
    print(f"\n{'median':10}{'requests/s':>12}{'CPU µs a request':>20}{'p99 ms':>10}")
    for name, rate in rates.items():
        print(f"{name:10}{rate:12.0f}{_shown(cpu[name]):>20}{_shown(p99[name], 1):>10}")
    print(f"\nservice / bare:    {rates['service'] / rates['bare']:.2f} of the rate", end="")
    print(f", {(cpu['bare'] or 0) / (cpu['service'] or 1):.2f} by CPU time")
    print(f"service / pgbench: {rates['service'] / rates['pgbench']:.2f} of the rate")


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def _shown(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _sample(settings: Settings, seeded: Seeded, url: str, folder: Path) -> int:
    """Ask once; leave the answer and what was stored for the bare handler; return the size of the latter."""
    headers = {"authorization": f"Bearer {seeded.token}", "content-type": "application/json"}
    answer = httpx.post(url, content=seeded.questions[1].body, headers=headers)
    if answer.status_code != 201 or answer.json()["verdict"] != "allowed":
        raise RuntimeError(f"{answer.status_code} {answer.text}")
    new_id = answer.json()["id"]
    sealed = asyncio.run(_stored(settings.database_url or "", new_id))
    content = orjson.loads(
        AesColumns(keyring_of(settings.keys or ""), SystemSecrets()).open(
            sealed, f"type_verifications.content:{new_id}"
        )
    )
    sample = {"provider_id": seeded.provider_id, "answer": answer.json(), "content": content, "family": FAMILY}
    (folder / "sample.json").write_bytes(orjson.dumps(sample))
    return len(sealed)


async def _stored(dsn: str, verification_id: str) -> bytes:
    connection = await asyncpg.connect(dsn)
    try:
        sealed: bytes = await connection.fetchval(
            "select content_sealed from type_verifications where id = $1", verification_id
        )
    finally:
        await connection.close()
    return sealed


@contextlib.contextmanager
def _service(settings: Settings, folder: Path, profile: Path | None) -> Iterator[tuple[str, int]]:
    port = _free_port()
    environ = os.environ | environment(settings) | LIMITS | {"FILING_PORT": str(port)}
    measured = [] if profile is None else ["-m", "cProfile", "-o", str(profile)]
    command = [sys.executable, *measured, "-m", "app.cli", "api"]
    with _server(command, environ, port, folder / "service.log") as pid:
        yield f"http://127.0.0.1:{port}{PATH}", pid


@contextlib.contextmanager
def _bare(settings: Settings, folder: Path) -> Iterator[tuple[str, int]]:
    port = _free_port()
    command = [sys.executable, "-m", "bench.type_verification.bare"]
    command += [settings.database_url or "", settings.keys or "", str(folder / "sample.json"), str(port)]
    with _server(command, dict(os.environ), port, folder / "bare.log") as pid:
        yield f"http://127.0.0.1:{port}{PATH}", pid


@contextlib.contextmanager
def _server(command: list[str], environ: dict[str, str], port: int, log: Path) -> Iterator[int]:
    with log.open("wb") as output:
        process = subprocess.Popen(pinned(SERVER_CORE, command), env=environ, stdout=output, stderr=output)
    try:
        _wait_for(port, process, log)
        cpu_seconds(process.pid)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, process: "subprocess.Popen[Any]", log: Path) -> None:
    give_up = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < give_up:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError(log.read_text()[-2000:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
