"""Where papers lie: a store of objects, each written once, sealed on its way in and opened on its way out."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class ObjectStoreError(Exception):
    """The store did not do what it was asked. `key` names the object, which carries no personal data."""

    def __init__(self, key: str, fault: str) -> None:
        super().__init__(f"object {key!r}: {fault}")
        self.key = key


class ObjectStoreUnavailable(ObjectStoreError):  # noqa: N818 - names of problems, as in the rest of the ports
    """The store cannot be reached, has no room or refuses us. Trying later may help."""


class ObjectMissing(ObjectStoreError):  # noqa: N818 - as above
    """There is no object under this key."""


class ObjectDamaged(ObjectStoreError):  # noqa: N818 - as above
    """The object was changed, cut short, swapped with another, or sealed under a key that is not held."""


class ObjectTooLarge(ObjectStoreError):  # noqa: N818 - as above
    """More bytes came than the caller allows; nothing of them was kept. `max_bytes` is the limit."""

    def __init__(self, key: str, max_bytes: int) -> None:
        super().__init__(key, f"larger than {max_bytes} bytes")
        self.max_bytes = max_bytes


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What was stored: size and SHA-256 (hex) of the bytes as they were received, and the master key that seals it."""

    key: str
    bytes: int
    sha256: str
    key_id: str


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """What a change of the master key came to, counted in objects.

    `already` were under the active key. `without_file` are keys that a crash had left behind and that were removed;
    `unreadable` are damaged, or under a key that is not held. `of_version_1` counts, by master key, objects of the
    first format, whose key can't be changed without them: they need theirs as long as they are there.
    """

    active: str
    rewrapped: int
    already: int
    without_file: int
    unreadable: int
    of_version_1: Mapping[str, int]


class ObjectStore(Protocol):
    """Objects by key: parts of `A-Z a-z 0-9 _ -` joined by `/`, at most 200 characters, not ending in `-key`.

    A key is for one object only.

    `context` names what the object is (say, tenant and material id). It is not stored: the same must be given to read,
    so that an object that was put under another one's key does not open.
    """

    async def put(
        self, key: str, chunks: AsyncIterator[bytes], context: str, *, max_bytes: int | None = None
    ) -> StoredObject:
        """Store what `chunks` yields, in constant memory and never readable in the store.

        All or nothing: if `chunks` raises (that error comes out unchanged), the task is cancelled or the store fails,
        no object is there. Raises `ObjectTooLarge` past `max_bytes`, `ObjectStoreUnavailable`.
        """
        ...

    async def stream(self, key: str, context: str) -> AsyncIterator[bytes]:
        """Open the object and return its bytes in order; every chunk is authenticated before it is handed out.

        The beginning is read and authenticated before this returns, so that most faults show before an answer begins.
        Raises `ObjectMissing`, `ObjectDamaged`, `ObjectStoreUnavailable`; the latter two also while iterating.
        """
        ...

    async def delete(self, key: str) -> None:
        """Remove the object; that it is not there is no error. Raises `ObjectStoreUnavailable`.

        It can't be read any more, by anybody, once the removal has begun: what seals it goes first.
        """
        ...

    async def rewrap(self, now: datetime) -> Rewrapped:
        """Bring all objects under the active master key without a look at what they hold. Raises as above.

        It may be broken off and begun again, and objects may be put, read and deleted meanwhile. `now` is real time.
        """
        ...

    async def exists(self, key: str) -> bool:
        """Tell whether an object lies under this key. Raises `ObjectStoreUnavailable`."""
        ...

    async def drop_unfinished(self, before: datetime) -> int:
        """Remove what writers that died have left half written since before this moment (real time); return how much.

        None of it has a name yet, so nobody misses it. A store that clears up by itself has nothing to do. Raises
        `ObjectStoreUnavailable`.
        """
        ...

    async def check(self) -> None:
        """Return if the store takes a write now, else raise `ObjectStoreUnavailable`. For readiness."""
        ...
