"""Which errors of the driver mean that the database can't be reached now, and that the same call may work later."""

from contextlib import AbstractContextManager
from types import TracebackType

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.ports.store.unit_of_work import StoreUnavailableError

_PASSING = (
    OSError,  # refused, reset, no route, time-outs
    PoolTimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,  # shutting down, starting up, statement time-out
    asyncpg.TransactionRollbackError,  # deadlocks and serialization failures: nothing was written
    asyncpg.LockNotAvailableError,
    asyncpg.InvalidCachedStatementError,
)


class _StoreErrors:
    """A context without state, so one serves all; a generator would cost more than the rest of a hot question."""

    __slots__ = ()

    def __enter__(self) -> None:
        return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, _OF_THE_STORE) and passes(error):
            raise StoreUnavailableError(type(error).__name__) from error


_OF_THE_STORE = (
    DBAPIError,
    PoolTimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)
_STORE_ERRORS = _StoreErrors()


def store_errors() -> AbstractContextManager[None]:
    """Turn errors of the connection into StoreUnavailableError, and leave the others."""
    return _STORE_ERRORS


def passes(error: BaseException) -> bool:
    """Tell whether an error is of the connection rather than of the statement."""
    if isinstance(error, DBAPIError):
        cause = error.orig.__cause__ if error.orig is not None else None
        return error.connection_invalidated or (cause is not None and passes(cause))
    if isinstance(error, asyncpg.InterfaceError):
        # The driver has one class for a lost connection and for its misuse; only the words differ.
        return "clos" in str(error)
    if isinstance(error, asyncpg.InternalClientError):
        # So it calls a connection that the server ended between two statements.
        return "another operation" in str(error)
    return isinstance(error, _PASSING)


def violated(error: DBAPIError) -> str | None:
    """Return the name of the unique constraint or index that refused a statement."""
    cause = error.orig.__cause__ if error.orig is not None else None
    return cause.constraint_name if isinstance(cause, asyncpg.UniqueViolationError) else None
