"""Places for work of which only some is done at once: whoever holds the fewest is next, so that nobody blocks all."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class FairPlaces:
    """Some places, and for each party those of its pieces of work that wait, the oldest first."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._held: Counter[str] = Counter()
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def place(self, party: str, seconds: float) -> AsyncIterator[None]:
        """Hold a place; raises TimeoutError where none came in time."""
        async with asyncio.timeout(seconds):
            await self._acquired(party)
        try:
            yield
        finally:
            self._give_back(party)

    async def _acquired(self, party: str) -> None:
        if self._free:
            self._free -= 1
            self._held[party] += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(party, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._forget(party, turn)
            else:  # the place came at the very moment that nobody wanted it any more
                self._give_back(party)
            raise

    def _give_back(self, party: str) -> None:
        self._held[party] -= 1
        if not self._held[party]:
            del self._held[party]
        while self._waiting:
            following = min(self._waiting, key=self._held.__getitem__)
            turn = self._waiting[following][0]
            self._forget(following, turn)
            if not turn.done():
                self._held[following] += 1
                turn.set_result(None)
                return
        self._free += 1

    def _forget(self, party: str, turn: "asyncio.Future[None]") -> None:
        """Take a turn out; a party that waits on stands last among those that hold as many places."""
        queue = self._waiting.get(party)
        if queue is None or turn not in queue:
            return
        queue.remove(turn)
        del self._waiting[party]
        if queue:
            self._waiting[party] = queue
