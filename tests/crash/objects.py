"""Papers: each has the digest of what was sent, its file is there, and no file is there that nobody will look after."""

import asyncio
import re
from pathlib import Path

from tests.crash.outcome import Outcome
from tests.crash.persistent_client import Json
from tests.crash.world import Filed, World

_AT_ONCE = 8
_READ_AT_MOST = 200
_NOT_FOUND = 404
_PROBE = "readiness-probe"
_KEY = "-key"
_UNFINISHED = re.compile(r"#\d+\Z")


async def compare(world: World, data_dir: Path, told: Outcome) -> None:
    """Compare what is listed, read a share of it, and look into the folder."""
    await _listed_compared(world, told)
    await _stored_compared(world, data_dir / "objects", told)


async def _listed_compared(world: World, told: Outcome) -> None:
    at_once = asyncio.Semaphore(_AT_ONCE)
    known = [filed for filed in world.filed if filed.id]
    share = max(1, _READ_AT_MOST // max(1, len(known)))
    read: list[bool] = []

    async def look(filed: Filed) -> None:
        assert filed.app is not None
        async with at_once:
            listed: list[Json] = (await filed.app.read(f"{filed.path}/materials", limit=100))["data"]
            digests = {one["id"]: one["sha256"] for one in listed}
            told.require(digests == filed.materials, f"{filed.label}: its papers are not those that were sent")
            for paper in listed[:share]:
                answer = await filed.app.get(f"/v1/materials/{paper['id']}/content")
                if paper.get("erased_at") is not None:
                    told.require(answer.status_code == _NOT_FOUND, f"{filed.label}: an erased face was shown")
                else:
                    read.append(answer.is_success and bool(answer.content))

    await asyncio.gather(*(look(filed) for filed in known))
    papers, unreadable = sum(len(one.materials) for one in known), len(read) - sum(read)
    told.row("papers listed with their digests / of them read / unreadable", papers, len(read), unreadable)
    told.require(unreadable == 0, f"{unreadable} papers can't be read")


async def _stored_compared(world: World, folder: Path, told: Outcome) -> None:
    kept = {
        row["object_key"] for row in await world.ledger.ours("select object_key from materials where erased_at is null")
    }
    made = {row["object_key"] for row in await world.ledger.ours("select object_key from renditions")}
    going = await world.ledger.ours(
        "select args ->> 'object_key' as object_key from procrastinate_jobs where task_name = 'delete_object'"
    )
    files = await asyncio.to_thread(_files, folder)
    missing = {key for key in kept | made if not {key, key + _KEY} <= files}
    told.require(not missing, f"{len(missing)} papers or renditions have no file")
    looked_after = kept | made | {row["object_key"] for row in going} | {_PROBE}
    # A key whose file is gone: a delete takes the key first, and a put makes it first.
    left = {name for name in files if name.removesuffix(_KEY) not in looked_after}
    # What a process was writing when it was killed; without a key under its proper name it can't be read.
    unfinished = {name for name in left if _UNFINISHED.search(name)}
    left -= unfinished
    told.row("files of papers and renditions missing / files that nobody looks after", len(missing), len(left))
    told.noted.append(f"{len(unfinished)} files were left half-written")
    told.require(not left, f"{len(left)} files are nobody's, such as {sorted(left)[:3]}")


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
