"""A network that fails: a TCP proxy that cuts connections after so many bytes, decided beforehand by a seed."""

import contextlib
import random
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LINGER_NOT = struct.pack("ii", 1, 0)


class CuttingProxy:
    """Cuts each of the first `cuts` connections that bring enough, abruptly or politely; the others get through."""

    def __init__(self, target: str, *, seed: int, cuts: int, least: int, most: int) -> None:
        host, _, port = target.removeprefix("http://").partition(":")
        self._target = (host, int(port))
        chance = random.Random(seed)
        self._plan = [(chance.randint(least, most), chance.random() < 0.5) for _ in range(cuts)]
        self._lock = threading.Lock()
        self.cut = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), socket.create_connection(self._target) as server, client:
            back = threading.Thread(target=_copy, args=(server, client), daemon=True)
            back.start()
            self._forward(client, server)
            back.join()

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        seen = 0
        while chunk := client.recv(65536):
            with self._lock:
                limit, abrupt = self._plan[self.cut] if self.cut < len(self._plan) else (None, False)
                room = None if limit is None else limit - seen
                ends = room is not None and len(chunk) >= room
                if ends:
                    chunk = chunk[:room]
                    self.cut += 1
            seen += len(chunk)
            server.sendall(chunk)
            if ends:
                for end in (client, server):
                    if abrupt:
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
                    else:
                        end.shutdown(socket.SHUT_RDWR)
                    end.close()
                return
        server.shutdown(socket.SHUT_WR)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(65536):
            target.sendall(chunk)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def cutting(target: str, *, seed: int, cuts: int, least: int = 2_000, most: int = 400_000) -> Iterator[CuttingProxy]:
    """Stand between clients and a service for as long as the block lasts."""
    proxy = CuttingProxy(target, seed=seed, cuts=cuts, least=least, most=most)
    try:
        yield proxy
    finally:
        proxy.close()
