"""The connections of hot questions: few, kept, and never handed on in the middle of an answer."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from app.storage.hot_pool import HotPool

WHO = "select pg_backend_pid()"


class Connecting:
    """Makes connections and counts them."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.made: list[asyncpg.Connection[asyncpg.Record]] = []

    async def __call__(self) -> "asyncpg.Connection[asyncpg.Record]":
        self.made.append(await asyncpg.connect(self.dsn))
        return self.made[-1]


@pytest.fixture
async def connecting(dsn: str) -> AsyncIterator[Connecting]:
    connecting = Connecting(dsn)
    yield connecting
    for connection in connecting.made:
        connection.terminate()


@pytest.fixture
def pool(connecting: Connecting) -> HotPool:
    return HotPool(connecting, 2)


async def test_questions_one_after_the_other_share_a_connection(pool: HotPool, connecting: Connecting) -> None:
    assert await pool.fetchval(WHO) == await pool.fetchval(WHO)
    assert len(connecting.made) == 1


async def test_no_more_connections_are_made_than_allowed_and_everybody_is_served(
    pool: HotPool, connecting: Connecting
) -> None:
    asked = await asyncio.gather(*(pool.fetchval("select pg_sleep(0.01), $1::int", number) for number in range(10)))

    assert len(asked) == 10
    assert len(connecting.made) == 2


async def test_a_closed_connection_is_replaced(pool: HotPool, connecting: Connecting) -> None:
    before = await pool.fetchval(WHO)
    connecting.made[0].terminate()

    assert await pool.fetchval(WHO) != before


async def test_a_statement_that_the_database_refuses_costs_no_connection(pool: HotPool, connecting: Connecting) -> None:
    with pytest.raises(asyncpg.DivisionByZeroError):
        await pool.execute("select 1 / 0")

    assert [row["one"] for row in await pool.fetch("select 1 as one")] == [1]
    assert len(connecting.made) == 1


async def test_a_connection_whose_question_was_broken_off_is_not_used_again(
    pool: HotPool, connecting: Connecting
) -> None:
    await pool.fetchval(WHO)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await pool.fetchval("select pg_sleep(60)")

    row = await pool.fetchrow("select 2 as two")
    assert row is not None and row["two"] == 2
    assert connecting.made[0].is_closed()


async def test_a_database_that_is_away_takes_no_place(connecting: Connecting) -> None:
    async def refused() -> "asyncpg.Connection[asyncpg.Record]":
        raise ConnectionRefusedError

    pool = HotPool(refused, 1)
    for _ in range(2):
        with pytest.raises(ConnectionRefusedError):
            await pool.fetchval(WHO)


async def test_ending_closes_all_connections(pool: HotPool, connecting: Connecting) -> None:
    await asyncio.gather(pool.fetchval(WHO), pool.fetchval(WHO))

    pool.terminate()

    assert all(connection.is_closed() for connection in connecting.made)
