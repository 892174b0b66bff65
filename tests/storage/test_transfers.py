"""Transfers: one offer of a record at a time, seen by both of its sides and by nobody else."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.domain.accounts import Account
from app.domain.filing_states import State
from app.domain.transfers import Transfer, TransferKind, TransferState
from app.ports.store.paging import PageWanted
from app.ports.store.transfers import TransferPendingError
from tests.storage.things import NOW, UnitOfWorks, World, a_filing, a_transfer, a_world, an_account, new_id


@pytest.fixture
async def target(unit_of_work: UnitOfWorks, world: World) -> Account:
    account = an_account(world.provider.id)
    async with unit_of_work() as uow:
        await uow.accounts.put(account)
        await uow.commit()
    return account


async def test_a_transfer_comes_back_to_both_of_its_sides_only(
    unit_of_work: UnitOfWorks, world: World, target: Account
) -> None:
    transfer = a_transfer(world, target, service_id="svc_1", kind=TransferKind.MIGRATION)
    provider_id = world.provider.id
    async with unit_of_work() as uow:
        await uow.transfers.add(transfer)
        for account_id in (None, world.account.id, target.id):
            assert await uow.transfers.get(provider_id, transfer.id, account_id=account_id) == transfer
            assert (await uow.transfers.list(provider_id, account_id, PageWanted())).items == (transfer,)
        assert await uow.transfers.get(provider_id, transfer.id, account_id="acct_other") is None
        assert (await uow.transfers.list(provider_id, "acct_other", PageWanted())).items == ()
        assert await uow.transfers.get("prv_other", transfer.id) is None
        assert (await uow.transfers.list("prv_other", None, PageWanted())).items == ()


async def test_a_decided_transfer_is_saved_as_it_is(unit_of_work: UnitOfWorks, world: World, target: Account) -> None:
    transfer = a_transfer(world, target)
    decided = replace(
        transfer, state=TransferState.ACCEPTED, decided_at=NOW + timedelta(days=1), filing_id=new_id("fil")
    )
    async with unit_of_work() as uow:
        await uow.transfers.add(transfer)
        assert await uow.transfers.get(world.provider.id, transfer.id, lock=True) == transfer
        await uow.transfers.save(decided)
        assert await uow.transfers.get(world.provider.id, transfer.id) == decided


async def test_of_two_offers_of_one_record_at_once_one_stands(
    unit_of_work: UnitOfWorks, world: World, target: Account
) -> None:
    record_id = new_id("rec")

    async def offer(service_id: str | None) -> str:
        async with unit_of_work() as uow:
            try:
                await uow.transfers.add(a_transfer(world, target, record_id=record_id, service_id=service_id))
            except TransferPendingError:
                return "refused"
            await uow.commit()
        return "offered"

    assert sorted(await asyncio.gather(offer(None), offer("svc_1"))) == ["offered", "refused"]


@pytest.mark.parametrize("state", [state for state in TransferState if state is not TransferState.PENDING])
async def test_an_answered_offer_makes_place_for_the_next(
    unit_of_work: UnitOfWorks, world: World, target: Account, state: TransferState
) -> None:
    first = a_transfer(world, target)
    second = a_transfer(world, target, record_id=first.record_id)
    async with unit_of_work() as uow:
        await uow.transfers.add(first)
        await uow.transfers.save(replace(first, state=state, decided_at=NOW))
        await uow.transfers.add(second)
        assert await uow.transfers.get(world.provider.id, second.id) == second


@pytest.mark.parametrize(("state", "is_migrating"), [(State.DRAFT, True), (State.ABANDONED, False)])
async def test_a_record_migrates_as_long_as_a_filing_of_that_is_open(
    unit_of_work: UnitOfWorks, world: World, target: Account, state: State, is_migrating: bool
) -> None:
    filing = a_filing(world)
    transfer = a_transfer(world, target, kind=TransferKind.MIGRATION, state=TransferState.ACCEPTED)
    async with unit_of_work() as uow:
        await uow.filings.add(filing, b"somebody", 1)
        await uow.filings.save(replace(filing, state=state))
        await uow.transfers.add(transfer)
        unfiled = await uow.transfers.is_migrating(transfer.record_id)
        await uow.transfers.save(replace(transfer, filing_id=filing.id))
        filed = await uow.transfers.is_migrating(transfer.record_id)
        of_another = await uow.transfers.is_migrating(new_id("rec"))

    assert (unfiled, filed, of_another) == (False, is_migrating, False)


async def test_an_error_of_another_kind_is_not_taken_for_a_pending_offer(
    unit_of_work: UnitOfWorks, world: World, target: Account
) -> None:
    transfer = a_transfer(world, target)
    async with unit_of_work() as uow:
        await uow.transfers.add(transfer)
        with pytest.raises(IntegrityError):
            await uow.transfers.add(replace(transfer, record_id=new_id("rec")))


async def test_transfers_are_listed_newest_first_in_pages(
    unit_of_work: UnitOfWorks, world: World, target: Account
) -> None:
    other = (await a_world(unit_of_work)).account
    transfers: list[Transfer] = []
    async with unit_of_work() as uow:
        for source, to in ((world.account, target), (target, world.account), (other, target), (target, other)):
            transfers.append(a_transfer(world, to, source_account_id=source.id))
            await uow.transfers.add(transfers[-1])
        first = await uow.transfers.list(world.provider.id, target.id, PageWanted(limit=3))
        rest = await uow.transfers.list(world.provider.id, target.id, PageWanted(limit=3, after=first.next_after))
        of_world = await uow.transfers.list(world.provider.id, world.account.id, PageWanted())
    assert (*first.items, *rest.items) == tuple(reversed(transfers))
    assert rest.next_after is None
    assert of_world.items == (transfers[1], transfers[0])
