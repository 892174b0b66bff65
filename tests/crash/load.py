"""The process of those who file: `python -m tests.crash.load`, told on its input what to do.

It writes a full stop for each acknowledged act, and at the end its report as JSON into a file. Lines that it reads:
`clock HOURS` moves sandbox time while nobody begins anything new; `finish` ends it. The end of its input ends it too.
"""

import argparse
import asyncio
import contextlib
import dataclasses
import json
import os
import random
import sys
import traceback
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from app.stack.data_folder import pair_secrets, published_authority
from tests.crash.comparison import compared
from tests.crash.filer import Filer
from tests.crash.hook import Hook
from tests.crash.ledger import Ledger
from tests.crash.persistent_client import Journal, PersistentClient, new_http
from tests.crash.world import World

_BESIDE_THE_FILERS = 20


@dataclass(frozen=True, slots=True)
class Ordered:
    """What the process was started with."""

    base_url: str
    data_dir: Path
    filings: int
    seed: int
    client: dict[str, str]
    report: Path


async def main(ordered: Ordered) -> None:
    """Play until told to finish, compare, and write the report."""
    gate, stopped = asyncio.Event(), asyncio.Event()
    gate.set()
    journal, chance = Journal(), random.Random(ordered.seed)
    hook = Hook(random.Random(chance.random()))
    async with (
        new_http(ordered.base_url, ordered.filings + _BESIDE_THE_FILERS) as http,
        _authority(ordered.data_dir) as authority,
        hook.receiver,
    ):
        anybody = PersistentClient(http, journal, random.Random(chance.random()), gate, _tell)
        backend = anybody.as_(await _token(http, ordered.client, None))
        reviewer = anybody.as_(await _token(http, ordered.client, "reviews pii:read"))
        endpoint = await backend.act("endpoint", "/v1/webhook-endpoints", {"url": hook.receiver.url, "event_types": []})
        hook.believe(endpoint.answer["secret"])
        world = World(backend, reviewer, anybody, Ledger(ordered.data_dir), authority)
        filers = [
            Filer(world, f"{ordered.seed}-{place}", random.Random(chance.random())) for place in range(ordered.filings)
        ]
        playing = [asyncio.create_task(_played(filer, stopped, journal)) for filer in filers]
        await _told(backend, gate)
        stopped.set()
        await asyncio.gather(*playing)
        told = await compared(world, journal, hook, ordered.data_dir)
    report = json.dumps(dataclasses.asdict(told), ensure_ascii=False)
    await asyncio.to_thread(ordered.report.write_text, report)


async def _played(filer: Filer, stopped: asyncio.Event, journal: Journal) -> None:
    """Let one file; what they can't explain ends their part, and is told."""
    try:
        await filer.run(stopped)
    except Exception as error:
        lines = traceback.format_exception(error)
        journal.strange.append(f"a filer gave up: {type(error).__name__}: {error}"[:600])
        sys.stderr.write("".join(lines))


async def _told(backend: PersistentClient, gate: asyncio.Event) -> None:
    """Do what the lines say until they say `finish`; at the end of the lines whoever reads us is gone."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode().split():
        if line[0] == "finish":
            return
        gate.clear()
        sent = backend.as_(backend.token)
        sent.gate = asyncio.Event()
        sent.gate.set()
        await sent.act("clock", "/v1/sandbox/clock/advance", {"hours": float(line[1])})
        gate.set()
    raise SystemExit("nobody tells us anything any more")


async def _token(http: httpx.AsyncClient, client: dict[str, str], scope: str | None) -> str:
    form = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
    answer = await http.post("/v1/oauth/token", data=form, auth=(client["client_id"], client["client_secret"]))
    return str(answer.raise_for_status().json()["access_token"])


@contextlib.asynccontextmanager
async def _authority(data_dir: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Speak with the authority itself, as somebody who works there."""
    headers = {"authorization": f"Bearer {pair_secrets(data_dir).sign_in}"}
    address = await asyncio.to_thread(published_authority, data_dir)
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=15) as http:
        yield http


def _tell() -> None:
    os.write(1, b".")


def _ordered() -> Ordered:
    parser = argparse.ArgumentParser()
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--filings", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--client", type=json.loads, required=True)
    parser.add_argument("--report", type=Path, required=True)
    return Ordered(**vars(parser.parse_args()))


if __name__ == "__main__":
    asyncio.run(main(_ordered()))
