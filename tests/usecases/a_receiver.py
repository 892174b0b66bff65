"""Somebody who receives webhooks: a small HTTP server that answers as a test wants."""

import asyncio
import contextlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from types import TracebackType

import orjson


@dataclass(slots=True)
class Received:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> dict[str, object]:
        """The event."""
        read: dict[str, object] = orjson.loads(self.body)
        return read


@dataclass(slots=True)
class Receiver(AbstractAsyncContextManager["Receiver"]):
    """Answers with what `answers` says of a request: a status, and further header lines."""

    answers: Callable[[Received], tuple[int, str]] = lambda _: (204, "")
    holds: asyncio.Event | None = None
    got: list[Received] = field(default_factory=list)
    url: str = ""
    _server: asyncio.Server | None = None
    _serving: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> "Receiver":
        """Listen on a free port of this machine."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/hook"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        assert self._server is not None
        self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode().split("\r\n")
                headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in lines[1:] if one)}
                body = await reader.readexactly(int(headers["content-length"]))
                request = Received(lines[0].split()[1], headers, body)
                self.got.append(request)
                if self.holds is not None:
                    await self.holds.wait()
                status, more = self.answers(request)
                writer.write(f"HTTP/1.1 {status} Said\r\ncontent-length: 0\r\n{more}\r\n".encode())
                await writer.drain()
        except (asyncio.CancelledError, asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await writer.wait_closed()
