"""Which failures an operator can put right, and so get as one line rather than as a traceback."""

from app.adapters.embedded_database import DatabaseStartError, DataFolderInUseError
from app.adapters.keyring_text import KeyringError
from app.adapters.leftover_server import LeftoverServerError
from app.adapters.server_programs import ServerProgramsError
from app.adapters.sibling_database import SiblingDatabaseError
from app.settings import SettingsError
from app.stack.service_stack import StackError

_OURS = (
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
    return str(error) if isinstance(error, _OURS) else None
