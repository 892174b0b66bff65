"""Lists of transfers and obligations take as many statements for many rows as for one."""

from dataclasses import replace
from datetime import timedelta

from app.domain.obligations import ObligationKind
from app.domain.transfers import Transfer, TransferKind, TransferState
from app.ports.store.obligations import ObligationsWanted
from app.storage.engine import Database
from app.usecases import accounts, obligations, transfers
from tests.storage.watching import counted
from tests.usecases.a_world import NOW, World
from tests.usecases.an_approval import PAGE, first_filed, of_service


async def test_a_list_of_transfers_takes_the_same_statements_however_long_it_is(
    world: World, database: Database
) -> None:
    record = await first_filed(world)
    await offered_to(world, record.id, "other-1")
    with counted(database) as of_one:
        await transfers.listed(world.runtime, world.backend, None, PAGE)
    for number in range(2, 5):
        await offered_to(world, record.id, f"other-{number}")

    with counted(database) as of_four:
        page = await transfers.listed(world.runtime, world.backend, None, PAGE)

    assert len(of_four) == len(of_one)
    assert [one.target_external_id for one in page.items] == ["other-4", "other-3", "other-2", "other-1"]
    assert {one.numbers for one in page.items} == {(record.subject_number,)}


async def offered_to(world: World, record_id: str, external_id: str) -> None:
    command = accounts.AccountCommand(external_id, "13800000099", real_name_verified=True)
    target, _ = await accounts.register(world.runtime, world.backend, command)
    transfer = Transfer(
        id=world.runtime.ids.new("trf"),
        provider_id=world.provider.id,
        kind=TransferKind.TRANSFER,
        state=TransferState.DECLINED,
        record_id=record_id,
        service_id=None,
        source_account_id=world.account.id,
        target_account_id=target.id,
        created_at=NOW,
        expires_at=NOW + timedelta(days=7),
    )
    async with world.runtime.unit_of_work() as uow:
        await uow.transfers.add(transfer)
        await uow.commit()


async def test_a_list_of_obligations_takes_the_same_statements_however_many_records_they_are_of(
    world: World, database: Database
) -> None:
    wanted = ObligationsWanted(kind=ObligationKind.FOOTER.value)
    record = await first_filed(world)
    with counted(database) as of_one:
        await obligations.listed(world.runtime, world.backend, wanted, PAGE)
    async with world.runtime.unit_of_work() as uow:
        (footer,) = [one for one in await uow.obligations.unmet_of(record.id) if one.kind is ObligationKind.FOOTER]
        for number in range(2, 5):
            service = replace(record.services[0], id=of_service(world).id, number=f"{record.subject_number}-{number}")
            other = replace(record, id=world.runtime.ids.new("rec"), subject_number=f"豫ICP备202600000{number}号")
            await uow.records.put(replace(other, services=(service,)), b"index")
            mine = {"id": world.runtime.ids.new("obl"), "record_id": other.id, "service_id": service.id}
            await uow.obligations.add([replace(footer, **mine)])
        await uow.commit()

    with counted(database) as of_four:
        page = await obligations.listed(world.runtime, world.backend, wanted, PAGE)

    assert len(of_four) == len(of_one)
    assert len({one.footer.number for one in page.items if one.footer is not None}) == 4
