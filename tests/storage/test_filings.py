"""Filings: open orders that exclude each other, pages, and tenants that do not see each other."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from app.domain.filing_states import AbandonedBecause, ReturnedBecause, State
from app.domain.filing_types import FilingType
from app.domain.filings import OnFile, ReviewFinding, ServiceNumber
from app.ports.store.filings import FilingsWanted, OpenOrderFoundError
from app.ports.store.paging import PageWanted
from app.storage.engine import Database
from app.storage.statements import RowMissingError
from tests.storage.things import (
    NOW,
    UnitOfWorks,
    World,
    a_body,
    a_filing,
    a_website,
    a_world,
    an_app,
    certificate_hash,
    new_id,
    stored_filing,
)
from tests.storage.watching import waits


async def test_a_filing_comes_back_as_it_was_saved(unit_of_work: UnitOfWorks, world: World) -> None:
    filing = await stored_filing(unit_of_work, world)
    changed = replace(
        filing,
        state=State.AUTHORITY_REJECTED,
        revision=7,
        confirmed_revision=6,
        submitted_at=NOW,
        submitted_digest="a" * 64,
        returned_because=ReturnedBecause.SMS_TIMEOUT,
        held=True,
        findings=(ReviewFinding("/subject/name", "name_differs", "authority", "王小明 is not it"),),
        assignee="rvw_1",
        record_id="rec_1",
        subject_number="浙ICP备2026000001号",
        service_numbers=(ServiceNumber("svc_1", "浙ICP备2026000001号-1"),),
        body=a_body(a_website("new.example.cn")),
    )
    async with unit_of_work() as uow:
        await uow.filings.get(world.provider.id, filing.id, lock=True)
        await uow.filings.save(changed)
        await uow.commit()
    async with unit_of_work() as uow:
        assert await uow.filings.get(world.provider.id, filing.id) == changed
        assert await uow.filings.by_ids([filing.id, "fil_unknown"]) == (changed,)


async def test_a_filing_begun_from_a_record_comes_back_with_what_was_on_file(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    number = ServiceNumber("svc_1", "浙ICP备2026000001号-1")
    on_file = OnFile(a_body(a_website("filed.cn")), True, "浙ICP备2026000001号", (number,), only_access=True)
    filing = await stored_filing(
        unit_of_work,
        world,
        filing_type=FilingType.CANCEL_ACCESS,
        type_verification_id=None,
        products=(),
        on_file=on_file,
        record_id="rec_1",
        transfer_id="trf_1",
        reason_code="domain_sold",
        acknowledged=("irreversible", "only_access"),
    )
    shrunk = replace(filing, on_file=replace(on_file, complete=False, numbers=()))
    async with unit_of_work() as uow:
        assert await uow.filings.get(world.provider.id, filing.id, lock=True) == filing
        await uow.filings.save(replace(filing, revision=2))
        await uow.filings.save(replace(shrunk, revision=3))
        assert await uow.filings.get(world.provider.id, filing.id) == replace(shrunk, revision=3)


async def test_filings_without_a_type_verification_stand_side_by_side_and_one_verification_begins_one(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    for _ in range(2):
        await stored_filing(unit_of_work, world, type_verification_id=None)
    begun = await stored_filing(unit_of_work, world)
    with pytest.raises(IntegrityError):
        await stored_filing(unit_of_work, world, type_verification_id=begun.type_verification_id)


async def test_saving_a_filing_that_is_not_there_is_an_error(unit_of_work: UnitOfWorks, world: World) -> None:
    async with unit_of_work() as uow:
        with pytest.raises(RowMissingError):
            await uow.filings.save(a_filing(world))


async def _added(unit_of_work: UnitOfWorks, world: World, certificate: bytes, places: int = 1) -> str:
    filing = a_filing(world)
    async with unit_of_work() as uow:
        try:
            await uow.filings.add(filing, certificate, places)
        except OpenOrderFoundError as found:
            return found.kind
        await asyncio.sleep(0)
        await uow.commit()
    return "added"


async def test_of_two_orders_of_one_account_at_once_one_wins(unit_of_work: UnitOfWorks, world: World) -> None:
    both = await asyncio.gather(
        _added(unit_of_work, world, certificate_hash("one")), _added(unit_of_work, world, certificate_hash("two"))
    )
    assert sorted(both) == ["account", "added"]


async def test_of_two_orders_of_one_certificate_at_once_one_wins(unit_of_work: UnitOfWorks, world: World) -> None:
    both = await asyncio.gather(*(_added(unit_of_work, world, certificate_hash("same"), 2) for _ in range(2)))
    assert sorted(both) == ["added", "certificate"]


async def test_an_account_with_two_places_has_two_open_orders_and_no_third(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    tries = [_added(unit_of_work, world, certificate_hash(str(number)), 2) for number in range(3)]
    assert sorted(await asyncio.gather(*tries)) == ["account", "added", "added"]


async def test_a_domain_stands_in_one_open_order_only(unit_of_work: UnitOfWorks, world: World) -> None:
    first = await stored_filing(unit_of_work, world, a_website("shared.example.cn"))
    with pytest.raises(OpenOrderFoundError) as refused:
        await stored_filing(unit_of_work, world, a_website("other.example.cn", "shared.example.cn"))
    assert refused.value.kind == "name"
    await _moved(unit_of_work, first.provider_id, first.id, State.ABANDONED)
    await stored_filing(unit_of_work, world, a_website("shared.example.cn"))


async def test_an_open_order_cant_take_over_the_domain_of_another(unit_of_work: UnitOfWorks, world: World) -> None:
    await stored_filing(unit_of_work, world, a_website("taken.example.cn"))
    second = await stored_filing(unit_of_work, world, a_website("mine.example.cn"))
    with pytest.raises(OpenOrderFoundError) as refused:
        async with unit_of_work() as uow:
            await uow.filings.save(replace(second, body=a_body(a_website("taken.example.cn"))))
    assert refused.value.kind == "name"


async def test_a_domain_that_left_an_order_is_free_again(unit_of_work: UnitOfWorks, world: World) -> None:
    first = await stored_filing(unit_of_work, world, a_website("left.example.cn"))
    async with unit_of_work() as uow:
        await uow.filings.save(replace(first, body=a_body(a_website("kept.example.cn"))))
        await uow.commit()
    await stored_filing(unit_of_work, world, a_website("left.example.cn"))


async def test_apps_of_one_name_stand_in_orders_of_different_subjects(unit_of_work: UnitOfWorks, world: World) -> None:
    await stored_filing(unit_of_work, world, an_app("小明记账"))
    await stored_filing(unit_of_work, world, an_app("小明记账"))


async def test_two_services_of_one_domain_in_one_order_are_stored(unit_of_work: UnitOfWorks, world: World) -> None:
    services = [a_website("twice.example.cn", id_=service_id) for service_id in ("svc_1", "svc_2")]
    twice = await stored_filing(unit_of_work, world, *services)
    async with unit_of_work() as uow:
        assert await uow.filings.get(world.provider.id, twice.id) == twice


async def _moved(unit_of_work: UnitOfWorks, provider_id: str, filing_id: str, state: State) -> None:
    async with unit_of_work() as uow:
        filing = await uow.filings.get(provider_id, filing_id, lock=True)
        assert filing is not None
        because = AbandonedBecause.APPLICANT if state is State.ABANDONED else None
        await uow.filings.save(replace(filing, state=state, abandoned_because=because))
        await uow.commit()


@pytest.mark.parametrize("state", [State.ABANDONED, State.APPROVED])
async def test_a_finished_order_makes_place_for_the_next(unit_of_work: UnitOfWorks, world: World, state: State) -> None:
    filing = a_filing(world, a_website(f"{state}.example.cn"))
    async with unit_of_work() as uow:
        await uow.filings.add(filing, certificate_hash(state), 1)
        await uow.commit()
    await _moved(unit_of_work, world.provider.id, filing.id, state)
    again = replace(filing, id=new_id("fil"), type_verification_id=new_id("tv"))
    async with unit_of_work() as uow:
        await uow.filings.add(again, certificate_hash(state), 1)
        await uow.commit()


async def test_a_withdrawn_order_keeps_its_place(unit_of_work: UnitOfWorks, world: World) -> None:
    filing = a_filing(world)
    async with unit_of_work() as uow:
        await uow.filings.add(filing, certificate_hash(filing.id), 1)
        await uow.commit()
    await _moved(unit_of_work, world.provider.id, filing.id, State.WITHDRAWN)
    assert await _added(unit_of_work, world, certificate_hash("another")) == "account"


async def test_a_filing_becomes_the_open_order_of_another_certificate_unless_that_has_one(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    taken, free = certificate_hash("taken"), certificate_hash("free")
    await stored_filing(unit_of_work, world, certificate=taken)
    filing = await stored_filing(unit_of_work, world, certificate=free)
    renumbered = certificate_hash("renumbered")
    async with unit_of_work() as uow:
        await uow.filings.save_certificate(filing, renumbered)
        await uow.commit()
    await stored_filing(unit_of_work, world, certificate=free)
    for certificate in (taken, renumbered):
        with pytest.raises(OpenOrderFoundError) as refused:
            await stored_filing(unit_of_work, world, certificate=certificate)
        assert refused.value.kind == "certificate"
    with pytest.raises(OpenOrderFoundError) as refused:
        async with unit_of_work() as uow:
            await uow.filings.save_certificate(filing, taken)
    assert refused.value.kind == "certificate"


async def test_an_app_in_an_order_follows_the_certificate(unit_of_work: UnitOfWorks, world: World) -> None:
    old, new = certificate_hash("app before"), certificate_hash("app after")
    filing = await stored_filing(unit_of_work, world, an_app("随证"), certificate=old)
    async with unit_of_work() as uow:
        await uow.filings.save_certificate(filing, new)
        await uow.commit()
    await stored_filing(unit_of_work, world, an_app("随证"), certificate=old)
    with pytest.raises(OpenOrderFoundError):
        await stored_filing(unit_of_work, world, an_app("随证"), certificate=new)


async def test_accounts_with_an_open_order_are_told_and_held_until_the_commit(
    unit_of_work: UnitOfWorks, world: World, database: Database
) -> None:
    busy = await stored_filing(unit_of_work, world)
    done = await stored_filing(unit_of_work, world, state=State.ABANDONED)
    accounts = [done.account_id, world.account.id, busy.account_id]
    async with unit_of_work() as uow:
        assert await uow.filings.open_of(accounts) == (busy.account_id,)
        beginning = asyncio.create_task(_added(unit_of_work, world, certificate_hash("late")))
        assert await waits(database, beginning)
        assert await uow.filings.open_of(accounts) == (busy.account_id,)
        await uow.commit()
    assert await beginning == "added"
    async with unit_of_work() as uow:
        assert await uow.filings.open_of(accounts) == tuple(sorted([busy.account_id, world.account.id]))


async def test_whoever_asks_for_the_same_accounts_in_another_order_waits_and_goes_on(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    other = await stored_filing(unit_of_work, world)
    accounts = [world.account.id, other.account_id]

    async def ask(wanted: list[str]) -> tuple[str, ...]:
        async with unit_of_work() as uow:
            found = await uow.filings.open_of(wanted)
            await uow.commit()
        return found

    both = await asyncio.gather(*(ask(wanted) for _ in range(10) for wanted in (accounts, accounts[::-1])))
    assert set(both) == {(other.account_id,)}


async def test_a_tenant_neither_finds_nor_lists_filings_of_another(unit_of_work: UnitOfWorks, world: World) -> None:
    other = await a_world(unit_of_work)
    filing = await stored_filing(unit_of_work, world)
    async with unit_of_work() as uow:
        assert await uow.filings.get(other.provider.id, filing.id) is None
        assert await uow.filings.get(world.provider.id, filing.id, account_id=world.account.id) is None
        assert (await uow.filings.list(other.provider.id, FilingsWanted(), PageWanted())).items == ()
        mine = FilingsWanted(account_id=filing.account_id)
        assert (await uow.filings.list(world.provider.id, mine, PageWanted())).items == (filing,)
        assert (await uow.filings.list(other.provider.id, mine, PageWanted())).items == ()


async def test_tenants_may_have_open_orders_of_the_same_subject_and_domain(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    other = await a_world(unit_of_work)
    for tenant in (world, other):
        await stored_filing(unit_of_work, tenant, a_website("both.example.cn"), certificate=certificate_hash("both"))


async def test_pages_stay_put_while_filings_are_added(unit_of_work: UnitOfWorks, world: World) -> None:
    before = [await stored_filing(unit_of_work, world) for _ in range(5)]
    seen: list[str] = []
    page = PageWanted(limit=2)
    while True:
        async with unit_of_work() as uow:
            got = await uow.filings.list(world.provider.id, FilingsWanted(), page)
        seen += [filing.id for filing in got.items]
        await stored_filing(unit_of_work, world)
        if got.next_after is None:
            break
        page = PageWanted(limit=2, after=got.next_after)
    assert seen == [filing.id for filing in reversed(before)]


async def test_the_queue_begins_with_the_oldest(unit_of_work: UnitOfWorks, world: World) -> None:
    filings = [await stored_filing(unit_of_work, world, state=State.FIRST_REVIEW) for _ in range(3)]
    await stored_filing(unit_of_work, world)
    wanted = FilingsWanted(states=("first_review",), filing_type="first_filing")
    async with unit_of_work() as uow:
        first = await uow.filings.queue(world.provider.id, wanted, PageWanted(limit=2))
        rest = await uow.filings.queue(world.provider.id, wanted, PageWanted(limit=2, after=first.next_after))
    assert [*first.items, *rest.items] == filings
    assert rest.next_after is None


async def test_the_queue_of_one_reviewer_has_the_claimed_ones(unit_of_work: UnitOfWorks, world: World) -> None:
    claimed = await stored_filing(unit_of_work, world, assignee="rvw_1")
    await stored_filing(unit_of_work, world, assignee="rvw_2")
    async with unit_of_work() as uow:
        found = await uow.filings.queue(world.provider.id, FilingsWanted(assignee="rvw_1"), PageWanted())
    assert found.items == (claimed,)
