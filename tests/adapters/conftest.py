"""The two authorities that every contract test runs over."""

from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest

from tests.adapters.played_authority import PlayedAuthority, PlayedFake, played_sandbox


@pytest.fixture(scope="session")
def played_database(empty_database: Callable[[], str]) -> str:
    """The database of the sandbox: one for all tests, because emptying it costs less than a new one."""
    return empty_database()


@pytest.fixture(params=["fake", "sandbox"])
async def played(request: pytest.FixtureRequest) -> AsyncIterator[PlayedAuthority]:
    if request.param == "fake":
        yield PlayedFake()
        return
    database: str = request.getfixturevalue("played_database")
    connection = await asyncpg.connect(database)
    await connection.execute("drop schema public cascade; create schema public")
    await connection.close()
    async with played_sandbox(database) as sandbox:
        yield sandbox
