"""A migrated database and a world of its own for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.storage.engine import Database
from tests.usecases.a_world import World, a_world


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, connections=5, hot_connections=3)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> AsyncIterator[World]:
    made = await a_world(database, tmp_path)
    yield made
    await made.close()


@pytest.fixture
async def another_world(database: Database, tmp_path: Path) -> AsyncIterator[World]:
    made = await a_world(database, tmp_path / "another")
    yield made
    await made.close()
