"""What one request brings of a resumable upload, and how long it is waited for."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Patience:
    """How much is at stake at once, and how long a request that is silent is waited for.

    After `stall_seconds` without a byte what came is kept and another connection may go on; after `idle_seconds` the
    request is over. An upload of more than `most_pieces` is not carried on: 20 MiB that are cut every 5 KiB get
    through; somebody who sends single bytes does not.
    """

    piece_bytes: int = 16 * 1024 * 1024
    stall_seconds: float = 2.0
    idle_seconds: float = 30.0
    most_pieces: int = 4096


PATIENCE = Patience()


class SenderGoneError(Exception):
    """The connection was cut."""


class Body(Protocol):
    """The bytes of one request."""

    async def chunk(self) -> bytes | None:
        """Return the next bytes, or None at the end; raises SenderGoneError. A wait that is cancelled loses nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the sender says that the bytes of one request come to."""

    algorithm: str
    digest: bytes


class ChecksumMismatchError(Exception):
    """The bytes that came are not those that were sent. Nothing of them was kept."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One request's bytes: where they begin, how many there are to be (None: not said), and what they come to."""

    offset: int
    body: Body
    declared: int | None = None
    checksum: Checksum | None = None
