"""Announcements over PostgreSQL's NOTIFY: one connection a process listens for all who follow."""

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from app.storage.engine import Database

FILING_CHANNEL = "filing_events"


class Followed:
    """One follower: what was announced since it last waited is remembered."""

    def __init__(self) -> None:
        self._told = asyncio.Event()

    def tell(self) -> None:
        """Note that something happened."""
        self._told.set()

    async def wait(self, seconds: float) -> None:
        """Return once something was announced, at the latest after some seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._told.wait(), seconds)
        self._told.clear()


class SqlAnnouncements:
    """Listens from the first follower on until it is closed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._followers: dict[str, set[Followed]] = defaultdict(set)
        self._counts: Counter[str] = Counter()
        self._listening: asyncio.Task[None] | None = None

    def count(self, who: str) -> int:
        """Return how much somebody follows now in this process."""
        return self._counts[who]

    @contextmanager
    def follow(self, key: str, who: str) -> Iterator[Followed]:
        """Follow a key."""
        if self._listening is None:
            self._listening = asyncio.create_task(
                self._database.listen(FILING_CHANNEL, self._announce, self._announce_all)
            )
        follower = Followed()
        self._followers[key].add(follower)
        self._counts[who] += 1
        try:
            yield follower
        finally:
            self._counts -= Counter([who])
            self._followers[key].discard(follower)
            if not self._followers[key]:
                del self._followers[key]

    async def close(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening

    def _announce(self, key: str) -> None:
        for follower in self._followers.get(key, ()):
            follower.tell()

    async def _announce_all(self, _connection: object) -> None:
        """Wake everybody: what was announced while nobody listened is found by looking."""
        for key in list(self._followers):
            self._announce(key)
