"""What was said of faces, and the challenges that videos follow."""

from dataclasses import replace
from datetime import date, timedelta

from app.domain.challenges import Challenge, Turn
from app.domain.portrait_rules import PortraitRule
from tests.real_rules import RULEBOOK
from tests.storage.test_materials import a_check
from tests.storage.things import NOW, UnitOfWorks, World, new_id, stored_filing


async def test_what_was_said_of_a_face_is_kept_and_moves_with_its_service(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    filing = await stored_filing(unit_of_work, world)
    place = "/services/1/principal"
    said = RULEBOOK.finding(PortraitRule.FACE_GLARE, date(2026, 11, 22), place)
    check = a_check(
        filing, for_pointer=place, findings=(said,), judge="measured", reference="V-1", challenge_id="chl_1"
    )
    async with unit_of_work() as uow:
        await uow.materials.add_check(check)
        assert await uow.materials.checks_of(filing.id) == (check,)
        await uow.materials.move(filing.id, {"/services/1": "/services/0"})
        (moved,) = await uow.materials.checks_of(filing.id)
        assert moved.findings == (replace(said, pointer="/services/0/principal"),)


async def test_a_challenge_is_found_by_its_filing_alone_and_used_once(unit_of_work: UnitOfWorks, world: World) -> None:
    filing = await stored_filing(unit_of_work, world)
    challenge = Challenge(
        id=new_id("chl"),
        provider_id=world.provider.id,
        filing_id=filing.id,
        for_pointer="/services/0/principal",
        turns=(Turn.LEFT, Turn.RIGHT),
        digits="0421",
        created_at=NOW,
        expires_at=NOW + timedelta(minutes=10),
    )
    async with unit_of_work() as uow:
        await uow.challenges.add(challenge)
        assert await uow.challenges.get(world.provider.id, filing.id, challenge.id) == challenge
        assert await uow.challenges.get("prov_other", filing.id, challenge.id) is None
        assert await uow.challenges.get(world.provider.id, "fil_other", challenge.id) is None
        await uow.challenges.set_used(challenge.used(NOW))
        assert await uow.challenges.get(world.provider.id, filing.id, challenge.id) == challenge.used(NOW)


async def test_challenges_that_hold_no_more_are_forgotten_unless_a_check_used_them(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    filing = await stored_filing(unit_of_work, world)
    minutes = timedelta(minutes=10)
    old = Challenge(new_id("chl"), world.provider.id, filing.id, "/x", (), "1", NOW, NOW + minutes)
    used = replace(old, id=new_id("chl"))
    late = replace(old, id=new_id("chl"), created_at=NOW + minutes, expires_at=NOW + 2 * minutes)
    async with unit_of_work() as uow:
        await uow.challenges.add(old)
        await uow.challenges.add(used)
        await uow.challenges.set_used(used.used(NOW))
        await uow.challenges.add(late)
        found = [await uow.challenges.get(world.provider.id, filing.id, one.id) for one in (old, used, late)]
        assert found == [None, used.used(NOW), late]
