"""The timeline takes new events only, and a deadline fires once, whatever it is of."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from app.domain.filing_states import State
from app.domain.filings import Deadline, TimelineEntry
from app.ports.store.paging import PageWanted
from app.storage.engine import Database
from tests.storage.things import NOW, UnitOfWorks, World, new_id, stored_filing


def an_event(filing_id: str, **changes: object) -> TimelineEntry:
    values = {
        "id": new_id("evt"),
        "filing_id": filing_id,
        "at": NOW,
        "actor": "applicant",
        "actor_id": "acct_1",
        "event": "submit",
        "from_state": State.DRAFT,
        "to_state": State.FIRST_REVIEW,
    }
    return TimelineEntry(**(values | changes))  # type: ignore[arg-type]  # a builder


async def test_events_come_in_the_order_they_were_written_whatever_their_times_and_ids(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    filing = await stored_filing(unit_of_work, world)
    late_id = new_id("evt")
    deadline = Deadline(filing.id, "sms", NOW + timedelta(hours=24), provisional=True)
    events = [
        an_event(filing.id, note="first", deadline=deadline),
        an_event(filing.id, id=late_id, at=NOW - timedelta(days=1), actor_id=None, from_state=None),
        an_event(filing.id),
    ]
    async with unit_of_work() as uow:
        for event in events:
            await uow.history.add(event)
        first = await uow.history.list(filing.id, PageWanted(limit=2))
        rest = await uow.history.list(filing.id, PageWanted(limit=2, after=first.next_after))
    assert [*first.items, *rest.items] == events
    assert (first.next_after, rest.next_after) == (late_id, None)


@pytest.mark.parametrize(
    "change", ["update timeline set note_sealed = null", "delete from timeline", "truncate timeline cascade"]
)
async def test_the_timeline_refuses_to_be_changed(
    unit_of_work: UnitOfWorks, world: World, database: Database, change: str
) -> None:
    filing = await stored_filing(unit_of_work, world)
    async with unit_of_work() as uow:
        await uow.history.add(an_event(filing.id))
        await uow.commit()
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
        await database.pool.execute(change)


async def test_a_new_deadline_takes_the_place_of_the_old_one_of_its_kind(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    filing = await stored_filing(unit_of_work, world)
    idle, sms = Deadline(filing.id, "idle", NOW + timedelta(days=2)), Deadline(filing.id, "sms", NOW)
    moved = replace(sms, due_at=NOW + timedelta(days=1), provisional=True)
    async with unit_of_work() as uow:
        await uow.history.set_deadlines([])
        await uow.history.set_deadlines([idle, sms])
        assert await uow.history.fired(filing.id, "sms", NOW, NOW)
        await uow.history.set_deadlines([moved])
        assert await uow.history.deadlines_of([filing.id, "fil_2"]) == {filing.id: (moved, idle), "fil_2": ()}
        await uow.history.clear_deadlines(filing.id, ["sms", "first_review"])
        assert await uow.history.deadlines_of([filing.id]) == {filing.id: (idle,)}


async def test_obligations_and_transfers_have_deadlines_too(unit_of_work: UnitOfWorks) -> None:
    owners = (new_id("obl"), new_id("trf"))
    due = {owner: (Deadline(owner, "transfer", NOW),) for owner in owners}
    async with unit_of_work() as uow:
        await uow.history.set_deadlines([deadline for of_one in due.values() for deadline in of_one])
        assert await uow.history.deadlines_of(owners) == due


async def test_due_deadlines_come_oldest_first_until_they_fired(unit_of_work: UnitOfWorks, world: World) -> None:
    filing = await stored_filing(unit_of_work, world)
    long_ago = NOW - timedelta(days=9_000)
    due = [Deadline(filing.id, kind, long_ago + timedelta(days=day)) for day, kind in enumerate(("idle", "sms"))]
    async with unit_of_work() as uow:
        await uow.history.set_deadlines([*due, Deadline(filing.id, "later", NOW)])
        now = long_ago + timedelta(days=1)
        assert await uow.history.due(now, 10) == tuple(due)
        assert await uow.history.due(now, 1) == (due[0],)
        assert await uow.history.next_due() == due[0].due_at
        assert await uow.history.fired(filing.id, "idle", due[0].due_at, now)
        assert await uow.history.due(now, 10) == (due[1],)
        assert await uow.history.next_due() == due[1].due_at


async def test_a_deadline_that_has_moved_does_not_fire(unit_of_work: UnitOfWorks, world: World) -> None:
    filing = await stored_filing(unit_of_work, world)
    async with unit_of_work() as uow:
        await uow.history.set_deadlines([Deadline(filing.id, "sms", NOW)])
        assert not await uow.history.fired(filing.id, "sms", NOW - timedelta(hours=1), NOW)


async def test_of_two_workers_one_fires_a_deadline(unit_of_work: UnitOfWorks, world: World) -> None:
    filing = await stored_filing(unit_of_work, world)
    async with unit_of_work() as uow:
        await uow.history.set_deadlines([Deadline(filing.id, "sms", NOW)])
        await uow.commit()

    async def fire() -> bool:
        async with unit_of_work() as uow:
            fired = await uow.history.fired(filing.id, "sms", NOW, NOW)
            await uow.commit()
        return fired

    assert sorted(await asyncio.gather(fire(), fire())) == [False, True]
