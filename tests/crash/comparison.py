"""What was acknowledged, compared with what is there."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash import traces
from tests.crash.filer import Filed, World
from tests.crash.hook import Hook
from tests.crash.logs import faults_in, said_in
from tests.crash.persistent_client import Act, Journal, Json

_AT_ONCE = 16
_SETTLED_WITHIN = 150.0
_LOOK_AGAIN = 0.1
_TOLD_AT_MOST = 12


@dataclass(slots=True)
class Comparison:
    """`rows` and `acts` are for the tables; each line of `wrong` is one thing that is not as it must be."""

    rows: list[tuple[str, str]] = field(default_factory=list)
    acts: dict[str, dict[str, int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    def row(self, what: str, *figures: object) -> None:
        """Add a line of the table."""
        self.rows.append((what, " / ".join(str(one) for one in figures)))

    def require(self, holds: bool, said: str) -> None:
        """Note what is wrong where something does not hold."""
        if not holds:
            self.wrong.append(said)


async def compared(world: World, journal: Journal, hook: Hook, data_dir: Path) -> Comparison:
    """Wait until nothing moves any more, then compare everything."""
    told = Comparison()
    await _settled(world, told)
    _acknowledged(journal, told)
    _filings(world.filed, told)
    timelines = await _timelines(world)
    for filed in world.filed:
        _moves_compared(filed, timelines.get(filed.id, []), told)
    await traces.compare(world, journal, told)
    await _asked_again(world, journal, told)
    feed = await _feed(world)
    await _events_compared(world, timelines, feed, told)
    _webhooks_compared(feed, hook, told)
    _said(journal, data_dir, told)
    return told


async def _settled(world: World, told: Comparison) -> None:
    """Wait for jobs, events, deliveries and callbacks; what is left after that is stuck."""
    questions = {
        "jobs": "from procrastinate_jobs where status = 'doing' or status = 'todo' and coalesce(scheduled_at <= now(), true)",
        "unpublished events": "from unpublished_events",
        "webhooks on their way": "from webhook_deliveries where state = 'pending'",
    }
    waited = 0.0
    while True:
        left = {what: await world.ledger.count(question) for what, question in questions.items()}
        callbacks = await world.ledger.theirs("select count(*) as n from callbacks where not delivered")
        left["callbacks of the authority"] = callbacks[0]["n"]
        if not any(left.values()) or waited > _SETTLED_WITHIN:
            break
        await asyncio.sleep(_LOOK_AGAIN)
        waited += _LOOK_AGAIN
    for what, count in left.items():
        told.require(count == 0, f"{count} {what} are left")
    failed = await world.ledger.count("from procrastinate_jobs where status not in ('todo', 'doing', 'succeeded')")
    told.require(failed == 0, f"{failed} jobs failed for good")
    dead = await world.ledger.count("from webhook_deliveries where state not in ('pending', 'delivered')")
    told.require(dead == 0, f"{dead} webhooks were given up")


def _acknowledged(journal: Journal, told: Comparison) -> None:
    for act in journal.acts:
        counted = told.acts.setdefault(act.name, dict.fromkeys(("acknowledged", "again", "once", "missing", "twice"), 0))
        counted["acknowledged"] += 1
        counted["again"] += act.tries > 1
    told.row("calls without an answer / answered 503 / key still taken", journal.lost, journal.said_503, journal.busy)
    told.wrong += journal.strange[:_TOLD_AT_MOST]
    told.require(len(journal.strange) <= _TOLD_AT_MOST, f"and {len(journal.strange) - _TOLD_AT_MOST} more of these")
    for shown, count in sorted(journal.refusals.items()):
        told.noted.append(f"refused {count} × {shown}")


def _filings(filed: Iterable[Filed], told: Comparison) -> None:
    ends = Counter(one.state for one in filed)
    told.row("filings begun", sum(ends.values()))
    told.row("filings approved / abandoned", ends["approved"], ends["abandoned"])
    for state, count in ends.items():
        told.require(state in ("approved", "abandoned"), f"{count} filings ended in {state or 'nothing'}")


async def _timelines(world: World) -> dict[str, list[Json]]:
    """Read each filing's timeline as its applicant."""
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def read(filed: Filed) -> tuple[str, list[Json]]:
        assert filed.app is not None
        async with at_once:
            page = await filed.app.read(f"{filed.path}/timeline", limit=100)
        assert page["next_cursor"] is None
        return filed.id, page["data"]

    return dict(await asyncio.gather(*(read(filed) for filed in world.filed if filed.id)))


def _moves_compared(filed: Filed, timeline: list[Json], told: Comparison) -> None:
    """What people did stands there in their order, each thing once; and each move begins where the last one ended."""
    found = [(one["event"], one["to"]) for one in timeline if one["actor"] in ("applicant", "reviewer")]
    wanted, there = Counter(filed.done), Counter(found)
    for event, to in wanted.keys() | there.keys():
        counted = told.acts.get(_act_of(event), told.acts.get("submit", {}))
        counted["missing"] += max(0, wanted[event, to] - there[event, to])
        counted["twice"] += max(0, there[event, to] - wanted[event, to])
        counted["once"] += min(wanted[event, to], there[event, to])
    told.require(found == filed.done, f"{filed.label}: was told {filed.done}, and the timeline says {found}")
    state = None
    for one in timeline:
        told.require(one["from"] == state, f"{filed.label}: {one['event']} begins in {one['from']} and not in {state}")
        state = one["to"]
    told.require(state == filed.state, f"{filed.label}: is {filed.state}, and its timeline ends in {state}")
    moves = sum(one["from"] != one["to"] for one in timeline)
    revision = moves + filed.patches + len(filed.materials)
    found_revision = filed.ended.get("revision")
    told.require(found_revision == revision, f"{filed.label}: revision {found_revision}, and {revision} was reached")
    surplus = (found_revision or 0) - revision
    if "change" in told.acts:
        told.acts["change"]["once"] += filed.patches - max(0, -surplus)
        told.acts["change"]["missing"] += max(0, -surplus)
        told.acts["change"]["twice"] += max(0, surplus)


def _act_of(event: str) -> str:
    """Return by which call an event of the timeline comes about."""
    calls = {"created": "begin", "pass": "decision", "reject": "decision", "request_completion": "decision"}
    return calls.get(event, event)


async def _asked_again(world: World, journal: Journal, told: Comparison) -> None:
    """Send every call that had a key once more, with that key: each must be answered as it was."""
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def again(act: Act) -> str | None:
        async with at_once:
            answer = await world.backend.said_again(act)
        return answer

    keyed = [act for act in journal.acts if act.key is not None and act.name not in ("SMS code", "clock")]
    faults = [fault for fault in await asyncio.gather(*(again(act) for act in keyed)) if fault]
    told.row("calls sent again at the end with their key / answered as before", len(keyed), len(keyed) - len(faults))
    told.wrong += faults[:_TOLD_AT_MOST]


async def _feed(world: World) -> list[Json]:
    events: list[Json] = []
    after: dict[str, str] = {}
    while True:
        page = await world.backend.read("/v1/events", limit=100, **after)
        events += page["data"]
        if page["next_cursor"] is None:
            return events
        after = {"cursor": page["next_cursor"]}


async def _events_compared(
    world: World, timelines: dict[str, list[Json]], feed: list[Json], told: Comparison
) -> None:
    ids = [event["id"] for event in feed]
    told.require(len(ids) == len(set(ids)), f"{len(ids) - len(set(ids))} events stand twice in the feed")
    moved: dict[str, list[str]] = {}
    for event in feed:
        if event["type"] == "filing.state_changed":
            moved.setdefault(event["filing_id"], []).append(event["id"])
    entries = 0
    for filing_id, timeline in timelines.items():
        wanted = [one["id"] for one in timeline if one["from"] != one["to"]]
        entries += len(timeline)
        told.require(moved.get(filing_id, []) == wanted, f"{filing_id}: the feed does not say what the timeline says")
    stored = (await world.ledger.ours("select (select count(*) from timeline) as t, (select count(*) from feed_events) as f"))[0]
    told.require(stored["t"] == entries, f"{stored['t']} audit rows, and timelines of {entries}")
    told.require(stored["f"] == len(feed), f"{stored['f']} events on file, and {len(feed)} in the feed")
    told.row("audit rows in the database / in the timelines", stored["t"], entries)
    told.row("events on file / in the feed / of them moves", stored["f"], len(feed), sum(map(len, moved.values())))
    by_type = Counter(event["type"] for event in feed)
    told.noted.append("events by type: " + ", ".join(f"{count} {kind}" for kind, count in sorted(by_type.items())))


def _webhooks_compared(feed: list[Json], hook: Hook, told: Comparison) -> None:
    arrived = set(hook.first)
    missing = [event["id"] for event in feed if event["id"] not in arrived]
    told.row(
        "webhooks taken / distinct / missing / refused once by the receiver",
        hook.taken, len(arrived), len(missing), hook.refused,
    )  # fmt: skip
    told.require(not missing, f"{len(missing)} events were never delivered, such as {missing[:3]}")
    told.require(hook.forged == 0, f"{hook.forged} webhooks had a wrong signature")
    unknown = arrived - {event["id"] for event in feed}
    told.require(not unknown, f"{len(unknown)} webhooks are of no event")
    told.require(_by_filing(feed, set(arrived)) == _by_filing(_in_order(feed, hook.first)), "webhooks came in another order")


def _in_order(feed: list[Json], ids: list[str]) -> list[Json]:
    by_id = {event["id"]: event for event in feed}
    return [by_id[one] for one in ids if one in by_id]


def _by_filing(events: list[Json], only: set[str] | None = None) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = {}
    for event in events:
        if only is None or event["id"] in only:
            kept.setdefault(event.get("filing_id") or event.get("record_id") or "", []).append(event["id"])
    return kept


def _said(journal: Journal, data_dir: Path, told: Comparison) -> None:
    said = said_in(data_dir)
    told.wrong += faults_in(said)
    told.noted += [f"{count} × {kind}" for kind, count in sorted(said.items())]
