"""The object store over a local folder: the port's contract, and what lies on the disk."""

import asyncio
import contextlib
import os
import resource
import stat
import tracemalloc
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.adapters.obstore_objects import objects_at
from app.adapters.system_secrets import SystemSecrets
from app.ports.object_store import ObjectDamaged, ObjectMissing, ObjectStore, ObjectStoreUnavailable
from tests.adapters.files_of_version_1 import sealed_as_version_1
from tests.adapters.keyrings import a_keyring
from tests.adapters.object_store_contract import (
    CONTEXT,
    MEGABYTE,
    ObjectStoreContract,
    SenderGoneError,
    chunks_of,
    read,
)

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "object store"


@pytest.fixture
def store(folder: Path) -> ObjectStore:
    return objects_at(folder.as_uri(), a_keyring(), SystemSecrets())


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def sealed_file(folder: Path) -> Path:
    """Return the one file that is no key."""
    [path] = [path for path in files_in(folder) if not path.name.endswith("-key")]
    return path


class TestLocalFolder(ObjectStoreContract):
    """The contract over a local folder."""


def test_only_the_owner_may_look_into_the_folder(store: ObjectStore, folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("url", ["/folder", "http://host/x", "file://host/x", "file:///", "s3:///x", ""])
def test_a_url_of_another_kind_is_refused_with_the_settings_name(url: str) -> None:
    with pytest.raises(ValueError, match="FILING_OBJECT_STORE_URL"):
        objects_at(url, a_keyring(), SystemSecrets())


async def test_nothing_readable_lies_on_the_disk_at_any_time(store: ObjectStore, folder: Path) -> None:
    line = b"Zhang San 110101199003070011 "

    async def watched() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield line * 2300
            for path in files_in(folder):
                # One that got its name meanwhile is looked at the next time.
                with contextlib.suppress(FileNotFoundError):
                    assert line not in path.read_bytes()

    await store.put("papers/one", watched(), CONTEXT)

    path = sealed_file(folder)
    assert path.stat().st_size > 12 * MEGABYTE
    assert line not in path.read_bytes()


async def test_a_put_that_fails_midway_leaves_no_file_at_all(store: ObjectStore, folder: Path) -> None:
    half_written: list[Path] = []

    async def fails_after_parts_were_written() -> AsyncIterator[bytes]:
        async for chunk in chunks_of(os.urandom(12 * MEGABYTE)):
            yield chunk
        half_written.extend(files_in(folder))
        raise SenderGoneError

    with pytest.raises(SenderGoneError):
        await store.put("papers/one", fails_after_parts_were_written(), CONTEXT)

    assert half_written
    assert not files_in(folder)


async def test_a_put_cancelled_while_its_object_is_being_closed_leaves_nothing(
    store: ObjectStore, folder: Path
) -> None:
    for rounds in range(12):
        putting = asyncio.create_task(store.put("papers/one", chunks_of(os.urandom(1000)), CONTEXT))
        for _ in range(rounds):
            await asyncio.sleep(0)
        putting.cancel()
        (outcome,) = await asyncio.gather(putting, return_exceptions=True)

        assert isinstance(outcome, asyncio.CancelledError)
        assert not files_in(folder)


@pytest.mark.parametrize("at", [0, 5, 12, 40, 300_000, -1])
async def test_a_file_changed_on_the_disk_is_damaged(store: ObjectStore, folder: Path, at: int) -> None:
    await store.put("papers/one", chunks_of(bytes(MEGABYTE)), CONTEXT)
    path = sealed_file(folder)
    changed = bytearray(path.read_bytes())
    changed[at] ^= 1
    path.write_bytes(changed)

    with pytest.raises(ObjectDamaged):
        await read(store, "papers/one")


@pytest.mark.parametrize("end", [0, 10, 50, 262_400, MEGABYTE])
async def test_a_file_cut_short_on_the_disk_is_damaged(store: ObjectStore, folder: Path, end: int) -> None:
    await store.put("papers/one", chunks_of(bytes(MEGABYTE)), CONTEXT)
    os.truncate(folder / "papers/one", end)

    with pytest.raises(ObjectDamaged):
        await read(store, "papers/one")


async def test_a_file_put_in_the_place_of_another_is_damaged(store: ObjectStore, folder: Path) -> None:
    await store.put("papers/one", chunks_of(b"one"), "mat_1")
    await store.put("papers/two", chunks_of(b"two"), "mat_2")
    (folder / "papers/one").replace(folder / "papers/two")

    with pytest.raises(ObjectDamaged):
        await store.stream("papers/two", "mat_2")
    (folder / "papers/one-key").replace(folder / "papers/two-key")
    with pytest.raises(ObjectDamaged):
        await store.stream("papers/two", "mat_1")


async def test_a_delete_that_dies_between_its_two_steps_leaves_nothing_that_can_be_read(
    store: ObjectStore, folder: Path
) -> None:
    await store.put("papers/one", chunks_of(b"one"), CONTEXT)
    (folder / "papers/one-key").unlink()

    with pytest.raises(ObjectMissing):
        await store.stream("papers/one", CONTEXT)
    await store.delete("papers/one")
    assert not files_in(folder)


async def test_a_put_that_dies_between_its_two_writes_leaves_nothing_that_counts_as_an_object(
    store: ObjectStore, folder: Path
) -> None:
    await store.put("papers/one", chunks_of(b"one"), CONTEXT)
    (folder / "papers/one").unlink()

    assert not await store.exists("papers/one")
    with pytest.raises(ObjectMissing):
        await store.stream("papers/one", CONTEXT)


async def test_what_a_writer_that_died_left_is_removed_once_it_is_old_and_nothing_else(
    store: ObjectStore, folder: Path
) -> None:
    await store.put("papers/whole", chunks_of(b"whole"), CONTEXT)
    whole = set(files_in(folder))
    is_written, goes_on = asyncio.Event(), asyncio.Event()

    async def broken_off() -> AsyncIterator[bytes]:
        yield bytes(12 * MEGABYTE)
        is_written.set()
        await goes_on.wait()

    putting = asyncio.create_task(store.put("papers/half", broken_off(), CONTEXT))
    await is_written.wait()
    half = {path for path in files_in(folder) if "#" in path.name}
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    for path in (*half, *whole):
        os.utime(path, (long_ago.timestamp(), long_ago.timestamp()))

    kept = await store.drop_unfinished(long_ago)
    dropped = await store.drop_unfinished(NOW - timedelta(days=1))

    putting.cancel()
    await asyncio.wait({putting})
    assert (kept, dropped) == (0, len(half))
    assert half
    assert set(files_in(folder)) == whole


async def test_a_key_is_whole_on_the_disk_before_the_file_shows(
    store: ObjectStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    syncing = os.fsync

    def watched(descriptor: int) -> None:
        name = Path(f"/proc/self/fd/{descriptor}").readlink().name.partition("#")[0]
        order.append(f"{name}, file {'there' if (folder / 'papers/one').exists() else 'not there'}")
        syncing(descriptor)

    monkeypatch.setattr("os.fsync", watched)
    await store.put("papers/one", chunks_of(b"one"), CONTEXT)

    assert order == [
        "one-key, file not there",
        "papers, file not there",
        "one, file there",
        "papers, file there",
    ]


async def test_a_file_of_the_first_format_is_read_and_deleted(store: ObjectStore, folder: Path) -> None:
    data = os.urandom(600_000)
    (folder / "papers").mkdir()
    (folder / "papers/one").write_bytes(sealed_as_version_1(a_keyring(), data, CONTEXT))

    assert await read(store, "papers/one") == data
    with pytest.raises(ObjectDamaged):
        await store.stream("papers/one", "tenant/mat_2")
    await store.delete("papers/one")
    assert not files_in(folder)


ROTATED, RETIRED = a_keyring("k2", ("k1", "k2")), a_keyring("k2", ("k2",))


async def test_rewrapping_touches_keys_only_and_makes_the_old_master_key_needless(
    store: ObjectStore, folder: Path
) -> None:
    papers = {f"papers/{number}": os.urandom(300_000 + number) for number in range(40)}
    for key, data in papers.items():
        await store.put(key, chunks_of(data), key)
    await store.check()
    before = {path: path.read_bytes() for path in files_in(folder) if not path.name.endswith("-key")}

    done = await objects_at(folder.as_uri(), ROTATED, SystemSecrets()).rewrap(NOW)
    again = await objects_at(folder.as_uri(), ROTATED, SystemSecrets()).rewrap(NOW)

    assert (done.active, done.rewrapped, done.already, done.unreadable, done.of_version_1) == ("k2", 40, 0, 0, {})
    assert (again.rewrapped, again.already) == (0, 40)
    assert {path: path.read_bytes() for path in files_in(folder) if not path.name.endswith("-key")} == before
    retired = objects_at(folder.as_uri(), RETIRED, SystemSecrets())
    assert {key: await read(retired, key, key) for key in papers} == papers


async def test_rewrapping_that_was_broken_off_goes_on_where_it_was(store: ObjectStore, folder: Path) -> None:
    for number in range(3):
        await store.put(f"papers/{number}", chunks_of(b"data"), CONTEXT)
    first, second = (folder / f"papers/{number}-key" for number in (0, 1))
    as_it_was = second.read_bytes()
    rotated = objects_at(folder.as_uri(), ROTATED, SystemSecrets())
    await rotated.rewrap(NOW)
    second.write_bytes(as_it_was)

    done = await rotated.rewrap(NOW)

    assert (done.rewrapped, done.already) == (1, 2)
    assert b"k2" in first.read_bytes()[:16]


async def test_rewrapping_counts_what_it_cannot_do(store: ObjectStore, folder: Path) -> None:
    await store.put("papers/damaged", chunks_of(b"data"), CONTEXT)
    (folder / "papers/damaged-key").write_bytes(b"damaged")
    (folder / "papers/old").write_bytes(sealed_as_version_1(a_keyring(), b"data", CONTEXT))

    done = await objects_at(folder.as_uri(), ROTATED, SystemSecrets()).rewrap(NOW)

    assert (done.rewrapped, done.unreadable, done.of_version_1) == (0, 1, {"k1": 1})


async def test_rewrapping_removes_old_keys_without_a_file_and_leaves_those_whose_file_may_be_on_its_way(
    store: ObjectStore, folder: Path
) -> None:
    for name in ("crashed", "coming"):
        await store.put(f"papers/{name}", chunks_of(b"data"), CONTEXT)
        (folder / f"papers/{name}").unlink()
    os.utime(folder / "papers/crashed-key", (NOW.timestamp() - 90_000,) * 2)
    os.utime(folder / "papers/coming-key", (NOW.timestamp() - 60,) * 2)

    done = await objects_at(folder.as_uri(), ROTATED, SystemSecrets()).rewrap(NOW)

    assert (done.rewrapped, done.without_file) == (1, 1)
    assert [path.name for path in files_in(folder)] == ["coming-key"]


async def test_an_object_under_a_key_that_is_no_longer_held_is_damaged_and_names_the_key(
    store: ObjectStore, folder: Path
) -> None:
    await store.put("papers/one", chunks_of(b"one"), CONTEXT)
    rotated = objects_at(folder.as_uri(), a_keyring("k2", ("k1", "k2")), SystemSecrets())
    retired = objects_at(folder.as_uri(), a_keyring("k2", ("k2",)), SystemSecrets())

    assert await read(rotated, "papers/one") == b"one"
    assert (await rotated.put("papers/two", chunks_of(b"two"), CONTEXT)).key_id == "k2"
    with pytest.raises(ObjectDamaged, match="k1"):
        await retired.stream("papers/one", CONTEXT)


@pytest.fixture
def lost_store(store: ObjectStore, folder: Path) -> ObjectStore:
    folder.rmdir()
    folder.write_text("a file where the folder was")
    return store


async def test_a_folder_that_cannot_be_written_is_unavailable(lost_store: ObjectStore) -> None:
    with pytest.raises(ObjectStoreUnavailable):
        await lost_store.check()
    with pytest.raises(ObjectStoreUnavailable):
        await lost_store.put("papers/one", chunks_of(b"data"), CONTEXT)
    with pytest.raises(ObjectStoreUnavailable):
        await lost_store.stream("papers/one", CONTEXT)
    with pytest.raises(ObjectStoreUnavailable):
        await lost_store.exists("papers/one")


async def test_a_folder_where_the_object_should_be_counts_as_missing(store: ObjectStore, folder: Path) -> None:
    (folder / "papers").mkdir()

    with pytest.raises(ObjectMissing):
        await store.stream("papers", CONTEXT)


async def test_a_large_file_passes_in_constant_memory(store: ObjectStore) -> None:
    piece = os.urandom(64 * 1024)

    async def fifty_megabytes() -> AsyncIterator[bytes]:
        for _ in range(800):
            yield piece

    await store.put("papers/warm-up", chunks_of(bytes(12 * MEGABYTE)), CONTEXT)
    resident_before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tracemalloc.start()
    try:
        stored = await store.put("papers/large", fifty_megabytes(), CONTEXT)
        received = 0
        async for chunk in await store.stream("papers/large", CONTEXT):
            received += len(chunk)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert stored.bytes == received == 800 * len(piece)
    # obstore keeps the segments of the parts in flight, 5 MiB each, as they are.
    assert peak < 16 * MEGABYTE
    # What obstore holds outside Python's heap shows here only: ru_maxrss is in KiB.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - resident_before < 40 * 1024
