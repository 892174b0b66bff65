"""Events are published in an order in which nothing ever appears before what somebody has seen."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from app.domain.feed import FeedEvent, FeedEventType
from app.domain.filing_states import State
from app.domain.filings import TimelineEntry
from app.storage.announcements import SqlAnnouncements
from app.storage.engine import Database
from tests.storage.things import NOW, UnitOfWorks, World, new_id, stored_filing


def an_event(world: World, **changes: object) -> FeedEvent:
    values = {
        "id": new_id("evt"),
        "provider_id": world.provider.id,
        "account_id": world.account.id,
        "type": FeedEventType.RECORD_CHANGED,
        "at": NOW,
        "about_id": new_id("rec"),
    }
    return FeedEvent(**(values | changes))  # type: ignore[arg-type]  # a builder


@pytest.fixture(autouse=True)
async def nothing_waits(unit_of_work: UnitOfWorks) -> None:
    await publish(unit_of_work)


async def publish(unit_of_work: UnitOfWorks, limit: int = 1000) -> list[str]:
    async with unit_of_work() as uow:
        published = await uow.feed.publish(limit, NOW)
        await uow.commit()
    return [event.id for event in published]


async def add(unit_of_work: UnitOfWorks, *events: FeedEvent) -> None:
    async with unit_of_work() as uow:
        await uow.feed.add(events)
        await uow.commit()


async def seen(unit_of_work: UnitOfWorks, world: World, after: str | None = None) -> list[str]:
    async with unit_of_work() as uow:
        page = await uow.feed.list(world.provider.id, 1000, after=after)
    return [event.id for event in page.items]


async def test_an_event_whose_transaction_ends_late_comes_after_what_was_seen_before(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    late, early = an_event(world), an_event(world)
    async with unit_of_work() as slow:
        await slow.feed.add([late])
        await add(unit_of_work, early)
        assert await publish(unit_of_work) == [early.id]
        await slow.commit()

    assert await publish(unit_of_work) == [late.id]
    assert (await seen(unit_of_work, world))[-2:] == [early.id, late.id]
    assert await seen(unit_of_work, world, after=early.id) == [late.id]


async def test_what_was_taken_back_is_never_published(unit_of_work: UnitOfWorks, world: World) -> None:
    async with unit_of_work() as uow:
        await uow.feed.add([an_event(world)])

    assert await publish(unit_of_work) == []


async def test_publishing_goes_on_where_it_stopped_and_each_event_is_published_once(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    events = [an_event(world) for _ in range(5)]
    await add(unit_of_work, *events)

    published = [await publish(unit_of_work, 2) for _ in range(4)]

    assert published == [[one.id for one in events[start : start + 2]] for start in (0, 2, 4, 6)]


async def test_of_two_publishers_one_waits_for_its_turn(unit_of_work: UnitOfWorks, world: World) -> None:
    event = an_event(world)
    await add(unit_of_work, event)
    async with unit_of_work() as first:
        assert [one.id for one in await first.feed.publish(10, NOW)] == [event.id]
        assert await publish(unit_of_work) == []

    assert await publish(unit_of_work) == [event.id]


async def test_a_move_of_a_filing_is_an_event_and_what_moves_nothing_is_none(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    filing = await stored_filing(unit_of_work, world)
    moved, noted = (
        TimelineEntry(new_id("evt"), filing.id, NOW, "applicant", None, "submit", State.DRAFT, to)
        for to in (State.FIRST_REVIEW, State.DRAFT)
    )
    async with unit_of_work() as uow:
        await uow.history.add(moved)
        await uow.history.add(noted)
        await uow.commit()

    assert await publish(unit_of_work) == [moved.id]
    async with unit_of_work() as uow:
        (event,) = (await uow.feed.list(world.provider.id, 1000)).items[-1:]
    assert (event.filing_id, event.about_id, event.account_id) == (filing.id, filing.id, filing.account_id)
    assert event.data == {"event": "submit", "from": "draft", "to": "first_review"}


async def test_old_events_leave_the_feed_and_are_known_to_have_left(unit_of_work: UnitOfWorks, world: World) -> None:
    event, newest = an_event(world), an_event(world)
    for one in (event, newest):
        await add(unit_of_work, one)
    await publish(unit_of_work)
    async with unit_of_work() as uow:
        assert await uow.feed.is_published(world.provider.id, event.id)
        await uow.feed.forget_published_before(NOW + timedelta(seconds=1))
        assert not await uow.feed.is_published(world.provider.id, event.id)
        assert (await uow.feed.about([event.about_id]))[event.about_id] == (event,)


async def test_whoever_read_the_newest_event_of_a_quiet_tenant_has_missed_nothing_after_a_year(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    events = [an_event(world) for _ in range(3)]
    for one in events:
        await add(unit_of_work, one)
    await publish(unit_of_work)
    async with unit_of_work() as uow:
        await uow.feed.forget_published_before(NOW + timedelta(days=365))
        await uow.commit()

    later = an_event(world)
    await add(unit_of_work, later)
    await publish(unit_of_work)
    async with unit_of_work() as uow:
        assert await uow.feed.is_published(world.provider.id, events[-1].id)
        assert (await uow.feed.list(world.provider.id, 10, after=events[-1].id)).items == (later,)


@pytest.fixture
async def announcements(database: Database) -> AsyncIterator[SqlAnnouncements]:
    announced = SqlAnnouncements(database)
    yield announced
    await announced.close()


async def test_whoever_follows_a_filing_is_woken_by_its_events_and_by_no_others(
    unit_of_work: UnitOfWorks, world: World, announcements: SqlAnnouncements
) -> None:
    mine, other = [await stored_filing(unit_of_work, world) for _ in range(2)]
    with announcements.follow(mine.id, "me") as follower, announcements.follow(other.id, "me") as elsewhere:
        # The first wake-up says that listening has begun.
        await asyncio.gather(follower.wait(10), elsewhere.wait(10))
        waiting = asyncio.create_task(follower.wait(10))
        async with unit_of_work() as uow:
            entry = TimelineEntry(new_id("evt"), mine.id, NOW, "worker", None, "forward", State.DRAFT, State.DRAFT)
            await uow.history.add(entry)
            await uow.commit()
        await asyncio.wait_for(waiting, 5)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(elsewhere.wait(10), 0.05)
