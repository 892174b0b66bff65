"""Jobs, enqueued in the transaction that makes them necessary."""

from datetime import timedelta
from typing import Protocol


class JobStore(Protocol):
    """The queue; a job that is not committed never runs."""

    async def enqueue(self, task: str, key: str, **arguments: str) -> None:
        """Put a job into the queue; jobs of one `key` run one after the other."""
        ...

    async def enqueue_reading(self, task: str, key: str, **arguments: str) -> None:
        """Put a job into the queue of the worker that reads certificates."""
        ...

    async def enqueue_later(self, after: timedelta, task: str, key: str, **arguments: str) -> None:
        """Put a job into the queue that is due after a while of real time."""
        ...

    async def outstanding(self) -> int:
        """Count the jobs that are due or running."""
        ...
