"""All or nothing, and a database that goes away."""

import asyncio
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from app.ports.store.unit_of_work import StoreUnavailableError
from app.storage.engine import Database
from app.storage.unit_of_work import SqlUnitOfWork
from tests.storage.conftest import CIPHER, INDEX
from tests.storage.things import NOW, UnitOfWorks, World, a_provider, an_account


async def test_leaving_without_commit_leaves_nothing_behind_the_job_included(
    unit_of_work: UnitOfWorks, world: World
) -> None:
    account = an_account(world.provider.id)
    async with unit_of_work() as uow:
        await uow.accounts.put(account)
        await uow.jobs.enqueue("send", account.id, filing_id="fil_1")
        assert await uow.jobs.outstanding() == 1
    async with unit_of_work() as uow:
        assert await uow.accounts.get(world.provider.id, account.id) is None
        assert await uow.jobs.outstanding() == 0


async def test_an_error_takes_back_what_was_written(unit_of_work: UnitOfWorks) -> None:
    provider = a_provider()
    with pytest.raises(ValueError, match="no"):
        async with unit_of_work() as uow:
            await uow.providers.add(provider)
            raise ValueError("no")
    async with unit_of_work() as uow:
        assert await uow.providers.get(provider.id) is None


async def test_a_committed_job_waits_with_its_arguments_and_its_lock(
    unit_of_work: UnitOfWorks, database: Database
) -> None:
    async with unit_of_work() as uow:
        await uow.jobs.enqueue("hand_over", "fil_9", filing_id="fil_9", handover_id="hnd_9")
        await uow.commit()
    row = await database.pool.fetchrow("select * from procrastinate_jobs where lock = 'fil_9'")
    assert row is not None
    assert (row["queue_name"], row["task_name"], row["status"]) == ("default", "hand_over", "todo")
    assert row["args"] == '{"filing_id": "fil_9", "handover_id": "hnd_9"}'
    async with unit_of_work() as uow:
        before = await uow.jobs.outstanding()
    await database.pool.execute("update procrastinate_jobs set status = 'succeeded' where lock = 'fil_9'")
    async with unit_of_work() as uow:
        assert await uow.jobs.outstanding() == before - 1


async def test_time_never_moves_backwards(unit_of_work: UnitOfWorks, database: Database) -> None:
    for hours in (5, 3):
        async with unit_of_work() as uow:
            await uow.move_clock(timedelta(hours=hours, microseconds=1))
            await uow.commit()
    assert await database.read_offset() == timedelta(hours=5, microseconds=1)


async def test_a_move_of_time_is_told_to_those_who_listen(unit_of_work: UnitOfWorks, database: Database) -> None:
    told: asyncio.Queue[timedelta] = asyncio.Queue()
    listener = asyncio.create_task(database.listen_clock(told.put_nowait))
    try:
        first = await asyncio.wait_for(told.get(), 10)
        async with unit_of_work() as uow:
            await uow.move_clock(first + timedelta(hours=1))
            await uow.commit()
        assert await asyncio.wait_for(told.get(), 10) == first + timedelta(hours=1)
    finally:
        listener.cancel()


async def test_connections_that_the_server_closed_are_replaced_unnoticed(
    unit_of_work: UnitOfWorks, database: Database, world: World, dsn: str
) -> None:
    await database.check()
    async with unit_of_work() as uow:
        await uow.providers.all()
    other = await asyncpg.connect(dsn)
    await other.execute(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    await other.close()
    async with unit_of_work() as uow:
        assert await uow.accounts.get(world.provider.id, world.account.id) == world.account
    await database.check()


async def test_a_connection_lost_within_the_work_is_told_as_unavailable(unit_of_work: UnitOfWorks, dsn: str) -> None:
    provider = a_provider()
    other = await asyncpg.connect(dsn)
    with pytest.raises(StoreUnavailableError):
        async with unit_of_work() as uow:
            await uow.providers.add(provider)
            await other.execute(
                "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                " where datname = current_database() and state = 'idle in transaction'"
            )
            await uow.providers.all()
    await other.close()
    async with unit_of_work() as uow:
        assert await uow.providers.get(provider.id) is None


async def test_a_database_that_is_away_is_told_as_unavailable(tmp_path: Path) -> None:
    away = Database(f"postgresql://nobody@/nothing?host={tmp_path}")
    await away.open()
    try:
        with pytest.raises(StoreUnavailableError):
            await away.check()
        with pytest.raises(StoreUnavailableError):
            await away.read_offset()
        with pytest.raises(StoreUnavailableError):
            async with SqlUnitOfWork(away.engine, CIPHER, INDEX) as uow:
                await uow.providers.all()
    finally:
        await away.close()


async def test_a_deadlock_is_told_as_unavailable_to_one_of_the_two(unit_of_work: UnitOfWorks, world: World) -> None:
    second = an_account(world.provider.id)
    async with unit_of_work() as uow:
        await uow.accounts.put(second)
        await uow.commit()
    both_hold_one = asyncio.Barrier(2)

    async def crosswise(*accounts: object) -> str:
        try:
            async with unit_of_work() as uow:
                await uow.accounts.put(accounts[0])  # type: ignore[arg-type]  # an account
                await both_hold_one.wait()
                await uow.accounts.put(accounts[1])  # type: ignore[arg-type]  # an account
                await uow.commit()
        except StoreUnavailableError:
            return "unavailable"
        return "done"

    ends = await asyncio.gather(crosswise(world.account, second), crosswise(second, world.account))
    assert sorted(ends) == ["done", "unavailable"]


async def test_nothing_can_be_asked_before_it_is_entered(unit_of_work: UnitOfWorks) -> None:
    with pytest.raises(RuntimeError, match="entered"):
        await unit_of_work().history.due(NOW, 1)
