"""Reminders: told some time before a deadline passes, once each, with what follows, and of what is still awaited."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from app.domain.filing_states import State
from app.domain.filings import Filing
from app.ports.store.paging import PageWanted
from app.usecases import deadlines, filing_steps
from tests.usecases.a_world import NOW, World

DAY = timedelta(days=1)


async def fire_at(world: World, moment: datetime) -> None:
    """Let time come to a moment, and whatever is due by then happen."""
    world.clock.advance(moment - world.clock.now())
    while await deadlines.fire_due(world.runtime, moment):
        pass


async def told(world: World, filing: Filing) -> list[dict[str, Any]]:
    """Return what was told of a filing's deadlines, oldest first."""
    async with world.runtime.unit_of_work() as uow:
        events = (await uow.feed.about([filing.id]))[filing.id]
    return [event.data for event in events if event.type == "filing.deadline_approaching"]


async def noted(world: World, filing: Filing) -> list[str]:
    async with world.runtime.unit_of_work() as uow:
        page = await uow.history.list(filing.id, PageWanted(limit=100))
    return [entry.event for entry in page.items]


async def test_an_order_that_stands_still_is_reminded_of_after_seven_fifteen_and_thirty_days(world: World) -> None:
    filing = await world.filled_in()

    for day in range(1, 60):
        await fire_at(world, NOW + day * DAY)

    reminders = await told(world, filing)
    # It was begun at ten in the morning, and reminders go out at nine: those of the eighth, sixteenth and so on.
    assert [(one["kind"], one["days_left"], one["passed"]) for one in reminders] == [
        ("idle", 52, False),
        ("idle", 44, False),
        ("idle", 29, False),
    ]
    assert reminders[0]["due_at"] == (NOW + 60 * DAY).isoformat()
    assert reminders[0]["consequence"]["zh"].startswith("订单长期无进展")
    assert (await noted(world, filing)).count("deadline_approaching") == 3


async def test_whoever_does_something_is_not_reminded_of_what_was_due_before(world: World) -> None:
    filing = await world.filled_in()
    await fire_at(world, NOW + 6 * DAY)
    await world.patch(filing, {"remark": "补充说明"})

    await fire_at(world, NOW + 12 * DAY)

    assert await told(world, filing) == []


async def test_a_worker_that_was_away_reminds_once_of_the_days_that_are_left(world: World) -> None:
    filing = await world.filled_in()

    await fire_at(world, NOW + 20 * DAY)

    assert [one["days_left"] for one in await told(world, filing)] == [40]
    await fire_at(world, NOW + 31 * DAY)
    assert [one["days_left"] for one in await told(world, filing)] == [40, 29]


async def test_a_worker_that_was_away_past_the_day_gives_up_without_a_reminder_that_comes_too_late(
    world: World,
) -> None:
    filing = await world.filled_in()

    await fire_at(world, NOW + 61 * DAY)

    assert await told(world, filing) == []
    assert (await world.filing(filing.id)).state is State.ABANDONED


async def test_codes_that_are_missing_are_reminded_of_with_how_many_people_are_awaited(world: World) -> None:
    filing = await world.awaiting_sms()

    for hour in range(1, 24):
        await fire_at(world, NOW + timedelta(hours=hour))

    reminders = await told(world, filing)
    assert [(one["kind"], one["days_left"]) for one in reminders] == [("sms", 1), ("sms", 1)]
    assert {one["waiting_for"] for one in reminders} == {2}


async def test_a_target_of_the_review_is_reminded_of_and_told_when_it_passed_and_moves_nothing(world: World) -> None:
    filing = await world.submitted()
    (deadline,) = (await world.details(filing.id)).deadlines

    for day in range(1, 8):
        await fire_at(world, NOW + day * DAY)

    kinds = [(one["kind"], one["passed"]) for one in await told(world, filing)]
    assert kinds == [("first_review", False), ("first_review", True)]
    assert deadline.kind == "first_review"
    assert (await world.filing(filing.id)).state is State.FIRST_REVIEW
    assert (await noted(world, filing))[-1] == "deadline_passed"


async def test_what_a_filing_waits_for_no_more_is_not_reminded_of(world: World) -> None:
    filing = await world.submitted()
    await filing_steps.withdraw(world.runtime, world.applicant, filing.id, None, None)
    back = await world.filing(filing.id)

    await fire_at(world, NOW + 6 * DAY)

    assert back.state is State.WITHDRAWN
    assert await told(world, filing) == []


async def test_two_workers_remind_once(world: World) -> None:
    filing = await world.filled_in()
    world.clock.advance(8 * DAY)

    await asyncio.gather(*(deadlines.fire_due(world.runtime, world.clock.now()) for _ in range(4)))

    assert len(await told(world, filing)) == 1


async def test_a_reminder_is_no_deadline_that_is_shown(world: World) -> None:
    filing = await world.filled_in()

    assert [one.kind for one in (await world.details(filing.id)).deadlines] == ["idle"]
