"""What was acknowledged, compared with what is there, once nothing moves any more."""

import asyncio
from collections import Counter
from pathlib import Path

from tests.crash import moves, objects, told_events, traces
from tests.crash.hook import Hook
from tests.crash.logs import faults_in, said_in
from tests.crash.outcome import Outcome
from tests.crash.persistent_client import Act, Journal
from tests.crash.world import World

_AT_ONCE = 16
_SETTLED_WITHIN = 150.0
_LOOK_AGAIN = 0.1
_TOLD_AT_MOST = 12
_DUE = "status = 'doing' or status = 'todo' and coalesce(scheduled_at <= now(), true)"


async def compared(world: World, journal: Journal, hook: Hook, data_dir: Path) -> Outcome:
    """Wait until everything that is due has happened, then compare everything."""
    told = Outcome()
    await _settled(world, told)
    _acknowledged(journal, told)
    _filings(world, told)
    timelines = await moves.compare(world, told)
    await traces.compare(world, journal, told)
    await objects.compare(world, data_dir, told)
    await _asked_again(world, journal, told)
    await told_events.compare(world, timelines, hook, told)
    said = said_in(data_dir)
    told.wrong += faults_in(said)
    told.noted += [f"{count} × {kind}" for kind, count in sorted(said.items())]
    return told


async def _settled(world: World, told: Outcome) -> None:
    """Wait for jobs, events, deliveries and callbacks; what is left after that is stuck."""
    waited = 0.0
    while any((left := await _left(world)).values()) and waited < _SETTLED_WITHIN:
        await asyncio.sleep(_LOOK_AGAIN)
        waited += _LOOK_AGAIN
    for what, count in left.items():
        told.require(count == 0, f"{count} {what} are left")
    failed = await world.ledger.count("from procrastinate_jobs where status not in ('todo', 'doing', 'succeeded')")
    told.require(failed == 0, f"{failed} jobs failed for good")
    dead = await world.ledger.count("from webhook_deliveries where state not in ('pending', 'delivered')")
    told.require(dead == 0, f"{dead} webhooks were given up")


async def _left(world: World) -> dict[str, int]:
    questions = {
        "jobs": f"from procrastinate_jobs where {_DUE}",
        "unpublished events": "from unpublished_events",
        "webhooks on their way": "from webhook_deliveries where state = 'pending'",
    }
    left = {what: await world.ledger.count(question) for what, question in questions.items()}
    callbacks = await world.ledger.theirs("select count(*) as n from callbacks where not delivered")
    return left | {"callbacks of the authority": callbacks[0]["n"]}


def _acknowledged(journal: Journal, told: Outcome) -> None:
    for act in journal.acts:
        told.count(act.name, acknowledged=1, again=int(act.tries > 1))
    told.row("calls without an answer / answered 503 / key still taken", journal.lost, journal.said_503, journal.busy)
    told.wrong += journal.strange[:_TOLD_AT_MOST]
    told.require(len(journal.strange) <= _TOLD_AT_MOST, f"and {len(journal.strange) - _TOLD_AT_MOST} more of these")
    found = sum(act.by_reading for act in journal.acts)
    told.noted.append(f"{found} changes whose answer was lost were found done")
    told.noted += [f"refused {count} × {shown}" for shown, count in sorted(journal.refusals.items())]


def _filings(world: World, told: Outcome) -> None:
    ends = Counter(one.state for one in world.filed)
    told.row("filings begun", sum(ends.values()))
    told.row("filings approved / abandoned", ends["approved"], ends["abandoned"])
    for state, count in ends.items():
        told.require(state in ("approved", "abandoned"), f"{count} filings ended in {state or 'nothing'}")


async def _asked_again(world: World, journal: Journal, told: Outcome) -> None:
    """Send every call that had a key once more, with that key: each must be answered as it was."""
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def again(act: Act) -> str | None:
        async with at_once:
            return await world.backend.said_again(act)

    # The answer to a code is of the moment, and the clock is nobody's act.
    keyed = [act for act in journal.acts if act.key is not None and act.name not in ("SMS code", "clock")]
    faults = [fault for fault in await asyncio.gather(*(again(act) for act in keyed)) if fault]
    told.row("calls sent again at the end with their key / answered as before", len(keyed), len(keyed) - len(faults))
    told.wrong += faults[:_TOLD_AT_MOST]
