"""The two databases, read beside the service; while PostgreSQL is dead a question waits for its return."""

import asyncio
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from app.adapters.embedded_database import AUTHORITY_DATABASE, SERVICE_DATABASE, running_server

Row = dict[str, Any]
_AGAIN_AFTER = 0.2


class Ledger:
    """Questions to the database of the service and to that of the authority."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir

    async def ours(self, question: str, *values: Any) -> list[Row]:
        """Ask the service's."""
        return await self._rows(SERVICE_DATABASE, question, values)

    async def theirs(self, question: str, *values: Any) -> list[Row]:
        """Ask the authority's."""
        return await self._rows(AUTHORITY_DATABASE, question, values)

    async def count(self, question: str) -> int:
        """Count something of the service's."""
        return int((await self.ours(f"select count(*) as n {question}"))[0]["n"])

    async def _rows(self, database: str, question: str, values: tuple[Any, ...]) -> list[Row]:
        while True:
            address = await asyncio.to_thread(running_server, self._data_dir)
            if address is not None:
                try:
                    return await asyncio.to_thread(_asked, address.dsn(database), question, values)
                except psycopg.OperationalError:
                    pass
            await asyncio.sleep(_AGAIN_AFTER)


def _asked(dsn: str, question: str, values: tuple[Any, ...]) -> list[Row]:
    with psycopg.connect(dsn, row_factory=dict_row) as connection:
        return connection.execute(question, values).fetchall()
