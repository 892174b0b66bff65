"""The objects beside sealed files that hold their wrapped data keys, and wrapping them under another master key."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import obstore
from obstore.store import LocalStore, S3Store

from app.adapters.keyring import Keyring
from app.adapters.obstore_errors import found, translated
from app.adapters.sealed_stream import LONGEST_HEADER, key_id_within
from app.adapters.wrapped_keys import key_id_of, unwrapped, wrapped
from app.ports.object_store import ObjectMissing, Rewrapped
from app.ports.secrecy import SecrecyError, Secrets

SUFFIX = "-key"
_AT_ONCE = 16
# No put takes so long, so a key that is older and has no file will never get one.
_NO_FILE_COMES_AFTER = timedelta(days=1)
Write = Callable[[str, bytes], None]


class KeyObjects:
    """Key objects of one store. `write` replaces a file durably, where the store itself does not."""

    def __init__(self, store: LocalStore | S3Store, keyring: Keyring, secrets: Secrets, write: Write | None) -> None:
        self._store = store
        self._keyring = keyring
        self._secrets = secrets
        self._write = write

    async def put(self, key: str, data_key: bytes) -> None:
        """Write the key of a file."""
        name = key + SUFFIX
        content = wrapped(self._keyring, self._secrets, data_key, name)
        with translated(key):
            if self._write is not None:
                await asyncio.to_thread(self._write, name, content)
            else:
                await obstore.put_async(self._store, name, content)

    async def get(self, key: str) -> bytes | None:
        """Return the data key of a file; None where there is no key object. Raises `SecrecyError`."""
        name = key + SUFFIX
        try:
            with found(key):
                content = bytes(await (await obstore.get_async(self._store, name)).bytes_async())
        except ObjectMissing:
            return None
        return unwrapped(self._keyring, content, name)

    async def delete(self, key: str) -> None:
        """Remove the key of a file: what is left of the file can't be read by anybody."""
        with contextlib.suppress(ObjectMissing), found(key):
            await obstore.delete_async(self._store, key + SUFFIX)

    async def rewrap(self, now: datetime) -> Rewrapped:
        """Wrap every key that is not under the active master key, some at a time; to be done again after an abort."""
        counts: Counter[str] = Counter()
        of_before: Counter[str] = Counter()
        waiting: list[tuple[str, datetime]] = []
        async for path, changed_at in self._listed():
            waiting.append((path, changed_at))
            if len(waiting) == _AT_ONCE:
                await self._look_at_all(waiting, now, counts, of_before)
                waiting.clear()
        await self._look_at_all(waiting, now, counts, of_before)
        return Rewrapped(
            active=self._keyring.active_id,
            rewrapped=counts["rewrapped"],
            already=counts["already"],
            without_file=counts["without_file"],
            unreadable=counts["unreadable"],
            of_version_1=dict(of_before),
        )

    async def _listed(self) -> AsyncIterator[tuple[str, datetime]]:
        with translated("list"):
            async for batch in obstore.list(self._store):
                for entry in batch:
                    yield entry["path"], entry["last_modified"]

    async def _look_at_all(
        self, listed: list[tuple[str, datetime]], now: datetime, counts: Counter[str], of_before: Counter[str]
    ) -> None:
        async def look_at(path: str, changed_at: datetime) -> None:
            if path.endswith(SUFFIX):
                counts[await self._rewrap_one(path, stale=now - changed_at > _NO_FILE_COMES_AFTER)] += 1
            elif (key_id := await self._key_id_of_before(path)) is not None:
                of_before[key_id] += 1

        await asyncio.gather(*(look_at(path, changed_at) for path, changed_at in listed))

    async def _rewrap_one(self, name: str, *, stale: bool) -> str:
        key = name.removesuffix(SUFFIX)
        try:
            with found(name):
                content = bytes(await (await obstore.get_async(self._store, name)).bytes_async())
            if stale and not await self.has_file(key):
                await self.delete(key)
                return "without_file"
            if key_id_of(content) == self._keyring.active_id:
                return "already"
            await self.put(key, unwrapped(self._keyring, content, name))
        except ObjectMissing:
            return "gone"
        except SecrecyError:
            return "unreadable"
        # A file that was deleted meanwhile must not get its key back. A younger key may be of a file yet to come.
        if stale and not await self.has_file(key):
            await self.delete(key)
        return "rewrapped"

    async def has_file(self, key: str) -> bool:
        """Tell whether the file that a key is of is there."""
        try:
            with found(key):
                await obstore.head_async(self._store, key)
        except ObjectMissing:
            return False
        return True

    async def _key_id_of_before(self, path: str) -> str | None:
        """Return the master key of a file whose key is within it (format version 1)."""
        try:
            with found(path):
                head = await obstore.get_range_async(self._store, path, start=0, length=LONGEST_HEADER)
        except ObjectMissing:
            return None
        return key_id_within(bytes(head))
