"""The object store over obstore: a local folder or S3, told apart by the URL alone.

An object is two: the sealed file, and beside it, as `<key>-key`, its data key wrapped under a master key. A put makes
the key first, whole and durable, and only then the file visible; a delete takes the key first. So whatever a crash
leaves is either whole or unreadable, and a change of the master key touches the small objects only.
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from app.adapters.key_objects import SUFFIX, KeyObjects
from app.adapters.keyring import Keyring
from app.adapters.local_folder import LocalFolder
from app.adapters.obstore_errors import found, translated
from app.adapters.sealed_stream import KeyGoneError, OpeningStream, SealingStream
from app.ports.object_store import (
    ObjectDamaged,
    ObjectMissing,
    ObjectStoreUnavailable,
    ObjectTooLarge,
    Rewrapped,
    StoredObject,
)
from app.ports.secrecy import SecrecyError, Secrets

if TYPE_CHECKING:
    from obstore import AsyncWritableFile

_KEY = re.compile(r"(?=.{1,200}\Z)[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")
_PROBE = "readiness-probe"
_READ_BYTES = 256 * 1024
# S3 takes no part under 5 MiB except the last. Smaller objects go in one request and leave no half-done upload behind.
_BUFFER_BYTES = 5 * 1024 * 1024
_PARTS_AT_ONCE = 2
_CHECK_SECONDS = 3.0


class ObstoreObjects:
    """The `ObjectStore` port. Every object is sealed (`sealed_stream`) before obstore sees a byte of it."""

    def __init__(
        self, store: LocalStore | S3Store, keyring: Keyring, secrets: Secrets, *, folder: LocalFolder | None = None
    ) -> None:
        self._store = store
        self._keyring = keyring
        self._secrets = secrets
        self._keys = KeyObjects(store, keyring, secrets, None if folder is None else folder.write)
        self._folder = folder

    async def put(
        self, key: str, chunks: AsyncIterator[bytes], context: str, *, max_bytes: int | None = None
    ) -> StoredObject:
        """Store what `chunks` yields, all or nothing, sealed on its way."""
        _require_key(key)
        sealing = SealingStream(self._secrets, context)
        key_put = asyncio.ensure_future(self._keys.put(key, sealing.data_key))
        async with AsyncExitStack() as unfinished:
            unfinished.push_async_callback(self._take_back_key, key, key_put)
            with translated(key):
                writer = obstore.open_writer_async(
                    self._store, key, buffer_size=_BUFFER_BYTES, max_concurrency=_PARTS_AT_ONCE
                )
            unfinished.push_async_exit(partial(_abort, writer))
            digest, size = await _pour(chunks, sealing, writer, key, max_bytes)
            await asyncio.shield(key_put)
            unfinished.pop_all()
        await self._finish(writer, key)
        return StoredObject(key, size, digest, self._keyring.active_id)

    async def stream(self, key: str, context: str) -> AsyncIterator[bytes]:
        """Open the object, authenticate its beginning, and return its bytes in order."""
        opened = self._opened(key, context)
        first = await anext(opened)  # The last segment is always yielded, so there is a first one.
        return _resumed(first, opened)

    async def delete(self, key: str) -> None:
        """Remove the object; that it is not there is no error."""
        _require_key(key)
        await self._keys.delete(key)
        with contextlib.suppress(ObjectMissing), found(key):
            await obstore.delete_async(self._store, key)

    async def rewrap(self, now: datetime) -> Rewrapped:
        """Bring all objects under the active master key."""
        return await self._keys.rewrap(now)

    async def exists(self, key: str) -> bool:
        """Tell whether an object lies under this key."""
        _require_key(key)
        return await self._keys.has_file(key)

    async def drop_unfinished(self, before: datetime) -> int:
        """Remove what lies half written in a local folder; of S3 a lifecycle rule of the bucket does."""
        if self._folder is None:
            return 0
        with translated("unfinished files"):
            return await asyncio.to_thread(self._folder.drop_unfinished, before.timestamp())

    async def check(self) -> None:
        """Write a small object of no meaning, which a full, read-only or unreachable store refuses."""
        with translated(_PROBE):
            async with asyncio.timeout(_CHECK_SECONDS):
                await obstore.put_async(self._store, _PROBE, b"ready")

    async def _finish(self, writer: "AsyncWritableFile", key: str) -> None:
        # Closing makes the object visible. It is not interrupted halfway: a cancelled request waits for it and then
        # removes the object, or else it might appear after nobody wants it any more.
        closing = asyncio.ensure_future(self._close(writer, key))
        try:
            await asyncio.shield(closing)
        except BaseException:
            await asyncio.wait({closing})
            with contextlib.suppress(ObjectStoreUnavailable):
                await self.delete(key)
            raise

    async def _close(self, writer: "AsyncWritableFile", key: str) -> None:
        with translated(key):
            await writer.close()
            if self._folder is not None:
                await asyncio.to_thread(self._folder.settle, key)

    async def _take_back_key(self, key: str, key_put: "asyncio.Future[None]") -> None:
        # The put must have ended before its object is removed, or that would appear afterwards.
        await asyncio.wait({key_put})
        key_put.exception()
        with contextlib.suppress(ObjectStoreUnavailable):
            await self._keys.delete(key)

    async def _opened(self, key: str, context: str) -> AsyncIterator[bytes]:
        _require_key(key)
        try:
            with found(key):
                file = await obstore.get_async(self._store, key)
            opening = OpeningStream(self._keyring, context, await self._keys.get(key))
            with translated(key):
                sealed = aiter(file.stream(min_chunk_size=_READ_BYTES))
            while (chunk := await _next(sealed, key)) is not None:
                for plaintext in opening.push(chunk):
                    yield plaintext
            yield opening.finish()
        except KeyGoneError as error:
            raise ObjectMissing(key, str(error)) from error
        except SecrecyError as error:
            raise ObjectDamaged(key, str(error)) from error


def objects_at(url: str, keyring: Keyring, secrets: Secrets, *, allow_http: bool = False) -> ObstoreObjects:
    """Return the object store at `url`: `file:///absolute/folder` (made with mode 0700) or `s3://bucket/prefix`.

    S3 takes region, endpoint and credentials from the usual AWS variables; an endpoint without TLS needs `allow_http`.
    Raises `ValueError` for another URL.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and len(parts.path) > 1:
        root = Path(unquote(parts.path))
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return ObstoreObjects(LocalStore(root), keyring, secrets, folder=LocalFolder(root))
    if parts.scheme == "s3" and parts.netloc:
        store = S3Store.from_url(
            url,
            client_options={
                "connect_timeout": timedelta(seconds=5),
                "timeout": timedelta(minutes=2),
                "allow_http": allow_http,
            },
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=30)},
        )
        return ObstoreObjects(store, keyring, secrets)
    message = "FILING_OBJECT_STORE_URL must be file:///absolute/folder or s3://bucket/prefix"
    raise ValueError(message)


async def _pour(
    chunks: AsyncIterator[bytes], sealing: SealingStream, writer: "AsyncWritableFile", key: str, max_bytes: int | None
) -> tuple[str, int]:
    digest, size = sha256(), 0
    await _write(writer, sealing.header, key)
    async for chunk in chunks:
        size += len(chunk)
        if max_bytes is not None and size > max_bytes:
            raise ObjectTooLarge(key, max_bytes)
        digest.update(chunk)
        for segment in sealing.push(chunk):
            await _write(writer, segment, key)
    await _write(writer, sealing.finish(), key)
    return digest.hexdigest(), size


async def _write(writer: "AsyncWritableFile", sealed: bytes, key: str) -> None:
    # Only the store's own calls are translated: an error of whoever sends the chunks is not the store's.
    with translated(key):
        await writer.write(sealed)


async def _abort(
    writer: "AsyncWritableFile",
    kind: type[BaseException] | None,
    error: BaseException | None,
    trace: TracebackType | None,
) -> None:
    # Left with an error, a writer aborts: nothing shows under the key, and parts already sent are dropped. That the
    # abort fails too is not told: the first error says more.
    with contextlib.suppress(BaseError, OSError):
        await writer.__aexit__(kind, error, trace)


async def _next(sealed: AsyncIterator[bytes], key: str) -> bytes | None:
    with translated(key):
        return await anext(sealed, None)


async def _resumed(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if first:
        yield first
    async for plaintext in rest:
        if plaintext:
            yield plaintext


def _require_key(key: str) -> None:
    if not _KEY.fullmatch(key) or key.endswith(SUFFIX):
        message = "an object key is 1 to 200 characters, parts of A-Z a-z 0-9 _ - joined by /, not ending in -key"
        raise ValueError(message)
