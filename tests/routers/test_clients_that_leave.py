"""A client that hangs up, or dies, within what it sends: nobody needs to be woken for that."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

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


@pytest.mark.parametrize(
    ("path", "key"),
    [
        pytest.param("/v1/authority/callbacks", None, id="the authority within a callback"),
        pytest.param("/v1/accounts", "key-1", id="a client within a body that has a key"),
        pytest.param("/v1/accounts", None, id="a client within a body"),
    ],
)
async def test_who_leaves_within_a_body_is_told_in_the_log_as_a_request_and_not_as_a_fault(
    world: World, path: str, key: str | None
) -> None:
    caller = Caller(CallerKind.CLIENT, "cli_1", world.provider.id, frozenset({Scope.ACCOUNTS.value}))
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"100"),
        (b"authorization", f"Bearer {world.runtime.tokens.issue(caller, 3600)}".encode()),
    ]
    if key is not None:
        headers.append((b"idempotency-key", key.encode()))
    scope: dict[str, Any] = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": headers, "client": ("192.0.2.1", 1), "server": ("filing.test", 80), "scheme": "http",
        "http_version": "1.1", "asgi": {"version": "3.0"}, "root_path": "",
    }  # fmt: skip
    coming = iter([{"type": "http.request", "body": b'{"external', "more_body": True}, {"type": "http.disconnect"}])
    sent: list[Any] = []

    async def receive() -> Any:
        return next(coming)

    async def send(message: Any) -> None:
        sent.append(message)

    with capture_logs() as logged:
        await create_app(world.runtime)(scope, receive, send)

    assert [one["event"] for one in logged] == ["request"]
    assert sent[0]["status"] == 400
