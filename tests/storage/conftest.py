"""A migrated database a module, and units of work on it."""

from collections.abc import AsyncIterator, Callable

import pytest

from app.adapters.aes_columns import AesColumns
from app.adapters.hmac_index import HmacIndex
from app.adapters.system_secrets import SystemSecrets
from app.storage.engine import Database
from app.storage.hot_questions import SqlHotQuestions
from app.storage.sealing import Sealing
from app.storage.unit_of_work import SqlUnitOfWork
from tests.adapters.keyrings import a_keyring
from tests.storage.things import UnitOfWorks, World, a_world

CIPHER = AesColumns(a_keyring(), SystemSecrets())
INDEX = HmacIndex(a_keyring())


@pytest.fixture(scope="module")
def dsn(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture(scope="module")
async def database(dsn: str) -> AsyncIterator[Database]:
    database = Database(dsn, connections=5, hot_connections=3)
    await database.open()
    yield database
    await database.close()


@pytest.fixture(scope="module")
def unit_of_work(database: Database) -> UnitOfWorks:
    return lambda: SqlUnitOfWork(database.engine, CIPHER, INDEX)


@pytest.fixture(scope="module")
def hot(database: Database) -> SqlHotQuestions:
    return SqlHotQuestions(database, CIPHER, INDEX)


@pytest.fixture
def sealing() -> Sealing:
    return Sealing(CIPHER, INDEX)


@pytest.fixture
async def world(unit_of_work: UnitOfWorks) -> World:
    return await a_world(unit_of_work)
