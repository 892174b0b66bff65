"""Work on papers in child processes: a fork server that is started when first needed, and one child a piece of work."""

import asyncio
import contextlib
import os
import pickle
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import structlog

from app.adapters.fair_places import FairPlaces
from app.adapters.paper_host import PaperHost
from app.adapters.paper_wire import LENGTH, AnswerError, Bounds, read_answer
from app.ports.paper_work import PARTY, PaperFault, PaperWorkError, PaperWorkUnavailable, Work

_CHUNK = 256 * 1024
# The kernel ends what computes for too long. On a busy machine a paper waits for its processor.
_CLOCK_OF_PROCESSOR = 4
_log = structlog.get_logger("papers")


@dataclass(frozen=True, slots=True)
class PaperBounds:
    """What work on papers may take: bytes and seconds of one child, children at once, seconds of waiting for a place.

    Seconds are of the processor; on the clock it may be four times as many. `at_once` 0 means as many as there are
    processors.
    """

    memory_bytes: int = 1 << 30
    seconds: int = 30
    at_once: int = 0
    waiting_seconds: float = 20.0


class BoundedPapers:
    """`PaperWork` over forked children. One for each process of the service; close it in the end."""

    def __init__(self, bounds: PaperBounds) -> None:
        self._bounds = bounds
        self._places = FairPlaces(bounds.at_once or len(os.sched_getaffinity(0)))
        self._starting = asyncio.Lock()
        self._host: PaperHost | None = None

    async def run(self, work: Work, file: AsyncIterator[bytes], *arguments: Any) -> Any:
        """See the port."""
        async with self._place():
            host = await self._living_host()
            job, connection = host.begin()
            answer: Any = None
            try:
                async with asyncio.timeout(_CLOCK_OF_PROCESSOR * self._bounds.seconds) as clock:
                    reader, writer = await asyncio.open_unix_connection(sock=connection, limit=_CHUNK)
                    try:
                        await _send(writer, (work.value, arguments), file)
                        answer = await _answer(reader)
                    finally:
                        writer.close()
            except TimeoutError:
                if not clock.expired():
                    raise
                answer = {"fault": PaperFault.TOO_LONG.value, "about": "clock"}
            finally:
                connection.close()
                status = await host.ended(job, kill=answer is None or "fault" in answer)
        return _result(work, answer if answer is not None else _of_status(status))

    async def close(self) -> None:
        """End the fork server and its children."""
        if self._host is not None:
            await self._host.close()
            self._host = None

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """Wait for one of the places, but not for ever."""
        async with AsyncExitStack() as held:
            try:
                await held.enter_async_context(self._places.place(PARTY.get(), self._bounds.waiting_seconds))
            except TimeoutError as crowded:
                raise PaperWorkUnavailable from crowded
            yield

    async def _living_host(self) -> PaperHost:
        async with self._starting:
            if self._host is None or not self._host.alive:
                await self.close()
                self._host = await PaperHost.started(Bounds(self._bounds.memory_bytes, self._bounds.seconds))
            return self._host


async def _send(writer: asyncio.StreamWriter, request: tuple[str, tuple[Any, ...]], file: AsyncIterator[bytes]) -> None:
    """Send a request and the file; a child that listens no more has said, or will not say, why."""
    listens = await _written(writer, pickle.dumps(request))
    async for chunk in file:
        if listens and chunk:
            listens = await _written(writer, chunk)
        if not listens:
            return
    await _written(writer, b"")


async def _written(writer: asyncio.StreamWriter, chunk: bytes) -> bool:
    try:
        writer.write(LENGTH.pack(len(chunk)))
        writer.write(chunk)
        await writer.drain()
    except ConnectionError:
        return False
    return True


async def _answer(reader: asyncio.StreamReader) -> dict[str, Any] | None:
    """Read what the child says; None where it said nothing that can be read."""
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, AnswerError):
        answer = await read_answer(reader)
        if isinstance(answer, dict) and len(answer.keys() & {"result", "refused", "fault"}) == 1:
            return answer
    return None


def _of_status(status: int | None) -> dict[str, Any]:
    """Tell from the way a child ended why it said nothing."""
    if status is None or status == -1:
        raise PaperWorkUnavailable
    too_long = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU
    return {"fault": (PaperFault.TOO_LONG if too_long else PaperFault.CRASHED).value, "about": f"status {status}"}


def _result(work: Work, answer: dict[str, Any]) -> Any:
    if "result" in answer:
        return answer["result"]
    if "refused" in answer:
        arguments = answer["refused"]
        raise ValueError(*arguments if isinstance(arguments, list) else ())
    fault, about = str(answer["fault"]), str(answer.get("about", ""))[:80]
    known = PaperFault(fault) if fault in set(PaperFault) else PaperFault.CRASHED
    _log.warning("work on a paper came to nothing", work=work.value, fault=known.value, about=about)
    raise PaperWorkError(known, about)
