"""A filing that begins while its account, its server or its code is changed by somebody else."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.storage.engine import Database
from app.usecases import claims, filings
from app.usecases.filing_products import ProductCommand
from app.usecases.filings import BeginCommand
from tests.storage.watching import waits
from tests.usecases.a_world import World
from tests.usecases.an_approval import first_filed, of_service, the_record
from tests.usecases.another_account import a_side
from tests.usecases.test_deregistrations_begun import on_national_record
from tests.usecases.test_services_added import verified


async def a_command(world: World) -> BeginCommand:
    await world.put_server()
    issued = await world.a_code()
    return BeginCommand(await world.verified(), ProductCommand(issued.code, None), None)


async def test_an_account_that_is_given_a_subject_while_it_begins_a_filing_for_another_is_refused(
    world: World, database: Database
) -> None:
    side = await a_side(world, "giver")
    record = await first_filed(world, account_id=side.account.id)
    command = await a_command(world)
    async with world.runtime.unit_of_work() as uow:
        await uow.verifications.get(world.provider.id, command.type_verification_id, lock=True)
        begun = asyncio.create_task(filings.begin(world.runtime, world.applicant, command))
        assert await waits(database, begun), "it is judged already, and waits for its verification"
        await uow.records.move(record.id, world.account.id, world.clock.now())
        await uow.commit()

    with pytest.raises(Refusal) as caught:
        await begun

    assert caught.value.code is ProblemCode.TYPE_VERIFICATION_CHANGED
    assert caught.value.facts == {"verdict_now": "account_bound_to_other_subject"}


async def test_a_subject_without_services_binds_nobody(world: World) -> None:
    record = await first_filed(world)
    async with world.runtime.unit_of_work() as uow:
        await uow.records.remove_service(record.id, record.services[0].id)
        await uow.commit()

    begun = await filings.begin(world.runtime, world.applicant, await a_command(world))

    assert begun.filing.account_id == world.account.id
    assert (await the_record(world, record.id)).services == ()


async def test_a_code_is_taken_while_its_server_is_changed(world: World, database: Database) -> None:
    command = await a_command(world)
    server = await world.put_server()
    until = world.clock.now() + timedelta(days=200)
    async with world.runtime.unit_of_work() as uow:
        await uow.resources.get(world.provider.id, server.resource.id, lock=True)
        begun = asyncio.create_task(filings.begin(world.runtime, world.applicant, command))
        assert await waits(database, begun)
        await uow.codes.follow(replace(server.resource, expires_at=until))
        await uow.commit()

    assert (await begun).filing.products[0].authorization_code_id is not None


async def test_a_claim_is_refused_whose_subject_is_given_to_another_account_meanwhile(
    world: World, database: Database
) -> None:
    side = await a_side(world, "taker")
    record = await first_filed(world, of_service(world, domains=("known.cn",)))
    on_national_record(world, record, *({"kind": "website", "domain": one} for one in ("known.cn", "unknown.cn")))
    verification_id = await verified(world, record, "unknown.cn")
    async with world.runtime.unit_of_work() as uow:
        await uow.verifications.get(world.provider.id, verification_id, lock=True)
        claimed = asyncio.create_task(claims.begin(world.runtime, world.applicant, verification_id))
        assert await waits(database, claimed), "it is judged already, and waits for its verification"
        await uow.records.move(record.id, side.account.id, world.clock.now())
        await uow.commit()

    with pytest.raises(Refusal) as caught:
        await claimed

    assert caught.value.code is ProblemCode.TYPE_VERIFICATION_CHANGED
    assert caught.value.facts == {"verdict_now": "subject_in_other_account"}
