"""What each service of a filing was verified against, and the places of servers that it takes."""

import asyncio
from dataclasses import replace

from app.domain.filing_states import State
from app.domain.filings import Filing
from app.ports.store.filings import FilingsWanted
from app.ports.store.paging import PageWanted
from app.storage.engine import Database
from tests.storage.things import UnitOfWorks, World, a_body, a_product, a_resource, a_website, stored_filing
from tests.storage.watching import counted, waits

ONE, TWO, THREE = (a_website(f"{name}-product.cn", id_=f"svc_{name}") for name in ("one", "two", "three"))


async def _places(unit_of_work: UnitOfWorks, world: World) -> int:
    async with unit_of_work() as uow:
        return (await uow.resources.used_capacity([world.resource.id]))[world.resource.id]


async def _saved(unit_of_work: UnitOfWorks, filing: Filing) -> Filing | None:
    async with unit_of_work() as uow:
        await uow.filings.get(filing.provider_id, filing.id, lock=True)
        await uow.filings.save(filing)
        await uow.commit()
    async with unit_of_work() as uow:
        return await uow.filings.get(filing.provider_id, filing.id)


async def test_products_come_back_in_the_order_of_the_filing_whatever_their_ids(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    other = a_resource(world.provider.id)
    async with unit_of_work() as uow:
        await uow.resources.put(other)
        await uow.commit()
    elsewhere = replace(a_product(world, "svc_one", "ac_1"), resource_id=other.id, resource_external_id="other")
    products = (a_product(world, "svc_two"), elsewhere)
    filing = await stored_filing(unit_of_work, world, ONE, TWO, products=products)
    turned = replace(filing, products=(elsewhere, a_product(world, "svc_two", "ac_2")))
    assert await _saved(unit_of_work, filing) == filing
    assert await _saved(unit_of_work, turned) == turned
    await _saved(unit_of_work, replace(turned, state=State.ABANDONED))


async def test_a_service_without_a_code_takes_a_place_and_gives_it_back_when_it_leaves(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    filing = await stored_filing(unit_of_work, world, ONE)
    assert await _places(unit_of_work, world) == 1
    added = (*filing.products, a_product(world, "svc_two"), a_product(world, "svc_three", "ac_1"))
    more = replace(filing, body=a_body(ONE, TWO, THREE), products=added)
    assert await _saved(unit_of_work, more) == more
    assert await _places(unit_of_work, world) == 2
    assert await _saved(unit_of_work, filing) == filing
    assert await _places(unit_of_work, world) == 1
    await _saved(unit_of_work, replace(filing, state=State.ABANDONED))


async def test_an_abandoned_filing_gives_its_places_back_and_keeps_its_products(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    filing = await stored_filing(unit_of_work, world, ONE, TWO)
    assert await _places(unit_of_work, world) == 2
    abandoned = replace(filing, state=State.ABANDONED)
    assert await _saved(unit_of_work, abandoned) == abandoned
    assert await _places(unit_of_work, world) == 0


async def test_an_approved_filing_keeps_its_places(unit_of_work: UnitOfWorks, world: World) -> None:
    filing = await stored_filing(unit_of_work, world, ONE, TWO)
    await _saved(unit_of_work, replace(filing, state=State.APPROVED))
    assert await _places(unit_of_work, world) == 2


async def test_whoever_waited_for_a_filing_reads_the_products_that_were_written_meanwhile(
    unit_of_work: UnitOfWorks, world: World, database: Database
) -> None:
    filing = await stored_filing(unit_of_work, world, ONE)
    more = replace(filing, body=a_body(ONE, TWO), products=(*filing.products, a_product(world, "svc_two")))

    async def read() -> Filing | None:
        async with unit_of_work() as uow:
            return await uow.filings.get(world.provider.id, filing.id, lock=True)

    async with unit_of_work() as uow:
        await uow.filings.get(world.provider.id, filing.id, lock=True)
        reading = asyncio.create_task(read())
        assert await waits(database, reading)
        await uow.filings.save(more)
        await uow.commit()
    assert await reading == more
    await _saved(unit_of_work, replace(more, state=State.ABANDONED))


async def test_a_product_of_before_each_service_had_one_stands_for_all_services(
    unit_of_work: UnitOfWorks, world: World, database: Database
) -> None:
    filing = await stored_filing(unit_of_work, world, ONE, TWO, products=(a_product(world, ""),))
    both = replace(filing, products=(a_product(world, "svc_one"), a_product(world, "svc_two")))
    async with unit_of_work() as uow:
        assert await uow.filings.get(world.provider.id, filing.id) == both
    left = replace(both, body=a_body(TWO), products=both.products[1:])
    assert await _saved(unit_of_work, left) == left
    await _saved(unit_of_work, replace(left, state=State.ABANDONED))


async def test_a_page_of_filings_takes_one_statement_and_a_save_no_more_with_more_products(
    unit_of_work: UnitOfWorks, world: World, database: Database
) -> None:
    few = await stored_filing(unit_of_work, world)
    services = [a_website(f"{world.provider.id}-{number}.cn", id_=f"svc_{number}") for number in range(5)]
    many = await stored_filing(unit_of_work, world, *services)
    async with unit_of_work() as uow:
        with counted(database) as for_all:
            found = await uow.filings.list(world.provider.id, FilingsWanted(), PageWanted())
        assert found.items == (many, few)
        assert len(for_all) == 1
        taken = []
        for filing in (few, many):
            with counted(database) as for_one:
                await uow.filings.save(replace(filing, products=()))
            taken.append(len(for_one))
    assert taken[0] == taken[1]
