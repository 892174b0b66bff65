"""What every object store must do. A test module of an adapter inherits this and says how to make the store."""

import asyncio
import os
from collections.abc import AsyncIterator
from hashlib import sha256

import pytest

from app.ports.object_store import ObjectDamaged, ObjectMissing, ObjectStore, ObjectTooLarge

CONTEXT = "tenant/mat_1"
MEGABYTE = 1024 * 1024


class SenderGoneError(Exception):
    """Stands for whatever interrupts the one who sends the chunks."""


async def chunks_of(data: bytes, size: int = 64 * 1024, *, then: BaseException | None = None) -> AsyncIterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]
    if then is not None:
        raise then


async def read(store: ObjectStore, key: str, context: str = CONTEXT) -> bytes:
    return b"".join([chunk async for chunk in await store.stream(key, context)])


class ObjectStoreContract:
    """The promises of `ObjectStore`."""

    @pytest.mark.parametrize("size", [0, 1, 256 * 1024, 256 * 1024 + 1, 12 * MEGABYTE + 5])
    async def test_what_was_put_is_read_with_its_size_and_digest(self, store: ObjectStore, size: int) -> None:
        data = os.urandom(size)

        stored = await store.put("papers/one", chunks_of(data), CONTEXT)

        assert (stored.key, stored.bytes, stored.sha256) == ("papers/one", size, sha256(data).hexdigest())
        assert stored.key_id == "k1"
        assert await store.exists("papers/one")
        assert await read(store, "papers/one") == data

    async def test_an_object_that_is_not_there_is_missing_before_anything_is_streamed(self, store: ObjectStore) -> None:
        assert not await store.exists("papers/none")
        with pytest.raises(ObjectMissing):
            await store.stream("papers/none", CONTEXT)

    async def test_a_deleted_object_is_gone_and_deleting_again_is_no_error(self, store: ObjectStore) -> None:
        await store.put("papers/one", chunks_of(b"data"), CONTEXT)

        await store.delete("papers/one")
        await store.delete("papers/one")

        assert not await store.exists("papers/one")

    async def test_an_object_read_as_another_one_is_damaged(self, store: ObjectStore) -> None:
        await store.put("papers/one", chunks_of(b"data"), CONTEXT)

        with pytest.raises(ObjectDamaged):
            await store.stream("papers/one", "tenant/mat_2")

    @pytest.mark.parametrize("size", [0, 100, MEGABYTE, 12 * MEGABYTE])
    async def test_a_sender_that_fails_leaves_nothing_behind_and_its_error_is_unchanged(
        self, store: ObjectStore, size: int
    ) -> None:
        with pytest.raises(SenderGoneError):
            await store.put("papers/one", chunks_of(os.urandom(size), then=SenderGoneError()), CONTEXT)

        assert not await store.exists("papers/one")

    @pytest.mark.parametrize("size", [1001, MEGABYTE])
    async def test_more_than_the_limit_is_refused_and_leaves_nothing_behind(
        self, store: ObjectStore, size: int
    ) -> None:
        with pytest.raises(ObjectTooLarge) as refusal:
            await store.put("papers/one", chunks_of(bytes(size)), CONTEXT, max_bytes=1000)

        assert refusal.value.max_bytes == 1000
        assert not await store.exists("papers/one")

    async def test_exactly_the_limit_is_taken(self, store: ObjectStore) -> None:
        assert (await store.put("papers/one", chunks_of(bytes(1000)), CONTEXT, max_bytes=1000)).bytes == 1000

    @pytest.mark.parametrize("size", [100, 12 * MEGABYTE])
    async def test_a_cancelled_put_leaves_nothing_behind(self, store: ObjectStore, size: int) -> None:
        waiting, never = asyncio.Event(), asyncio.Event()

        async def stalls() -> AsyncIterator[bytes]:
            async for chunk in chunks_of(os.urandom(size)):
                yield chunk
            waiting.set()
            await never.wait()

        putting = asyncio.create_task(store.put("papers/one", stalls(), CONTEXT))
        await waiting.wait()
        putting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await putting

        assert not await store.exists("papers/one")

    async def test_many_puts_at_once_do_not_mix(self, store: ObjectStore) -> None:
        papers = {f"papers/{number}": os.urandom(700_000 + number) for number in range(12)}

        await asyncio.gather(*(store.put(key, chunks_of(data), key) for key, data in papers.items()))

        read_back = await asyncio.gather(*(read(store, key, key) for key in papers))
        assert dict(zip(papers, read_back, strict=True)) == papers

    async def test_a_store_that_works_is_ready(self, store: ObjectStore) -> None:
        await store.check()

    @pytest.mark.parametrize("key", ["", "/a", "a/", "a//b", "../a", "a/../b", "a b", "a\n", "ä", "a" * 201, "a-key"])
    async def test_a_key_that_could_lead_elsewhere_is_refused(self, store: ObjectStore, key: str) -> None:
        with pytest.raises(ValueError, match="object key"):
            await store.put(key, chunks_of(b""), CONTEXT)
        for call in (store.exists(key), store.delete(key), store.stream(key, CONTEXT)):
            with pytest.raises(ValueError, match="object key"):
                await call
