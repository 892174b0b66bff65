"""Whether the database answers."""

from typing import Protocol


class DatabaseProbe(Protocol):
    """Readiness of the database and of the queue in it; raises StoreUnavailableError."""

    async def check(self) -> None:
        """Ask both."""
        ...
