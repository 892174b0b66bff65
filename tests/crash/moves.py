"""Timelines: what people did stands there in their order, each thing once, and every move where the last one ended."""

import asyncio
from collections import Counter

from tests.crash.outcome import Outcome
from tests.crash.persistent_client import Json
from tests.crash.world import Filed, World

_AT_ONCE = 16
_CALL_OF = {"created": "begin", "pass": "decision", "reject": "decision", "request_completion": "decision"}
_BY_PEOPLE = ("applicant", "reviewer")


async def compare(world: World, told: Outcome) -> dict[str, list[Json]]:
    """Compare each filing's timeline with what was done to it; returns the timelines."""
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def read(filed: Filed) -> tuple[str, list[Json]]:
        assert filed.app is not None
        async with at_once:
            page = await filed.app.read(f"{filed.path}/timeline", limit=100)
        told.require(page["next_cursor"] is None, f"{filed.label}: more than a hundred events")
        return filed.id, page["data"]

    timelines = dict(await asyncio.gather(*(read(filed) for filed in world.filed if filed.id)))
    for filed in world.filed:
        of_one(filed, timelines.get(filed.id, []), told)
    stored = await world.ledger.count("from timeline")
    entries = sum(map(len, timelines.values()))
    told.row("audit rows in the database / in the timelines", stored, entries)
    told.require(stored == entries, f"{stored} audit rows, and timelines of {entries}")
    return timelines


def of_one(filed: Filed, timeline: list[Json], told: Outcome) -> None:
    """Compare one filing with its timeline."""
    _acts_compared(filed, timeline, told)
    _chain_compared(filed, timeline, told)
    _revision_compared(filed, timeline, told)


def _acts_compared(filed: Filed, timeline: list[Json], told: Outcome) -> None:
    found = [(one["event"], one["to"]) for one in timeline if one["actor"] in _BY_PEOPLE]
    wanted, there = Counter(filed.done), Counter(found)
    for event, to in wanted.keys() | there.keys():
        told.compare(_CALL_OF.get(event, event), wanted[event, to], there[event, to])
    told.require(found == filed.done, f"{filed.label}: was told {filed.done}, and the timeline says {found}")


def _chain_compared(filed: Filed, timeline: list[Json], told: Outcome) -> None:
    state = None
    for one in timeline:
        told.require(one["from"] == state, f"{filed.label}: {one['event']} begins in {one['from']} and not in {state}")
        state = one["to"]
    told.require(state == filed.state, f"{filed.label}: is {filed.state}, and its timeline ends in {state}")


def _revision_compared(filed: Filed, timeline: list[Json], told: Outcome) -> None:
    """Each move, each change and each paper is one revision; a change leaves no other trace."""
    moved = sum(one["from"] != one["to"] for one in timeline)
    found = filed.ended.get("revision", 0)
    changes = found - moved - len(filed.materials)
    told.compare("change", filed.patches, changes)
    told.require(changes == filed.patches, f"{filed.label}: {filed.patches} changes, and revision {found}")
    grows = all(one <= other for one, other in zip(filed.revisions, filed.revisions[1:], strict=False))
    told.require(grows, f"{filed.label}: revisions went back: {filed.revisions}")
