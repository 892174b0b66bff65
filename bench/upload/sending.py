"""A client that costs next to nothing: one socket, the body straight from memory."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]


class Sender:
    """One server; `connect` opens a connection for the requests that follow, since servers close those that rest."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def connect(self) -> None:
        """Open a fresh connection."""
        if self._socket is not None:
            self._socket.close()
        self._socket = socket.create_connection(("127.0.0.1", self._port), 60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send one request and read its answer, which must have no body."""
        assert self._socket is not None
        lines = [f"{method} {path} HTTP/1.1", "host: bench", f"content-length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self._socket.sendall(body)
        received = b""
        while b"\r\n\r\n" not in received:
            came = self._socket.recv(65536)
            if not came:
                raise RuntimeError("the server went away")
            received += came
        first, *rest = received.partition(b"\r\n\r\n")[0].decode().split("\r\n")
        named = (line.partition(":") for line in rest)
        return Answer(int(first.split()[1]), {name.strip().lower(): value.strip() for name, _, value in named})
