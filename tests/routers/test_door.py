"""What every operation does at its door, over the real application in this process."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.domain.callers import Caller, CallerKind, Scope
from app.main import create_app
from app.storage.engine import Database
from tests.usecases.a_world import World, a_world


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    database = Database(database_url, connections=5, hot_connections=3)
    await database.open()
    yield await a_world(database, tmp_path)
    await database.close()


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    caller = Caller(CallerKind.CLIENT, "cli_1", world.provider.id, frozenset({Scope.ACCOUNTS.value}))
    headers = {"authorization": f"Bearer {world.runtime.tokens.issue(caller, 3600)}"}
    transport = httpx.ASGITransport(create_app(world.runtime))
    async with httpx.AsyncClient(transport=transport, base_url="http://filing.test", headers=headers) as client:
        yield client


async def test_problems_tell_what_is_left_of_the_rate_limit_like_successes_do(
    client: httpx.AsyncClient, world: World
) -> None:
    answers = [
        await client.get(f"/v1/accounts/{world.account.id}"),
        await client.get("/v1/accounts/acct_nobody"),
        await client.get("/v1/filings"),
        await client.post("/v1/accounts", json={}),
    ]

    assert [answer.status_code for answer in answers] == [200, 404, 403, 422]
    assert {answer.headers["ratelimit-policy"] for answer in answers} == {'"default";q=6000;w=60'}
    left = [int(answer.headers["ratelimit"].split(";")[1].removeprefix("r=")) for answer in answers]
    assert left == sorted(left, reverse=True)


async def test_opening_a_session_takes_no_fields(client: httpx.AsyncClient, world: World) -> None:
    path = f"/v1/accounts/{world.account.id}/sessions"

    refused = await client.post(path, json={"account_id": "acct_other"})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/account_id"
    assert (await client.post(path)).status_code == 201
    assert (await client.post(path, json={})).status_code == 201


async def test_no_certificate_number_is_asked_for_in_an_address(world: World) -> None:
    paths = create_app(world.runtime).openapi()["paths"]

    asked = {
        parameter["name"]
        for operations in paths.values()
        for operation in operations.values()
        for parameter in operation.get("parameters", ())
    }

    assert not {name for name in asked if "certificate" in name or "number" in name}
