"""Which errors of the driver mean that the database went away."""

import asyncpg
import pytest

from app.ports.store.unit_of_work import StoreUnavailableError
from app.storage.failures import store_errors

# What asyncpg says of a connection whose server ended it between two statements.
_ENDED = asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(_ENDED, id="the server ended the session between two statements"),
        pytest.param(asyncpg.InterfaceError("connection is closed"), id="the connection is closed"),
        pytest.param(asyncpg.CrashShutdownError("another process crashed"), id="a process of the server crashed"),
        pytest.param(ConnectionResetError(), id="the connection was reset"),
    ],
)
def test_a_lost_connection_is_told_as_a_store_that_is_away(error: Exception) -> None:
    with pytest.raises(StoreUnavailableError), store_errors():
        raise error


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(asyncpg.InternalClientError("unexpected message"), id="a fault of the driver"),
        pytest.param(asyncpg.InterfaceError("the server expects 1 argument"), id="a misuse of the driver"),
        pytest.param(asyncpg.UniqueViolationError("twice"), id="an answer of the database"),
    ],
)
def test_what_no_waiting_mends_stays_as_it_is(error: Exception) -> None:
    with pytest.raises(type(error)), store_errors():
        raise error
