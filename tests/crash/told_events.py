"""The feed against the timelines, and what the receiver of webhooks got against the feed."""

from collections import Counter

from tests.crash.hook import Hook
from tests.crash.outcome import Outcome
from tests.crash.persistent_client import Json
from tests.crash.world import World


async def compare(world: World, timelines: dict[str, list[Json]], hook: Hook, told: Outcome) -> None:
    """Compare both."""
    feed = await _feed(world)
    await _feed_compared(world, timelines, feed, told)
    of_webhooks(feed, hook, told)


async def _feed(world: World) -> list[Json]:
    events: list[Json] = []
    page = await world.backend.read("/v1/events", limit=100)
    while True:
        events += page["data"]
        if page["next_cursor"] is None:
            return events
        page = await world.backend.read("/v1/events", limit=100, cursor=page["next_cursor"])


async def _feed_compared(world: World, timelines: dict[str, list[Json]], feed: list[Json], told: Outcome) -> None:
    ids = [event["id"] for event in feed]
    told.require(len(ids) == len(set(ids)), f"{len(ids) - len(set(ids))} events stand twice in the feed")
    moved: dict[str, list[str]] = {}
    for event in feed:
        if event["type"] == "filing.state_changed":
            moved.setdefault(event["filing_id"], []).append(event["id"])
    for filing_id, timeline in timelines.items():
        wanted = [one["id"] for one in timeline if one["from"] != one["to"]]
        told.require(moved.get(filing_id, []) == wanted, f"{filing_id}: the feed does not say what the timeline says")
    stored = await world.ledger.count("from feed_events")
    told.require(stored == len(feed), f"{stored} events on file, and {len(feed)} in the feed")
    told.row("events on file / in the feed / of them moves", stored, len(feed), sum(map(len, moved.values())))
    by_type = Counter(event["type"] for event in feed)
    told.noted.append("events by type: " + ", ".join(f"{count} {kind}" for kind, count in sorted(by_type.items())))


def of_webhooks(feed: list[Json], hook: Hook, told: Outcome) -> None:
    """Compare what came with the feed: each event at least once, those of a filing in their order."""
    by_id = {event["id"]: event for event in feed}
    missing = by_id.keys() - set(hook.first)
    told.row("webhooks taken / distinct / missing", hook.taken, len(hook.first), len(missing))
    told.row("webhooks that the receiver refused or hung up on", hook.refused)
    told.require(not missing, f"{len(missing)} events were never delivered, such as {sorted(missing)[:3]}")
    told.require(hook.forged == 0, f"{hook.forged} webhooks had a wrong signature")
    told.require(set(hook.first) <= by_id.keys(), "webhooks came that are of no event")
    arrived = _by_filing([by_id[one] for one in hook.first if one in by_id])
    wanted = _by_filing([event for event in feed if event["id"] not in missing])
    told.require(arrived == wanted, "webhooks of a filing came in another order than its events")


def _by_filing(events: list[Json]) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = {}
    for event in events:
        if event.get("filing_id") is not None:
            kept.setdefault(event["filing_id"], []).append(event["id"])
    return kept
