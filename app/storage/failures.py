"""Which errors of the driver mean that the database can't be reached now, and that the same call may work later."""

from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn errors of the connection into StoreUnavailableError, and leave the others."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        if passes(error):
            raise StoreUnavailableError(type(error).__name__) from error
        raise


def passes(error: BaseException) -> bool:
    """Tell whether an error is of the connection rather than of the statement."""
    if isinstance(error, DBAPIError):
        cause = error.orig.__cause__ if error.orig is not None else None
        return error.connection_invalidated or (cause is not None and passes(cause))
    if isinstance(error, asyncpg.InterfaceError):
        # The driver has one class for a lost connection and for its misuse; only the words differ.
        return "clos" in str(error)
    return isinstance(error, _PASSING)


def violated(error: DBAPIError) -> str | None:
    """Return the name of the unique constraint or index that refused a statement."""
    cause = error.orig.__cause__ if error.orig is not None else None
    return cause.constraint_name if isinstance(cause, asyncpg.UniqueViolationError) else None
