"""A migrated database a module, and a world of its own for each test."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from app.storage.engine import Database
from tests.usecases.a_world import World, a_world


@pytest.fixture(scope="module")
async def database(new_database: Callable[[], str]) -> AsyncIterator[Database]:
    database = Database(new_database(), connections=5, hot_connections=3)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    return await a_world(database, tmp_path)
