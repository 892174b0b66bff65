"""Those who are told: a process that takes every request, and writes down when which event came."""

import asyncio
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

_ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


class _Panel(asyncio.Protocol):
    """Reads requests with a `content-length` as the sender makes them, one after the other."""

    def __init__(self, came: list[tuple[str, float]]) -> None:
        self._came = came
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            head = self._held[:end].lower()
            size = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
            if len(self._held) < end + 4 + size:
                return
            event_id = head.partition(b"webhook-id:")[2].split(b"\r\n", 1)[0].strip().decode()
            self._came.append((event_id, time.monotonic()))
            self._held = self._held[end + 4 + size :]
            self._transport.write(_ANSWER)  # type: ignore[attr-defined]


def _receive(pipe: Connection) -> None:
    came: list[tuple[str, float]] = []

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Panel(came), "127.0.0.1", 0, backlog=1024)
        pipe.send(server.sockets[0].getsockname()[1])
        while True:
            await loop.run_in_executor(None, pipe.recv)
            pipe.send(list(came))
            came.clear()

    asyncio.run(serve())


class Panels:
    """The process of those who are told."""

    def __init__(self, pipe: Connection, port: int) -> None:
        self._pipe = pipe
        self.port = port

    def came(self) -> list[tuple[str, float]]:
        """Return what came since this was last asked: event and moment, of the clock that all processes share."""
        self._pipe.send(None)
        found: list[tuple[str, float]] = self._pipe.recv()
        return found


@contextmanager
def panels() -> Iterator[Panels]:
    """Run the process for as long as the block lasts."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_receive, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Panels(ours, ours.recv())
    finally:
        process.terminate()
        process.join()
