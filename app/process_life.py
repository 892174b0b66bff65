"""What processes that work rather than answer share: they run several things until one ends, or a signal comes."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any


def asked_to_stop() -> asyncio.Event:
    """Return an event that SIGINT and SIGTERM set."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    return stopped


async def until_one_ends(*works: Coroutine[Any, Any, Any]) -> None:
    """Run everything side by side; once one thing ends the others are cancelled. Raises what it ended with."""
    tasks = [asyncio.create_task(work) for work in works]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error
