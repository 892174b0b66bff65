"""A migration (迁移备案) beside whatever else happens to its record, its subject and its server meanwhile."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_body_json import body_to_json
from app.domain.filings import Filing
from app.domain.profile import Channel
from app.domain.records import Record
from app.domain.transfers import TransferKind, TransferState
from app.ports.store.unit_of_work import UnitOfWork
from app.storage.engine import Database
from app.usecases import filing_bodies, filing_steps, migrations, transfers
from app.usecases.filing_products import ProductCommand
from app.usecases.migrations import MigrateCommand
from app.usecases.transfers import OfferCommand, TransferSeen
from tests.domain.a_filing import an_enterprise
from tests.storage.watching import waits
from tests.usecases.a_world import World
from tests.usecases.an_approval import first_filed, of_service, the_record
from tests.usecases.another_account import PHONE, Side, a_side


@pytest.fixture
async def target(world: World) -> Side:
    return await a_side(world, "target")


@pytest.fixture
async def record(world: World) -> Record:
    """Two websites on the record of the world's account."""
    return await first_filed(world, of_service(world), of_service(world, domains=("second.cn",)))


async def offered(world: World, record: Record, side: Side, **changes: Any) -> TransferSeen:
    command = OfferCommand(TransferKind.TRANSFER, record.id, None, side.account.external_id, PHONE[-4:])
    return await transfers.offer(world.runtime, world.applicant, replace(command, **changes))


async def accepted_migration(world: World, record: Record, target: Side) -> str:
    kind = {"kind": TransferKind.MIGRATION, "service_id": record.services[0].id}
    seen = await offered(world, record, target, **kind)
    return (await transfers.accept(world.runtime, target.call, seen.transfer.id)).transfer.id


async def a_command(world: World, transfer_id: str) -> MigrateCommand:
    server = await world.put_server(owner_account_id=None)
    return MigrateCommand(transfer_id, Channel.PC, ProductCommand(None, server.resource.id))


async def migrating(world: World, record: Record, target: Side) -> Filing:
    command = await a_command(world, await accepted_migration(world, record, target))
    return (await migrations.begin(world.runtime, target.call, command)).filing


def reason_of(caught: "pytest.ExceptionInfo[Refusal]") -> tuple[ProblemCode, Any]:
    return caught.value.code, caught.value.facts["reason"]


async def test_a_record_of_which_a_service_is_migrating_is_offered_to_nobody_until_that_is_over(
    world: World, record: Record, target: Side
) -> None:
    third = await a_side(world, "third")
    filing = await migrating(world, record, target)

    with pytest.raises(Refusal) as meanwhile:
        await offered(world, record, third)
    await filing_steps.abandon(world.runtime, target.call, filing.id, None, None)
    later = await offered(world, record, third)

    assert reason_of(meanwhile) == (ProblemCode.TRANSFER_REFUSED, "already_offered")
    assert later.transfer.state is TransferState.PENDING


async def test_an_offer_of_before_is_not_accepted_while_a_service_of_the_record_is_migrating(
    world: World, record: Record, target: Side
) -> None:
    third = await a_side(world, "third")
    transfer_id = await accepted_migration(world, record, target)
    seen = await offered(world, record, third)
    await migrations.begin(world.runtime, target.call, await a_command(world, transfer_id))

    with pytest.raises(Refusal) as caught:
        await transfers.accept(world.runtime, third.call, seen.transfer.id)

    assert reason_of(caught) == (ProblemCode.TRANSFER_REFUSED, "already_offered")
    assert (await the_record(world, record.id)).account_id == world.account.id


async def test_a_service_migrates_to_no_subject_that_another_account_here_holds(
    world: World, record: Record, target: Side
) -> None:
    filing = await migrating(world, record, target)
    certificate = {"type": "business_license", "number": an_enterprise().certificate.number}  # type: ignore[union-attr]

    with pytest.raises(Refusal) as caught:
        change = {"subject": {"certificate": certificate}}
        await filing_bodies.patch(world.runtime, target.call, filing.id, None, change)

    assert caught.value.code is ProblemCode.VALIDATION_FAILED
    (error,) = caught.value.errors
    assert (error.pointer, error.code) == ("/subject/certificate/number", "subject_in_other_account")
    assert error.source
    assert "certificate" not in body_to_json((await world.filing(filing.id)).body)["subject"]


def _server(world: World, resource_id: str) -> Callable[[UnitOfWork], Any]:
    return lambda uow: uow.resources.get(world.provider.id, resource_id, lock=True)


def _account(account_id: str) -> Callable[[UnitOfWork], Any]:
    return lambda uow: uow.filings.open_of([account_id])


async def _beside(
    world: World, database: Database, begin: Any, locks: Sequence[Callable[[UnitOfWork], Any]]
) -> "asyncio.Task[Any]":
    """Lock one thing, let the other begin until it waits for that, then lock the next; it must not be held there."""
    first, second = locks
    async with world.runtime.unit_of_work() as uow:
        await first(uow)
        other = asyncio.create_task(begin)
        assert await waits(database, other)
        await second(uow)
        await uow.commit()
    return other


async def test_a_migration_waits_for_its_server_without_holding_the_source(
    world: World, database: Database, record: Record, target: Side
) -> None:
    command = await a_command(world, await accepted_migration(world, record, target))
    server_id = command.product.resource_id or ""
    locks = [_server(world, server_id), _account(world.account.id)]

    begun = await _beside(world, database, migrations.begin(world.runtime, target.call, command), locks)

    assert (await begun).filing.account_id == target.account.id


async def test_a_migration_holds_the_accounts_of_both_sides_in_the_order_of_every_transfer(
    world: World, database: Database, target: Side
) -> None:
    # The account that was registered later is the source, whose id comes after the target's.
    record = await first_filed(world, account_id=target.account.id)
    command = OfferCommand(
        TransferKind.MIGRATION, record.id, record.services[0].id, "customer", world.account.phone[-4:]
    )
    seen = await transfers.offer(world.runtime, target.call, command)
    await transfers.accept(world.runtime, world.applicant, seen.transfer.id)
    migrate = await a_command(world, seen.transfer.id)
    locks = [_account(one) for one in sorted([world.account.id, target.account.id])]

    begun = await _beside(world, database, migrations.begin(world.runtime, world.applicant, migrate), locks)

    assert (await begun).filing.account_id == world.account.id
