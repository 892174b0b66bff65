"""Looking names up: one whose servers are silent holds a thread for half a minute, and keeps no other name waiting."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

# The names of one tenant at most, and some more; a thread is made when it is first needed.
_AT_ONCE = 64


class HostNames:
    """Asks the system's resolver on threads of its own, once at a time for each name, whoever waits for it."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="host-names")
        self._asked: dict[tuple[str, int], asyncio.Future[list[str]]] = {}

    async def addresses(self, host: str, port: int) -> list[str]:
        """Return the addresses of a name; raises what `socket.getaddrinfo` does."""
        asked = self._asked.get((host, port))
        if asked is None:
            asked = asyncio.get_running_loop().run_in_executor(self._threads, _asked, host, port)
            self._asked[host, port] = asked
            asked.add_done_callback(lambda done: self._told((host, port), done))
        # Who waits no longer takes the question from nobody else.
        return await asyncio.shield(asked)

    def close(self) -> None:
        """Ask nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _told(self, name: tuple[str, int], done: asyncio.Future[list[str]]) -> None:
        del self._asked[name]
        if not done.cancelled():
            # Seen, even if nobody waits for it any more.
            done.exception()


def _asked(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
