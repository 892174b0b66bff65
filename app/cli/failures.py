"""Which failures an operator can put right, and so get as one line rather than as a traceback."""

from psycopg_pool import PoolTimeout

from app.adapters.embedded_database import DatabaseStartError, DataFolderInUseError
from app.adapters.keyring_text import KeyringError
from app.adapters.leftover_server import LeftoverServerError
from app.adapters.server_programs import ServerProgramsError
from app.adapters.sibling_database import SiblingDatabaseError
from app.ports.store.unit_of_work import StoreUnavailableError
from app.rulebook import RulebookError
from app.settings import SettingsError
from app.stack.service_stack import StackError

_OURS = (
    RulebookError,
    SettingsError,
    KeyringError,
    StackError,
    DataFolderInUseError,
    DatabaseStartError,
    LeftoverServerError,
    ServerProgramsError,
    SiblingDatabaseError,
)


def explained(error: Exception) -> str | None:
    """Return what to tell the operator, or None for a fault of ours, which keeps its traceback."""
    if isinstance(error, StoreUnavailableError | PoolTimeout):
        return f"FILING_DATABASE_URL: PostgreSQL can't be reached or refuses ({error})"
    return str(error) if isinstance(error, _OURS) else None
