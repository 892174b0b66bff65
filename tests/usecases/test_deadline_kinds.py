"""Every kind of deadline: what begins it, when it is reminded of, and what its day brings, told with what follows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.deadlines import DeadlineKind, consequence
from app.domain.filing_body import Certificate, IpRange
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, Product
from app.domain.obligations import ObligationKind
from app.domain.phone_handovers import HandoverPurpose
from app.domain.transfers import TransferKind
from app.ports.store.registrations import Registration
from app.storage.engine import Database
from app.usecases import expiry_deadlines, phone_handovers, transfers
from app.usecases.filing_deadlines import deadlines_in
from app.usecases.filing_reminders import with_reminders
from app.usecases.obligation_deadlines import REMINDER
from app.usecases.transfers import OfferCommand
from tests.usecases.a_world import NOW, World
from tests.usecases.an_approval import (
    a_filing,
    a_result,
    about,
    approved,
    first_filed,
    of_service,
    the_one,
    told_of,
)
from tests.usecases.another_account import PHONE, a_side
from tests.usecases.test_obligation_deadlines import a_correction
from tests.usecases.test_reminders import fire_at

K = DeadlineKind
DAY = timedelta(days=1)
Begun = Callable[[World, Database], Awaitable[str]]


async def stored(world: World, filing: Filing) -> Filing:
    async with world.runtime.unit_of_work() as uow:
        await uow.filings.add(filing, filing.id.encode(), 9)
        await uow.commit()
    return filing


def in_state(state: State) -> Begun:
    """Let a filing come to a state."""

    async def begun(world: World, _: Database) -> str:
        filing = await stored(world, a_filing(world, FilingType.FIRST_FILING, of_service(world), state=state))
        runtime, now = world.runtime, world.clock.now()
        waiting = deadlines_in(runtime, filing, "national", now, now + DAY)
        async with runtime.unit_of_work() as uow:
            await uow.history.set_deadlines(with_reminders(runtime, runtime.profiles["national"], waiting, now))
            await uow.commit()
        return filing.id

    return begun


async def a_link(world: World, _: Database) -> str:
    """Hand a draft over to a phone."""
    filing = await world.begun()
    await phone_handovers.make(world.runtime, world.applicant, filing.id, HandoverPurpose.PORTRAIT)
    return filing.id


async def watched(world: World, filing: Filing) -> str:
    """Look when what a filing leans on ends."""
    async with world.runtime.unit_of_work() as uow:
        await uow.filings.add(filing, filing.id.encode(), 9)
        profile = world.runtime.profiles["national"]
        await expiry_deadlines.watch(world.runtime, uow, filing, profile, world.clock.now())
        await uow.commit()
    return filing.id


async def a_certificate(world: World, _: Database) -> str:
    filing = a_filing(world, FilingType.FIRST_FILING, of_service(world), state=State.DRAFT)
    ending = Certificate(valid_until=NOW.date() + 100 * DAY)
    body = replace(filing.body, subject=replace(filing.body.subject, certificate=ending))
    return await watched(world, replace(filing, body=body))


async def a_domain(world: World, _: Database) -> str:
    service = of_service(world, domains=("kinds.cn",))
    async with world.runtime.unit_of_work() as uow:
        known = Registration("kinds.cn", NOW.date() + 40 * DAY, NOW + 300 * DAY)
        await uow.registrations.put(world.provider.id, [known], NOW)
        await uow.commit()
    return await watched(world, a_filing(world, FilingType.FIRST_FILING, service, state=State.DRAFT))


async def on_a_server(world: World, resource_id: str, code_id: str | None) -> str:
    service = of_service(world)
    products = (Product(service.id, resource_id, "server-1", code_id),)
    filing = a_filing(world, FilingType.FIRST_FILING, service, state=State.DRAFT, products=products)
    return await watched(world, filing)


async def a_server(world: World, _: Database) -> str:
    return await on_a_server(world, (await world.put_server(expires_in=40 * DAY)).resource.id, None)


async def a_code(world: World, database: Database) -> str:
    server = await world.put_server(expires_in=400 * DAY)
    code_id = (await world.a_code()).stored.id
    sooner = "update authorization_codes set expires_at = $1 where id = $2"
    await database.pool.execute(sooner, NOW + 40 * DAY, code_id)
    return await on_a_server(world, server.resource.id, code_id)


def a_duty(kind: ObligationKind, **service: Any) -> Begun:
    """Put a service on record, which obliges to something."""

    async def begun(world: World, _: Database) -> str:
        return (await the_one(world, await first_filed(world, of_service(world, **service)), kind)).id

    return begun


async def an_update(world: World, _: Database) -> str:
    access = replace(of_service(world).access[0], ip_ranges=(IpRange("203.0.113.10", "203.0.113.10"),))
    record = await first_filed(world, of_service(world, access=(access,)))
    await world.put_server(public_ips=("198.51.100.1",))
    return (await the_one(world, record, ObligationKind.UPDATE)).id


async def a_spot_check(world: World, _: Database) -> str:
    return (await a_correction(world, await first_filed(world))).id


async def a_shell(world: World, _: Database) -> str:
    record = await first_filed(world)
    (one,) = record.services
    filing = about(world, FilingType.CANCEL_ACCESS, record, one.service, only_access=True)
    await approved(world, filing, a_result(filing, one.number))
    return (await the_one(world, record, ObligationKind.SHELL_NOTICE)).id


async def an_offer(world: World, _: Database) -> str:
    record = await first_filed(world)
    await a_side(world, "target")
    command = OfferCommand(TransferKind.TRANSFER, record.id, None, "target", PHONE[-4:])
    return (await transfers.offer(world.runtime, world.applicant, command)).transfer.id


@dataclass(frozen=True, slots=True)
class Life:
    """How a deadline begins, the days left when it is reminded of, and whether its day is told as passed.

    Begun days are counted, and what is counted in days is told at nine, earlier in the day than all of these fall due.
    Where the day is not told as such, it moves something instead.
    """

    begun: Begun
    reminded: tuple[int, ...]
    passed: bool = True


LIVES = {
    K.SMS: Life(in_state(State.AWAITING_SMS), (1, 1), passed=False),
    K.QR_HANDOVER: Life(a_link, (1,)),
    K.AUTHORITY_HANDOVER: Life(in_state(State.PENDING_AUTHORITY), (2,)),
    K.FIRST_REVIEW: Life(in_state(State.FIRST_REVIEW), (2,)),
    K.AUTHORITY_REVIEW: Life(in_state(State.AUTHORITY_REVIEW), (6,)),
    K.IDLE: Life(in_state(State.DRAFT), (53, 45, 30), passed=False),
    K.CERTIFICATE_EXPIRY: Life(a_certificate, (91, 31, 8, 2)),
    K.DOMAIN_EXPIRY: Life(a_domain, (31, 8, 2)),
    K.RESOURCE_EXPIRY: Life(a_server, (31, 8, 2)),
    K.CODE_EXPIRY: Life(a_code, (8, 2)),
    K.PUBLIC_SECURITY: Life(a_duty(ObligationKind.PUBLIC_SECURITY), (7, 3, 1)),
    K.FOOTER: Life(a_duty(ObligationKind.FOOTER), (7, 3, 1)),
    K.COMMERCIAL_LICENCE: Life(a_duty(ObligationKind.COMMERCIAL_LICENCE, paid_service=True), (7, 3, 1)),
    K.UPDATE: Life(an_update, (7, 3, 1)),
    K.CORRECTION: Life(a_spot_check, (7, 3, 1)),
    K.SHELL_NOTICE: Life(a_shell, (7, 3, 1)),
    K.TRANSFER: Life(an_offer, (), passed=False),
}


async def lived(world: World, database: Database, owner_id: str, kind: DeadlineKind) -> None:
    """Let time go from row to row of a deadline, until none is left."""
    rows = "select min(due_at) from deadlines where owner_id = $1 and kind = any($2) and fired_at is null"
    kinds = [kind.value, f"reminder_{kind.value}", REMINDER]
    while (at := await database.pool.fetchval(rows, owner_id, kinds)) is not None:
        await fire_at(world, at)


@pytest.mark.parametrize("kind", list(DeadlineKind), ids=str)
async def test_a_deadline_is_reminded_of_and_told_with_what_follows(
    world: World, database: Database, kind: DeadlineKind
) -> None:
    life = LIVES[kind]
    owner_id = await life.begun(world, database)

    await lived(world, database, owner_id, kind)

    events = [one for one in await told_of(world, owner_id) if one.get("kind") == kind.value]
    words = consequence(kind, NOW.date(), world.runtime.rulebook)
    assert [one["days_left"] for one in events if one.get("days_left")] == list(life.reminded)
    assert any(one.get("passed") or one.get("overdue") for one in events) is life.passed
    assert all(one["consequence"] == {"zh": words.zh, "en": words.en} for one in events)
    assert words.zh and words.en and words.zh != words.en
    fired = "select count(*) from deadlines where owner_id = $1 and kind = $2 and fired_at is null"
    assert await database.pool.fetchval(fired, owner_id, kind.value) == 0
