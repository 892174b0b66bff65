"""Bringing a database up to date, and telling where it differs from the tables that the code expects."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from app.ports.store.unit_of_work import StoreUnavailableError
from app.storage.tables import metadata

LOCK_TIMEOUT = "5s"
CONNECT_SECONDS = 5
_SCRIPTS = Path(__file__).parents[2] / "migrations"
# Any number that nobody else uses in this database: it keeps two starting processes from migrating at once.
_ONE_AT_A_TIME = 7_301_652_019


async def upgrade(dsn: str) -> None:
    """Apply every migration that is missing; processes that ask at once do so one after the other.

    Raises StoreUnavailableError where the database can't be reached.
    """
    await asyncio.to_thread(_upgrade, dsn)


async def drift(dsn: str) -> list[str]:
    """Return how a migrated database differs from the tables, one line a difference; nothing if it does not."""
    return await asyncio.to_thread(_drift, dsn)


def _upgrade(dsn: str) -> None:
    with connection_to(dsn) as connection:
        connection.execute(text("select pg_advisory_lock(:key)"), {"key": _ONE_AT_A_TIME})
        connection.commit()
        config = Config()
        config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _drift(dsn: str) -> list[str]:
    with connection_to(dsn) as connection:
        options = {"include_object": is_ours, "compare_type": True, "compare_server_default": True}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    return [line for difference in found for line in _in_words(difference)]


def _in_words(difference: Any) -> list[str]:
    """Turn alembic's tuple, or its list of tuples for one column, into lines."""
    if isinstance(difference, list):
        return [line for part in difference for line in _in_words(part)]
    operation, *things = difference
    return [" ".join([operation, *(str(getattr(thing, "name", thing)) for thing in things if thing is not None)])]


def is_ours(_thing: Any, name: str | None, kind: str, _reflected: bool, _compared_with: Any) -> bool:
    """Tell our tables from those of the queue, which procrastinate looks after itself."""
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))


@contextmanager
def connection_to(dsn: str) -> Iterator[Connection]:
    """Open one connection of its own; `dsn` as libpq has it. Raises StoreUnavailableError."""
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(dsn, connect_timeout=CONNECT_SECONDS),
        poolclass=NullPool,
    )
    try:
        connection = engine.connect()
    except OperationalError as error:
        raise StoreUnavailableError(type(error).__name__) from error
    with connection:
        yield connection
