"""How long a filing may stand still: whatever the applicant does lets the time start anew."""

from datetime import timedelta

from app.domain.filing_states import State
from app.domain.materials import MaterialKind
from app.usecases import deadlines, materials
from tests.usecases.a_world import World

TEN_DAYS = timedelta(days=10)


async def idle_due(world: World, filing_id: str) -> timedelta:
    """Return how long the filing may stand still from now on."""
    (deadline,) = (await world.details(filing_id)).deadlines
    assert deadline.kind == "idle"
    return deadline.due_at - world.clock.now()


async def test_changing_what_was_entered_lets_the_time_to_stand_still_start_anew(world: World) -> None:
    filing = await world.filled_in()
    at_first = await idle_due(world, filing.id)
    world.clock.advance(TEN_DAYS)

    await world.patch(filing, {"remark": "补充说明"})

    assert await idle_due(world, filing.id) == at_first


async def test_a_change_that_changes_nothing_is_standing_still(world: World) -> None:
    filing = await world.filled_in()
    at_first = await idle_due(world, filing.id)
    world.clock.advance(TEN_DAYS)

    await world.patch(filing, {"subject": {"name": filing.body.subject.name}})

    assert await idle_due(world, filing.id) == at_first - TEN_DAYS


async def test_taking_a_paper_away_lets_the_time_start_anew(world: World) -> None:
    filing = await world.filled_in()
    at_first = await idle_due(world, filing.id)
    paper = await world.add_paper(filing, MaterialKind.OTHER, "/subject")
    world.clock.advance(TEN_DAYS)

    await materials.remove(world.runtime, world.applicant, paper.id)

    assert await idle_due(world, filing.id) == at_first


async def test_an_authenticity_check_lets_the_time_start_anew(world: World) -> None:
    filing = await world.filled_in()
    at_first = await idle_due(world, filing.id)
    world.clock.advance(TEN_DAYS)

    await world.checked(filing)

    assert await idle_due(world, filing.id) == at_first


async def test_a_filing_that_was_touched_on_the_last_day_is_not_given_up_on_it(world: World) -> None:
    filing = await world.filled_in()
    world.clock.advance(await idle_due(world, filing.id) - timedelta(hours=1))
    await world.patch(filing, {"remark": "补充说明"})

    world.clock.advance(timedelta(hours=2))
    await deadlines.fire_due(world.runtime, world.clock.now())

    assert (await world.filing(filing.id)).state is State.DRAFT


async def test_a_filing_that_stood_still_too_long_is_abandoned_as_expired(world: World) -> None:
    filing = await world.filled_in()

    world.clock.advance(await idle_due(world, filing.id))
    await deadlines.fire_due(world.runtime, world.clock.now())

    given_up = await world.filing(filing.id)
    assert (given_up.state, given_up.abandoned_because) == (State.ABANDONED, "expired")
