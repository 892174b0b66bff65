"""What the database can tell of units of work: the statements that they ran, and whether one waits."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.storage.engine import Database


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Collect the statements that units of work run meanwhile."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def waits(database: Database, task: "asyncio.Task[Any]") -> bool:
    """Tell whether a task comes to wait for what somebody else has locked, or else ends."""
    waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    while not task.done():
        if await database.pool.fetch(waiting):
            return True
    return False
