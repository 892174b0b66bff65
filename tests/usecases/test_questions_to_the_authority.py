"""A result that never came is asked for again and again, after ever longer pauses, until it is known."""

import itertools
from datetime import datetime, timedelta

import pytest

from app.domain.filing_states import State
from app.ports.authority import AuthorityUnavailableError, SubmissionState
from app.usecases import deadlines
from tests.fakes.authority import FakeAuthority
from tests.usecases.a_world import World
from tests.usecases.test_authority_messages import in_review
from tests.usecases.test_reminders import fire_at, noted, told


def counted(world: World) -> list[datetime]:
    """Note from now on when the authority is asked where a submission stands."""
    asked: list[datetime] = []
    authority = world.authority
    answer = authority.state_of

    async def state_of(receipt: str) -> SubmissionState:
        asked.append(world.clock.now())
        return await answer(receipt)

    authority.state_of = state_of  # type: ignore[method-assign]  # the world's own authority, for this test
    return asked


async def overdue(world: World) -> tuple[str, str, datetime]:
    """Bring a filing to the day on which the authority should have decided."""
    filing, receipt = await in_review(world)
    (deadline,) = (await world.details(filing.id)).deadlines
    await fire_at(world, deadline.due_at)
    return filing.id, receipt, deadline.due_at


async def next_question(world: World, filing_id: str) -> datetime:
    async with world.runtime.unit_of_work() as uow:
        rows = (await uow.history.deadlines_of([filing_id]))[filing_id]
    (row,) = [one for one in rows if one.kind == "authority_question"]
    return row.due_at


async def test_a_result_lost_after_the_review_was_overdue_is_found_by_asking(world: World) -> None:
    filing_id, receipt, due_at = await overdue(world)
    world.authority.approve(receipt)

    await fire_at(world, due_at + timedelta(minutes=1))

    assert (await world.filing(filing_id)).state is State.APPROVED


async def test_each_pause_doubles_the_last_up_to_half_a_day(world: World) -> None:
    asked = counted(world)
    filing_id, _, due_at = await overdue(world)

    while world.clock.now() < due_at + timedelta(days=3):
        await fire_at(world, await next_question(world, filing_id))

    pauses = [(later - sooner) for sooner, later in itertools.pairwise(asked)]
    assert (await world.filing(filing_id)).state is State.AUTHORITY_REVIEW
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(minutes=1), timedelta(hours=12))
    assert len(asked) < 20


async def test_a_late_authority_is_told_once_and_then_asked_in_silence(world: World) -> None:
    filing_id, _, due_at = await overdue(world)
    for hour in range(1, 72, 12):
        await fire_at(world, due_at + timedelta(hours=hour))

    filing = await world.filing(filing_id)
    events = [one["passed"] for one in await told(world, filing) if one["kind"] == "authority_review"]
    assert events.count(True) == 1
    assert (await noted(world, filing)).count("deadline_passed") == 1


async def test_who_has_answered_is_asked_no_more(world: World) -> None:
    filing_id, receipt, due_at = await overdue(world)
    world.authority.reject(receipt)
    await fire_at(world, due_at + timedelta(minutes=2))
    asked = counted(world)

    await fire_at(world, due_at + timedelta(days=2))

    assert (await world.filing(filing_id)).state is State.AUTHORITY_REJECTED
    assert asked == []


async def test_an_outage_when_the_review_is_overdue_puts_the_question_off_and_loses_nothing(world: World) -> None:
    filing, receipt = await in_review(world)
    (deadline,) = (await world.details(filing.id)).deadlines
    world.authority.approve(receipt)
    assert isinstance(world.authority, FakeAuthority)
    world.authority.unavailable = True
    world.clock.advance(deadline.due_at - world.clock.now())
    for _ in range(3):
        with pytest.raises(AuthorityUnavailableError):
            await deadlines.fire_due(world.runtime, world.clock.now())
    world.authority.unavailable = False

    await deadlines.fire_due(world.runtime, world.clock.now())

    assert (await world.filing(filing.id)).state is State.APPROVED
