"""The real application in this process, called without a token, and the tenants whose ways it shows."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import httpx
import pytest

from app.adapters.memory_limits import MemoryRateLimiter
from app.domain.callers import Caller, CallerKind
from app.main import create_app
from app.storage.engine import Database
from app.usecases import providers
from tests.usecases.a_world import World, a_world


@pytest.fixture(scope="module")
async def world(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One world for a module: what is only read can be shared. Whoever changes something works on a copy."""
    database = Database(new_database(), connections=5, hot_connections=3)
    await database.open()
    world = await a_world(database, tmp_path_factory.mktemp("papers"))
    runtime = replace(world.runtime, rate_limiter=MemoryRateLimiter({"client": (1_000_000, 60)}, world.clock))
    await providers.ensure_default(runtime, "national")
    yield replace(world, runtime=runtime)
    await database.close()


@pytest.fixture(scope="module")
async def anybody(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a token."""
    async with without_token(world) as client:
        yield client


def without_token(world: World) -> httpx.AsyncClient:
    """Return a client that calls the application of a world."""
    transport = httpx.ASGITransport(create_app(world.runtime))
    return httpx.AsyncClient(transport=transport, base_url="http://filing.test")


def token_of(world: World, provider_id: str) -> dict[str, str]:
    """Return the header of a client of a provider that may do nothing in particular."""
    caller = Caller(CallerKind.CLIENT, "cli_any", provider_id, frozenset())
    return {"authorization": f"Bearer {world.runtime.tokens.issue(caller, 3600)}"}
