"""Records of a provider: one of a subject in an account, whose services come, change, move and go."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.filing_body import AppPlatform, Service, ServiceContent, ServiceKind
from app.ports.store.paging import PageWanted
from app.storage.engine import Database
from app.storage.hot_questions import SqlHotQuestions
from app.storage.statements import RowMissingError
from tests.storage.things import (
    NOW,
    UnitOfWorks,
    World,
    a_body,
    a_record,
    a_recorded_service,
    a_world,
    an_account,
    certificate_hash,
    new_id,
)
from tests.storage.watching import counted

LATER = NOW + timedelta(days=30)


async def test_a_record_comes_back_to_its_own_tenant_and_account_only(unit_of_work: UnitOfWorks, world: World) -> None:
    other = await a_world(unit_of_work)
    record = a_record(world, a_recorded_service("example.cn", "www.example.cn"))
    async with unit_of_work() as uow:
        assert await uow.records.put(record, certificate_hash()) == record
        assert await uow.records.get(world.provider.id, record.id, account_id=world.account.id) == record
        assert await uow.records.get(world.provider.id, record.id, account_id=other.account.id) is None
        assert await uow.records.get(other.provider.id, record.id) is None
        assert (await uow.records.list(other.provider.id, None, PageWanted())).items == ()


async def test_all_that_is_on_file_of_a_service_comes_back(unit_of_work: UnitOfWorks, world: World) -> None:
    whole = Service(
        id="svc_whole",
        kind=ServiceKind.APP,
        name="记账",
        contents=(ServiceContent.APP,),
        paid_service=False,
        principal=a_body().subject.principal,
        platforms=(AppPlatform("android", "记账", "cn.example", "key", "print"),),
    )
    service = replace(
        a_recorded_service(),
        id="svc_whole",
        service=whole,
        opened_told=True,
        filing_id="fil_1",
        resource_id=world.resource.id,
    )
    record = a_record(world, service, filing_id="fil_1")
    async with unit_of_work() as uow:
        assert await uow.records.put(record, certificate_hash()) == record


async def test_a_service_of_before_the_whole_was_kept_has_what_its_columns_tell(
    unit_of_work: UnitOfWorks, world: World, database: Database
) -> None:
    named, nameless = a_recorded_service("old.cn", "www.old.cn"), a_recorded_service("older.cn", name="")
    record = a_record(world, named, nameless)
    async with unit_of_work() as uow:
        await uow.records.put(record, certificate_hash())
        await uow.commit()
    forgotten = "update record_services set service_sealed = null where record_id = $1"
    await database.pool.execute(forgotten, record.id)
    nameless = replace(nameless, service=replace(nameless.service, name=None))
    async with unit_of_work() as uow:
        assert await uow.records.get(world.provider.id, record.id) == replace(record, services=(named, nameless))


async def test_a_second_put_writes_the_subject_anew_and_adds_its_services(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    first, second = a_recorded_service("one.cn"), a_recorded_service("two.cn")
    record = a_record(world, first, filing_id="fil_1")
    renamed = replace(record.subject, name="王小红")
    more = replace(
        record,
        id=new_id("rec"),
        subject=renamed,
        services=(second,),
        created_at=LATER,
        updated_at=LATER,
        filing_id="fil_2",
    )
    async with unit_of_work() as uow:
        await uow.records.put(record, certificate_hash("old"))
        stored = await uow.records.put(more, certificate_hash("new"))
        assert await uow.records.held_by(world.provider.id, world.account.id, certificate_hash("new")) == stored
        assert await uow.records.held_by(world.provider.id, world.account.id, certificate_hash("old")) is None
    expected = replace(record, subject=renamed, services=(first, second), updated_at=LATER, filing_id="fil_2")
    assert stored == expected


async def test_a_service_put_again_is_changed_and_keeps_its_id(unit_of_work: UnitOfWorks, world: World) -> None:
    service = a_recorded_service("one.cn")
    record = a_record(world, service)
    changed = replace(service.service, name="新名", domains=("two.cn",))
    again = replace(service, id="svc_x", service=replace(changed, id="svc_x"), access_here=False, filing_id="fil_2")
    async with unit_of_work() as uow:
        await uow.records.put(record, certificate_hash())
        stored = await uow.records.put(replace(record, services=(again,)), certificate_hash())
    assert stored.services == (replace(service, service=changed, access_here=False, filing_id="fil_2"),)


async def test_two_accounts_may_hold_one_subject_and_a_number_stands_with_one_of_them(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    neighbour = an_account(world.provider.id)
    service, other = a_recorded_service("one.cn"), a_recorded_service("two.cn")
    mine = a_record(world, service, other)
    theirs = replace(mine, id=new_id("rec"), account_id=neighbour.id, services=(service,))
    async with unit_of_work() as uow:
        await uow.accounts.put(neighbour)
        await uow.records.put(mine, certificate_hash())
        assert await uow.records.put(theirs, certificate_hash()) == theirs
        assert await uow.records.get(world.provider.id, mine.id) == replace(mine, services=(other,))


async def test_holders_are_the_accounts_with_a_service_that_is_reached_through_here(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    neighbour = an_account(world.provider.id)
    certificate = certificate_hash("held")
    gone, here = a_recorded_service("gone.cn", access_here=False), a_recorded_service("here.cn")
    async with unit_of_work() as uow:
        await uow.accounts.put(neighbour)
        await uow.records.put(a_record(world, gone), certificate)
        await uow.records.put(a_record(world, here, account_id=neighbour.id), certificate)
        assert await uow.records.holders(world.provider.id, certificate) == (neighbour.id,)
        assert await uow.records.holders((await a_world(unit_of_work)).provider.id, certificate) == ()


async def test_records_are_found_by_account_and_by_the_server_that_they_are_reached_on(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    server = world.resource.id
    on_it, left = (a_recorded_service(f"{name}.cn", resource_id=server) for name in ("on-it", "left"))
    records = [
        a_record(world, on_it),
        a_record(world, replace(left, access_here=False)),
        a_record(world, a_recorded_service("elsewhere.cn", resource_id="res_2")),
    ]
    async with unit_of_work() as uow:
        for record in records:
            await uow.records.put(record, certificate_hash(record.id))
        assert await uow.records.on_server(world.provider.id, server) == (records[0],)
        assert await uow.records.on_server("prv_other", server) == ()
        assert await uow.records.of_account(world.provider.id, world.account.id) == tuple(records)
        assert await uow.records.of_account("prv_other", world.account.id) == ()


async def test_what_is_written_of_a_locked_record_comes_back(unit_of_work: UnitOfWorks, world: World) -> None:
    first, second = a_recorded_service("one.cn"), a_recorded_service("two.cn")
    record = a_record(world, first, second)
    told = replace(first, opened_on=date(2026, 3, 9), opened_told=True, service=replace(first.service, remark="新"))
    changed = replace(record, subject=a_body().subject, services=(told, second), updated_at=LATER, filing_id="fil_2")
    async with unit_of_work() as uow:
        await uow.records.put(record, certificate_hash())
        locked = await uow.records.get(world.provider.id, record.id, lock=True)
        assert locked == record
        await uow.records.save_service(replace(changed, updated_at=NOW), told, certificate_hash())
        await uow.records.save_subject(changed, certificate_hash("renumbered"))
        assert await uow.records.held_by(world.provider.id, world.account.id, certificate_hash("renumbered")) == changed
        await uow.records.remove_service(record.id, first.id)
        assert await uow.records.get(world.provider.id, record.id) == replace(changed, services=(second,))
        await uow.records.remove(record.id)
        assert await uow.records.get(world.provider.id, record.id) is None


async def test_a_service_of_another_record_is_neither_written_nor_removed(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    mine, theirs = a_record(world, a_recorded_service("mine.cn")), a_record(world, a_recorded_service("theirs.cn"))
    async with unit_of_work() as uow:
        await uow.records.put(mine, certificate_hash("mine"))
        await uow.records.put(theirs, certificate_hash("theirs"))
        with pytest.raises(RowMissingError):
            await uow.records.save_service(mine, theirs.services[0], certificate_hash("mine"))
        with pytest.raises(RowMissingError):
            await uow.records.remove_service(mine.id, theirs.services[0].id)


async def test_a_record_and_a_single_service_change_hands(unit_of_work: UnitOfWorks, world: World) -> None:
    neighbour = an_account(world.provider.id)
    one, two = a_recorded_service("one.cn"), a_recorded_service("two.cn")
    record = a_record(world, one, two)
    target = replace(record, id=new_id("rec"), account_id=neighbour.id, services=())
    async with unit_of_work() as uow:
        await uow.accounts.put(neighbour)
        await uow.records.put(record, certificate_hash())
        await uow.records.put(target, certificate_hash())
        await uow.records.move_service(two.id, target.id, LATER)
        left, come = replace(record, services=(one,), updated_at=LATER), replace(target, services=(two,))
        assert await uow.records.get(world.provider.id, record.id) == left
        assert await uow.records.get(world.provider.id, target.id) == replace(come, updated_at=LATER)
        await uow.records.remove(target.id)
        await uow.records.move(record.id, neighbour.id, LATER)
        assert await uow.records.of_account(world.provider.id, neighbour.id) == (
            replace(left, account_id=neighbour.id),
        )


async def test_a_removed_service_is_held_by_nobody_and_an_app_follows_its_certificate(
    unit_of_work: UnitOfWorks, world: World, hot: SqlHotQuestions
) -> None:
    website, app = a_recorded_service("removed.cn"), a_recorded_service(kind=ServiceKind.APP, name="随证")
    record = a_record(world, website, app)
    old, new = certificate_hash("old"), certificate_hash("new")
    async with unit_of_work() as uow:
        await uow.records.put(record, old)
        await uow.records.remove_service(record.id, website.id)
        await uow.records.save_subject(replace(record, services=(app,)), new)
        await uow.commit()
    asked = [("website", "removed.cn", ("removed.cn",)), ("app", "随证", ("随证",))]
    held = {}
    for certificate in (old, new):
        found = await hot.type_facts(world.provider.id, world.account.id, certificate, asked)
        held[certificate] = [name.held_here for name in found.names]
    assert held == {old: [False, False], new: [False, True]}


async def test_a_page_of_records_takes_as_many_statements_as_one_record(
    unit_of_work: UnitOfWorks, world: World, database: Database
) -> None:
    async with unit_of_work() as uow:
        for number in range(4):
            services = [a_recorded_service(f"{world.provider.id}-{number}-{each}.cn") for each in range(3)]
            record = a_record(world, *services)
            await uow.records.put(record, certificate_hash(record.id))
        with counted(database) as for_one:
            await uow.records.get(world.provider.id, record.id)
        with counted(database) as for_all:
            found = await uow.records.list(world.provider.id, None, PageWanted())
    assert len(found.items) == 4
    assert len(for_all) == len(for_one)


async def test_records_are_listed_newest_first_by_account(unit_of_work: UnitOfWorks, world: World) -> None:
    records = [a_record(world, a_recorded_service(f"{number}.cn")) for number in range(3)]
    async with unit_of_work() as uow:
        for record in records:
            await uow.records.put(record, certificate_hash(record.id))
        first = await uow.records.list(world.provider.id, world.account.id, PageWanted(limit=2))
        rest = await uow.records.list(world.provider.id, None, PageWanted(limit=2, after=first.next_after))
        none = await uow.records.list(world.provider.id, "acct_unknown", PageWanted())
    assert (*first.items, *rest.items) == tuple(reversed(records))
    assert none.items == ()
