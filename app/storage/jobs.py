"""Jobs of procrastinate's queue, enqueued by its own SQL function within our transaction."""

from datetime import timedelta

import orjson
from sqlalchemy import text

from app.storage.statements import Statements

QUEUE = "default"
RECOGNITION = "recognition"
"""The queue of the worker that reads certificates, which no other worker takes jobs from."""
_ENQUEUE = text("""
    select procrastinate_defer_jobs_v1(cast(array[
        row(:queue, :task, 0, :key, null, cast(:arguments as jsonb), null)
    ] as procrastinate_job_to_defer_v1[]))
""")
_ENQUEUE_LATER = text("""
    select procrastinate_defer_jobs_v1(cast(array[
        row(:queue, :task, 0, :key, null, cast(:arguments as jsonb), now() + cast(:after as interval))
    ] as procrastinate_job_to_defer_v1[]))
""")
# Counted apart, because each of the two states has an index of its own; jobs that are done stay in the table.
_OUTSTANDING = text("""
    select (select count(*) from procrastinate_jobs where status = 'doing' and queue_name = 'default')
         + (
               select count(*) from procrastinate_jobs
               where status = 'todo' and queue_name = 'default' and (scheduled_at is null or scheduled_at <= now())
           )
""")


class SqlJobs:
    """The queue; a job that is not committed never runs."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def enqueue(self, task: str, key: str, **arguments: str) -> None:
        """Put a job into the queue; jobs of one `key` run one after the other."""
        await self._enqueue(QUEUE, task, key, arguments)

    async def enqueue_reading(self, task: str, key: str, **arguments: str) -> None:
        """Put a job into the queue of the worker that reads certificates."""
        await self._enqueue(RECOGNITION, task, key, arguments)

    async def enqueue_later(self, after: timedelta, task: str, key: str, **arguments: str) -> None:
        """Put a job into the queue that is due after a while of real time."""
        parameters = {"queue": QUEUE, "task": task, "key": key, "arguments": orjson.dumps(arguments).decode()}
        await self._statements.run(_ENQUEUE_LATER, {**parameters, "after": after})

    async def _enqueue(self, queue: str, task: str, key: str, arguments: dict[str, str]) -> None:
        parameters = {"queue": queue, "task": task, "key": key, "arguments": orjson.dumps(arguments).decode()}
        await self._statements.run(_ENQUEUE, parameters)

    async def outstanding(self) -> int:
        """Count the jobs that are due or running; no rule waits for certificates to be read, so those are left out."""
        return int(await self._statements.value(_OUTSTANDING))
