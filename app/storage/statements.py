"""Running statements on the connection of one unit of work."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, Executable, Row
from sqlalchemy.ext.asyncio import AsyncConnection

from app.storage.failures import store_errors

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class RowMissingError(Exception):
    """A row that had to be there was not: a fault of ours."""


class Statements:
    """Runs statements; what is not available becomes StoreUnavailableError."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def run(self, statement: Executable, parameters: Parameters | None = None) -> CursorResult[Any]:
        """Run a statement and return its result."""
        with store_errors():
            return await self._connection.execute(statement, parameters)

    async def first(self, statement: Executable, parameters: Parameters | None = None) -> Row[Any] | None:
        """Return the first row."""
        return (await self.run(statement, parameters)).first()

    async def all(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[Row[Any]]:
        """Return all rows."""
        return (await self.run(statement, parameters)).all()

    async def value(self, statement: Executable, parameters: Parameters | None = None) -> Any:
        """Return the first column of the first row, or None."""
        return (await self.run(statement, parameters)).scalar()

    async def change_one(self, statement: Executable, parameters: Parameters | None = None) -> None:
        """Change exactly one row. Raises RowMissingError."""
        if (await self.run(statement, parameters)).rowcount != 1:
            raise RowMissingError(str(statement))

    async def commit(self) -> None:
        """Commit what was done so far."""
        with store_errors():
            await self._connection.commit()
