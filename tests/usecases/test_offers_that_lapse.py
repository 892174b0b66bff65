"""An offer of a transfer that nobody answers ends with its deadline."""

from datetime import timedelta

from app.domain.filings import Deadline
from app.domain.transfers import Transfer, TransferKind, TransferState
from app.usecases import accounts, deadlines
from tests.usecases.a_world import NOW, World


async def test_an_offer_lapses_when_its_deadline_passes(world: World) -> None:
    command = accounts.AccountCommand("other", "13800000099", real_name_verified=True)
    target, _ = await accounts.register(world.runtime, world.backend, command)
    transfer = Transfer(
        id=world.runtime.ids.new("trf"),
        provider_id=world.provider.id,
        kind=TransferKind.TRANSFER,
        state=TransferState.PENDING,
        record_id="rec_1",
        service_id=None,
        source_account_id=world.account.id,
        target_account_id=target.id,
        created_at=NOW,
        expires_at=NOW + timedelta(days=7),
    )
    async with world.runtime.unit_of_work() as uow:
        await uow.transfers.add(transfer)
        await uow.history.set_deadlines([Deadline(transfer.id, "transfer", transfer.expires_at)])
        await uow.commit()
    world.clock.advance(timedelta(days=7))

    assert await deadlines.fire_due(world.runtime, world.clock.now()) == 1

    async with world.runtime.unit_of_work() as uow:
        lapsed = await uow.transfers.get(world.provider.id, transfer.id)
    assert lapsed is not None
    assert lapsed.state is TransferState.EXPIRED
    assert await deadlines.fire_due(world.runtime, world.clock.now()) == 0
