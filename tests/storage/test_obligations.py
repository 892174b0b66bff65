"""Obligations: a rule creates none twice; and the events about them, which nothing changes."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from app.domain.feed import FeedEvent, FeedEventType
from app.domain.obligations import ObligationKind, ObligationState
from app.ports.store.obligations import ObligationsWanted
from app.ports.store.paging import PageWanted
from app.storage.engine import Database
from tests.storage.things import NOW, UnitOfWorks, World, an_account, an_obligation, new_id


async def test_an_obligation_comes_back_to_its_own_tenant_and_account_only(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    written = an_obligation(world, created_by="rvw_1", code="name_differs", note="请改名", service_id="svc_1")
    provider_id = world.provider.id
    async with unit_of_work() as uow:
        assert await uow.obligations.add([written]) == (written,)
        assert await uow.obligations.add([]) == ()
        assert await uow.obligations.get(provider_id, written.id, account_id=world.account.id) == written
        assert await uow.obligations.get(provider_id, written.id, account_id="acct_other") is None
        assert await uow.obligations.get("prv_other", written.id) is None
        assert await uow.obligations.by_ids([written.id, "obl_unknown"]) == (written,)
        assert (await uow.obligations.list("prv_other", ObligationsWanted(), PageWanted())).items == ()


async def test_a_saved_obligation_is_as_it_was_saved_even_with_another_account(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    neighbour = an_account(world.provider.id)
    obligation = an_obligation(world)
    fulfilled = replace(
        obligation,
        account_id=neighbour.id,
        record_id=new_id("rec"),
        service_id="svc_2",
        state=ObligationState.FULFILLED,
        due_at=NOW + timedelta(days=3),
        provisional=True,
        evidence="浙公网安备33010602000001号",
        fulfilled_at=NOW,
        filing_id="fil_1",
    )
    async with unit_of_work() as uow:
        await uow.accounts.put(neighbour)
        await uow.obligations.add([obligation])
        assert await uow.obligations.get(world.provider.id, obligation.id, lock=True) == obligation
        await uow.obligations.save(fulfilled)
        assert await uow.obligations.get(world.provider.id, obligation.id) == fulfilled


@pytest.mark.parametrize("service_id", [None, "svc_1"])
@pytest.mark.parametrize("state", list(ObligationState))
async def test_a_rule_creates_no_second_unmet_obligation_of_a_kind(
    unit_of_work: UnitOfWorks, world: World, state: ObligationState, service_id: str | None
) -> None:
    first = an_obligation(world, service_id=service_id, state=state)
    again = replace(first, id=new_id("obl"), state=ObligationState.OPEN)
    others = (
        replace(again, id=new_id("obl"), kind=ObligationKind.PUBLIC_SECURITY),
        replace(again, id=new_id("obl"), service_id="svc_2"),
        replace(again, id=new_id("obl"), record_id=new_id("rec")),
        replace(again, id=new_id("obl"), created_by="rvw_1"),
    )
    async with unit_of_work() as uow:
        await uow.obligations.add([first])
        added = await uow.obligations.add([again, *others])
    assert added == (others if state.is_unmet else (again, *others))


async def test_of_two_rules_at_once_one_creates_the_obligation(unit_of_work: UnitOfWorks, world: World) -> None:
    first = an_obligation(world, service_id="svc_1")

    async def create(obligation_id: str) -> int:
        async with unit_of_work() as uow:
            added = await uow.obligations.add([replace(first, id=obligation_id)])
            await uow.commit()
        return len(added)

    assert sorted(await asyncio.gather(create(new_id("obl")), create(new_id("obl")))) == [0, 1]


async def test_what_is_unmet_of_a_record_comes_oldest_first(unit_of_work: UnitOfWorks, world: World) -> None:
    record_id = new_id("rec")
    obligations = [
        an_obligation(world, record_id=record_id, state=state, service_id=f"svc_{state}") for state in ObligationState
    ]
    async with unit_of_work() as uow:
        await uow.obligations.add([*reversed(obligations), an_obligation(world)])
        unmet = tuple(obligation for obligation in obligations if obligation.state.is_unmet)
        assert await uow.obligations.unmet_of(record_id) == unmet
        assert await uow.obligations.unmet_of(record_id, lock=True) == unmet


async def test_obligations_are_listed_newest_first_by_what_is_asked(unit_of_work: UnitOfWorks, world: World) -> None:
    neighbour = an_account(world.provider.id)
    mine = [an_obligation(world) for _ in range(3)]
    theirs = an_obligation(world, account_id=neighbour.id, kind=ObligationKind.UPDATE, state=ObligationState.OVERDUE)

    async with unit_of_work() as uow:
        await uow.accounts.put(neighbour)
        await uow.obligations.add([*mine, theirs])

        async def listed(wanted: ObligationsWanted, page: PageWanted = PageWanted()) -> list[str]:  # noqa: B008 - frozen
            found = await uow.obligations.list(world.provider.id, wanted, page)
            return [obligation.id for obligation in found.items]

        ids = [obligation.id for obligation in (theirs, *reversed(mine))]
        assert await listed(ObligationsWanted()) == ids
        assert await listed(ObligationsWanted(), PageWanted(limit=2)) == ids[:2]
        assert await listed(ObligationsWanted(), PageWanted(limit=2, after=ids[1])) == ids[2:]
        assert await listed(ObligationsWanted(account_id=world.account.id)) == ids[1:]
        assert await listed(ObligationsWanted(record_id=mine[0].record_id)) == [mine[0].id]
        assert await listed(ObligationsWanted(kind="update", states=("overdue",))) == [theirs.id]
        assert await listed(ObligationsWanted(kind="update", states=("open", "fulfilled"))) == []


def an_event(world: World, about_id: str, **changes: object) -> FeedEvent:
    values = {
        "id": new_id("evt"),
        "provider_id": world.provider.id,
        "account_id": world.account.id,
        "type": FeedEventType.OBLIGATION_DUE,
        "at": NOW,
        "about_id": about_id,
        "data": {"kind": "footer", "days_left": 3},
    }
    return FeedEvent(**(values | changes))  # type: ignore[arg-type]  # a builder


async def test_events_come_in_the_order_they_were_written_whatever_their_times_and_ids(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    about, other = new_id("obl"), new_id("rec")
    late_id = new_id("evt")
    changed = an_event(world, other, type=FeedEventType.RECORD_CHANGED, record_id=other, filing_id="fil_1", data={})
    events = [an_event(world, about), changed, an_event(world, about, id=late_id, at=NOW - timedelta(days=1))]
    events[0], events[2] = events[2], events[0]
    async with unit_of_work() as uow:
        await uow.feed.add(events)
        await uow.feed.add([])
        found = await uow.feed.about([about, other, "obl_quiet"])
    assert found == {about: (events[0], events[2]), other: (changed,), "obl_quiet": ()}


@pytest.mark.parametrize(
    "change", ["update feed_events set data = '{}'", "delete from feed_events", "truncate feed_events"]
)
async def test_events_refuse_to_be_changed(
    unit_of_work: UnitOfWorks, world: World, database: Database, change: str
) -> None:
    async with unit_of_work() as uow:
        await uow.feed.add([an_event(world, new_id("obl"))])
        await uow.commit()
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
        await database.pool.execute(change)
