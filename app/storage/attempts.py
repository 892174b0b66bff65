"""Counters of attempts that all processes share."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from app.storage.sealing import Sealing
from app.storage.statements import Statements
from app.storage.tables import attempt_counters as counters


class SqlAttempts:
    """One counter for each scope, subject and window; the subject (a phone, an account) is hashed."""

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing

    async def count(self, scope: str, subject: str, window_start: datetime) -> int:
        """Return how many attempts the window holds."""
        query = select(counters.c.count).where(
            counters.c.scope == scope,
            counters.c.subject_index == self._index(scope, subject),
            counters.c.window_start == window_start,
        )
        return int(await self._statements.value(query) or 0)

    async def add(self, scope: str, subject: str, window_start: datetime, amount: int = 1) -> int:
        """Count attempts (0 writes all the same), and return how many the window holds now."""
        statement = (
            insert(counters)
            .values(scope=scope, subject_index=self._index(scope, subject), window_start=window_start, count=amount)
            .on_conflict_do_update(
                index_elements=[counters.c.scope, counters.c.subject_index, counters.c.window_start],
                set_={"count": counters.c.count + amount},
            )
            .returning(counters.c.count)
        )
        return int(await self._statements.value(statement))

    async def erase_before(self, window_start: datetime) -> None:
        """Erase the counters of windows that began earlier."""
        await self._statements.run(delete(counters).where(counters.c.window_start < window_start))

    def _index(self, scope: str, subject: str) -> bytes:
        return self._sealing.index(f"attempts.{scope}", subject)
