"""Being told that something happened, so that nobody has to keep asking."""

from contextlib import AbstractContextManager
from typing import Protocol


class Follower(Protocol):
    """Somebody who wants to know of one key."""

    async def wait(self, seconds: float) -> None:
        """Return once something was announced since the last return, at the latest after some seconds."""
        ...


class Announcements(Protocol):
    """What one process commits is announced to all of them; now and then one may be missed, so ask again in between."""

    def follow(self, key: str, who: str) -> AbstractContextManager[Follower]:
        """Follow a key; follow first, then look, so that nothing is missed between the two."""
        ...

    def count(self, who: str) -> int:
        """Return how much somebody follows now in this process."""
        ...

    async def close(self) -> None:
        """Stop listening."""
        ...
