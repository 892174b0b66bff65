"""Migrations lead to the tables that the code expects, from nothing, again and at once."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config

from app.ports.store.unit_of_work import StoreUnavailableError
from app.storage.migrations import drift, upgrade

ROOT = Path(__file__).parents[2]


async def test_a_migrated_database_has_exactly_the_tables_of_the_code(new_database: Callable[[], str]) -> None:
    assert await drift(new_database()) == []


async def test_migrating_again_changes_nothing(new_database: Callable[[], str]) -> None:
    dsn = new_database()
    await upgrade(dsn)
    assert await drift(dsn) == []


async def test_processes_that_start_together_migrate_one_after_the_other(empty_database: Callable[[], str]) -> None:
    dsn = empty_database()
    await asyncio.gather(upgrade(dsn), upgrade(dsn))
    assert await drift(dsn) == []


async def test_drift_is_told_in_words(new_database: Callable[[], str]) -> None:
    dsn = new_database()
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("drop index ix_filings_state")
        connection.execute("alter table accounts alter phone_sealed drop not null")
        connection.execute("create table forgotten (id int)")
    told = "\n".join(await drift(dsn))
    for word in ("add_index ix_filings_state", "modify_nullable accounts phone_sealed", "remove_table forgotten"):
        assert word in told


def test_every_migration_can_be_taken_back(empty_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    dsn = empty_database()
    monkeypatch.setenv("FILING_DATABASE_URL", dsn)
    config = Config(ROOT / "alembic.ini")
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    with psycopg.connect(dsn) as connection:
        rows = connection.execute("select relname from pg_class where relnamespace = 'public'::regnamespace").fetchall()
    assert {name for (name,) in rows} <= {"alembic_version", "alembic_version_pkc"}


async def test_a_database_that_is_away_is_told_as_unavailable(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError):
        await upgrade(f"postgresql://nobody@/nothing?host={tmp_path}")
