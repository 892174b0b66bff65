"""Deadlines that must ask the authority wait for it; the others fire all the same."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.filing_states import State
from app.domain.filings import Deadline
from app.ports.authority import AuthorityUnavailableError
from app.storage.engine import Database
from app.usecases import deadlines
from tests.usecases.a_world import World, a_world
from tests.usecases.refusing_authority import with_refusing_authority


async def test_an_authority_that_is_away_keeps_no_other_deadline_from_firing(
    world: World, database: Database, tmp_path: Path
) -> None:
    authority = with_refusing_authority(world)
    waiting = await world.awaiting_sms()
    other = await a_world(database, tmp_path)
    idle = await other.filled_in()
    later = world.clock.now() + timedelta(hours=25)
    async with world.runtime.unit_of_work() as uow:
        await uow.history.set_deadlines([Deadline(idle.id, "idle", later)])
        await uow.commit()
    world.clock.advance(timedelta(hours=26))
    authority.mute = AuthorityUnavailableError("away")

    with pytest.raises(AuthorityUnavailableError):
        await deadlines.fire_due(world.runtime, world.clock.now())

    assert (await other.filing(idle.id)).state is State.ABANDONED
    assert (await world.filing(waiting.id)).state is State.AWAITING_SMS
    authority.mute = None
    await deadlines.fire_due(world.runtime, world.clock.now())
    assert (await world.filing(waiting.id)).returned_because == "sms_timeout"


async def test_a_deadline_that_fails_keeps_none_behind_it_from_firing(world: World) -> None:
    idle = await world.filled_in()
    later = world.clock.now() + timedelta(hours=25)
    broken = [Deadline(f"fil_of_nobody_{number}", "idle", later - timedelta(hours=1)) for number in range(120)]
    async with world.runtime.unit_of_work() as uow:
        await uow.history.set_deadlines([*broken, Deadline(idle.id, "idle", later)])
        await uow.commit()
    world.clock.advance(timedelta(hours=26))

    with pytest.raises(ValueError, match="unpack"):
        await deadlines.fire_due(world.runtime, world.clock.now())

    assert (await world.filing(idle.id)).state is State.ABANDONED
    async with world.runtime.unit_of_work() as uow:
        for deadline in broken:
            await uow.history.clear_deadlines(deadline.owner_id, ["idle"])
        await uow.commit()
