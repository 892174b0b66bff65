"""What is at the authority and of which nothing is heard is asked about from time to time, without a storm."""

import asyncio
import itertools
from datetime import datetime, timedelta

import pytest

from app.domain.authority_questions import SILENCE
from app.domain.exchange_journal import Exchanged, Outcome
from app.domain.filing_states import State
from app.ports.authority import AuthorityUnavailableError
from app.usecases import deadlines, exchange_journal, regular_questions
from tests.usecases.a_world import World
from tests.usecases.more_orders import beside
from tests.usecases.refusing_authority import with_refusing_authority
from tests.usecases.test_authority_messages import in_review
from tests.usecases.test_questions_to_the_authority import counted, overdue

HOUR = timedelta(hours=1)


async def next_turn(world: World, filing_id: str) -> datetime | None:
    async with world.runtime.unit_of_work() as uow:
        rows = (await uow.history.deadlines_of([filing_id]))[filing_id]
    return next((row.due_at for row in rows if row.kind == SILENCE), None)


async def ask_at(world: World, moment: datetime) -> bool:
    world.clock.advance(moment - world.clock.now())
    return await regular_questions.ask_all(world.runtime)


async def seen(world: World, filing_id: str) -> list[tuple[Exchanged, Outcome, int]]:
    entries = await exchange_journal.of(world.runtime, world.reviewer, filing_id)
    return [(one.exchanged, one.outcome, one.times) for one in entries if one.exchanged is Exchanged.QUESTION]


async def test_a_result_that_was_never_told_is_found_within_four_hours_of_silence(world: World) -> None:
    filing, receipt = await in_review(world)
    world.authority.approve(receipt)

    await ask_at(world, filing.updated_at + 4 * HOUR)

    assert (await world.filing(filing.id)).state is State.APPROVED
    assert await seen(world, filing.id) == [(Exchanged.QUESTION, Outcome.FOUND, 1)]
    assert await next_turn(world, filing.id) is None


async def test_pauses_grow_to_half_a_day_and_are_never_longer(world: World) -> None:
    filing, _ = await in_review(world)
    asked = counted(world)

    while world.clock.now() < filing.updated_at + timedelta(days=5):
        turn = await next_turn(world, filing.id)
        assert turn is not None
        await ask_at(world, turn)

    pauses = [later - sooner for sooner, later in itertools.pairwise([filing.updated_at, *asked])]
    assert 3 * HOUR <= pauses[0] <= 4 * HOUR
    assert all(pause <= 12 * HOUR for pause in pauses)
    assert 10 <= len(asked) <= 16
    assert await seen(world, filing.id) == []


async def test_a_leap_of_a_month_asks_once_about_each(world: World) -> None:
    await in_review(world)
    other = await beside(world, "other")
    await other.awaiting_sms()
    asked = counted(world)

    anybody = await ask_at(world, world.clock.now() + timedelta(days=30))
    once_more = await ask_at(world, world.clock.now())

    assert (anybody, once_more, len(asked)) == (True, False, 2)


async def test_no_more_than_a_round_s_worth_is_asked_at_once_and_the_longest_silent_first(world: World) -> None:
    first, _ = await in_review(world)
    other = await beside(world, "other")
    world.clock.advance(HOUR)
    second, _ = await in_review(other)
    now = world.clock.now() + timedelta(days=1)
    world.clock.advance(timedelta(days=1))

    looked_at = [await regular_questions.ask_round(world.runtime, most=1)]
    turns = [await next_turn(world, filing.id) for filing in (first, second)]
    looked_at += [await regular_questions.ask_round(world.runtime, most=1) for _ in range(2)]

    assert looked_at == [1, 1, 0]
    assert turns[0] is not None
    assert turns[1] is not None
    assert turns[1] < now < turns[0]


async def test_of_two_workers_one_asks(world: World) -> None:
    await in_review(world)
    asked = counted(world)
    world.clock.advance(4 * HOUR)

    await asyncio.gather(*(regular_questions.ask_round(world.runtime) for _ in range(2)))

    assert len(asked) == 1


async def test_an_authority_that_is_away_is_asked_about_one_filing_and_again_after_minutes(world: World) -> None:
    authority = with_refusing_authority(world)
    first, receipt = await in_review(world)
    world.clock.advance(HOUR)
    await (await beside(world, "other")).awaiting_sms()
    authority.mute = AuthorityUnavailableError("submission state: status 503")
    now = first.updated_at + timedelta(days=1)
    asked = counted(world)
    with pytest.raises(AuthorityUnavailableError):
        await ask_at(world, now)
    asked_during_the_outage = len(asked)
    authority.mute = None
    authority.approve(receipt)

    await ask_at(world, now + timedelta(minutes=5))

    assert asked_during_the_outage == 1
    assert len(asked) == 3
    assert (await world.filing(first.id)).state is State.APPROVED
    assert await seen(world, first.id) == [
        (Exchanged.QUESTION, Outcome.NO_ANSWER, 1),
        (Exchanged.QUESTION, Outcome.FOUND, 1),
    ]


async def test_what_is_followed_more_closely_is_not_asked_about_twice(world: World) -> None:
    _, _, due_at = await overdue(world)
    asked = counted(world)

    await ask_at(world, due_at + HOUR)

    assert asked == []


async def test_neither_a_deadline_nor_a_step_of_time(world: World) -> None:
    filing, _ = await in_review(world)
    turn = await next_turn(world, filing.id)
    assert turn is not None
    world.clock.advance(turn - world.clock.now())

    fired = await deadlines.fire_due(world.runtime, turn)
    async with world.runtime.unit_of_work() as uow:
        step = await uow.history.next_due()
    shown = (await world.details(filing.id)).deadlines

    assert fired == 0
    assert step is not None
    assert step > turn
    assert [one.kind for one in shown] == ["authority_review"]


async def test_what_a_worker_that_died_had_taken_is_asked_about_by_another(world: World) -> None:
    filing, receipt = await in_review(world)
    world.authority.approve(receipt)
    now = filing.updated_at + 4 * HOUR
    async with world.runtime.unit_of_work() as uow:
        taken = await uow.history.take(SILENCE, now, regular_questions.LEASE)
        await uow.commit()
    world.clock.advance(4 * HOUR)

    at_once = await regular_questions.ask_round(world.runtime)
    world.clock.advance(regular_questions.LEASE)
    after_a_while = await regular_questions.ask_round(world.runtime)

    assert taken is not None
    assert (taken.owner_id, at_once, after_a_while) == (filing.id, 0, 1)
    assert (await world.filing(filing.id)).state is State.APPROVED
