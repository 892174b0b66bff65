"""Whose turn it is: urgent filings first, and among the others one account after another, however many each brings."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.filing_states import UNDER_REVIEW, State
from app.domain.filing_types import FilingType
from app.domain.filings import Deadline
from app.domain.review_queue import Queued, turn
from app.usecases import review_claims
from tests.usecases.a_world import NOW, World
from tests.usecases.an_approval import a_filing, of_service
from tests.usecases.more_orders import beside

MOMENT = timedelta(minutes=1)
MANY = 99
STATES = tuple(state.value for state in UNDER_REVIEW)


async def waiting(world: World, at: datetime, *, due_in: timedelta = timedelta(days=30)) -> str:
    """Put a submitted filing of the world's account into the queue, with nothing but what the queue looks at."""
    filing_id = world.runtime.ids.new("fil")
    service = of_service(world, domains=(f"{filing_id.removeprefix('fil_')}.cn",))
    filing = a_filing(world, FilingType.FIRST_FILING, service, id=filing_id, state=State.FIRST_REVIEW)
    async with world.runtime.unit_of_work() as uow:
        await uow.filings.add(replace(filing, submitted_at=at), filing_id.encode(), MANY)
        await uow.history.set_deadlines([Deadline(filing_id, "first_review", at + due_in)])
        await uow.commit()
    return filing_id


async def taken(world: World, count: int) -> list[str | None]:
    """Take so many filings, a moment after each other."""
    ids = []
    for _ in range(count):
        world.clock.advance(MOMENT)
        found = await review_claims.claim_next(world.runtime, world.reviewer)
        ids.append(None if found is None else found.filing.id)
    return ids


async def test_an_account_with_many_filings_waits_its_turn_behind_everybody_with_few(world: World) -> None:
    second, third = await beside(world, "second"), await beside(world, "third")
    many = [await waiting(world, NOW + place * MOMENT) for place in range(6)]
    few = [await waiting(second, NOW + 10 * MOMENT), await waiting(third, NOW + 11 * MOMENT)]
    few.append(await waiting(second, NOW + 12 * MOMENT))
    world.clock.advance(15 * MOMENT)

    order = await taken(world, 10)

    # Once served, the first account comes after those that have waited since; then the two take turns.
    assert order == [many[0], *few[:2], many[1], few[2], *many[2:], None]


async def test_who_comes_later_does_not_pass_whoever_has_waited_since_their_last_turn(world: World) -> None:
    other = await beside(world, "second")
    many = [await waiting(world, NOW + place * MOMENT) for place in range(3)]
    world.clock.advance(3 * MOMENT)
    first = await taken(world, 1)
    world.clock.advance(MOMENT)
    late = [await waiting(other, world.clock.now()) for _ in range(2)]

    rest = await taken(world, 4)

    assert first == many[:1]
    assert rest == [many[1], late[0], many[2], late[1]]


async def test_what_is_about_to_be_late_goes_before_everything_else(world: World) -> None:
    other = await beside(world, "second")
    calm = await waiting(world, NOW)
    urgent = [await waiting(other, NOW + place * MOMENT, due_in=timedelta(hours=4)) for place in (1, 2)]
    world.clock.advance(5 * MOMENT)

    assert await taken(world, 3) == [*urgent, calm]


async def test_the_statement_goes_by_the_rule_of_the_domain(world: World) -> None:
    accounts = [world, await beside(world, "second"), await beside(world, "third")]
    turns = [NOW + 7 * MOMENT, NOW + 3 * MOMENT, None]
    async with world.runtime.unit_of_work() as uow:
        for account, at in zip(accounts, turns, strict=True):
            if at is not None:
                await uow.reviews.note_turn(account.account.id, at)
        await uow.commit()
    queued = []
    for place in range(9):
        since, due_in = NOW + (place * 5 % 9) * MOMENT, timedelta(hours=place % 4)
        filing_id = await waiting(accounts[place % 3], since, due_in=due_in)
        queued.append(Queued(filing_id, since, since + due_in, turns[place % 3]))
    urgent_until = NOW + timedelta(hours=1, minutes=5)

    async with world.runtime.unit_of_work() as uow:
        asked = (world.provider.id, "cli_reviewer", STATES, urgent_until)
        found = []
        while (filing_id := await uow.reviews.next_unclaimed(*asked)) is not None:
            filing = await uow.filings.get(world.provider.id, filing_id)
            assert filing is not None
            await uow.filings.save(replace(filing, assignee="cli_colleague"))
            found.append(filing_id)

    assert found == [one.filing_id for one in sorted(queued, key=lambda one: turn(one, urgent_until))]
