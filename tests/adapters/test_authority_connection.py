"""The connection to the authority's side, in the event loop that the service answers requests in."""

import asyncio
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
import uvloop

from app.adapters.authority_connection import AuthorityConnection
from app.ports.authority import AuthorityUnavailableError

_AT_ONCE, _EACH = 20, 40


@pytest.fixture
def resetting() -> Iterator[str]:
    """Somebody who dies again and again: every connection is reset as soon as it is made."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=100)

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.close()

    serving = threading.Thread(target=serve)
    serving.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    serving.join()


def test_a_connection_that_is_reset_while_it_is_made_is_an_outage_like_any_other(resetting: str) -> None:
    async def call(connection: AuthorityConnection) -> None:
        for _ in range(_EACH):
            with pytest.raises(AuthorityUnavailableError):
                await connection.call("national record", "POST", "/lookups", body={})

    async def calls() -> None:
        connection = AuthorityConnection(resetting, "secret", 5.0)
        await asyncio.gather(*(call(connection) for _ in range(_AT_ONCE)))
        await connection.close()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(calls())
