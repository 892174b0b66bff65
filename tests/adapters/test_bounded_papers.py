"""Work on papers: done in a process of its own that can do nothing else, whatever the file makes of it."""

import asyncio
import ctypes
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy
import pytest

from app.adapters.bounded_papers import BoundedPapers, PaperBounds
from app.adapters.paper_wire import AnswerError, packed, read_answer
from app.ports.paper_work import PaperFault, PaperWorkError, PaperWorkUnavailable
from tests.adapters.paper_trials import Trial

# landlock_create_ruleset(2), asked for its version
HAS_LANDLOCK = ctypes.CDLL(None).syscall(444, None, 0, 1) > 0


async def a_file(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


@pytest.fixture(scope="module")
async def papers() -> AsyncIterator[BoundedPapers]:
    bounded = BoundedPapers(PaperBounds(seconds=2, at_once=2))
    yield bounded
    await bounded.close()


async def run(papers: BoundedPapers, trial: Trial, *arguments: Any, content: bytes = b"file") -> Any:
    return await papers.run(trial, a_file(content), *arguments)  # type: ignore[arg-type]  # named as work is


async def fault_of(papers: BoundedPapers, trial: Trial) -> PaperFault:
    with pytest.raises(PaperWorkError) as caught:
        await run(papers, trial)
    return caught.value.fault


async def test_a_file_goes_in_and_plain_data_comes_out(papers: BoundedPapers) -> None:
    chunks = [b"abcd" * 100_000, b"", b"efgh"]

    said = await papers.run(Trial.ECHO, a_file(*chunks), 7, Trial.ECHO)  # type: ignore[arg-type]

    assert said["size"] == 400_004
    assert said["first"] == b"abcd"
    assert said["arguments"] == [7, Trial.ECHO.value]
    assert (said["none"], said["deep"]) == (None, [[{"a": b""}]])


async def test_a_refusal_comes_out_with_its_words(papers: BoundedPapers) -> None:
    with pytest.raises(ValueError, match="no picture") as caught:
        await run(papers, Trial.REFUSAL)
    assert caught.value.args == ("no picture", 3)


@pytest.mark.parametrize(
    ("trial", "fault"),
    [
        (Trial.MEMORY, PaperFault.TOO_MUCH_MEMORY),
        (Trial.PROCESSOR, PaperFault.TOO_LONG),
        (Trial.CLOCK, PaperFault.TOO_LONG),
        (Trial.DEATH, PaperFault.CRASHED),
        (Trial.OBJECT, PaperFault.CRASHED),
        (Trial.NOT_THERE, PaperFault.CRASHED),
    ],
)
async def test_what_a_file_costs_or_breaks_is_its_own_fault(
    papers: BoundedPapers, trial: Trial, fault: PaperFault
) -> None:
    assert await fault_of(papers, trial) is fault
    assert (await run(papers, Trial.ECHO))["size"] == 4


@pytest.mark.parametrize(
    "what", ["program", "fork", "network", "write", "remove", "kill", "signal", "limit", "slow down"]
)
async def test_nothing_but_reading_and_computing_is_possible(papers: BoundedPapers, tmp_path: Path, what: str) -> None:
    there = tmp_path / "there"
    there.write_bytes(b"kept")

    assert await run(papers, Trial.ATTEMPT, what, str(there)) == "PermissionError"
    assert there.read_bytes() == b"kept"


async def test_a_library_may_still_use_threads_and_read_its_models(papers: BoundedPapers) -> None:
    assert await run(papers, Trial.THREAD) is True
    assert await run(papers, Trial.ATTEMPT, "read", numpy.__file__) == "done"


@pytest.mark.skipif(not HAS_LANDLOCK, reason="this kernel bounds no process's files")
async def test_no_file_of_the_service_can_be_read(papers: BoundedPapers, tmp_path: Path) -> None:
    keyring = tmp_path / "keys.json"
    keyring.write_bytes(b"secret")

    for one in (keyring, Path(f"/proc/{os.getpid()}/environ"), Path(f"/proc/{os.getpid()}/mem"), Path("/etc/passwd")):
        assert await run(papers, Trial.ATTEMPT, "read", str(one)) == "PermissionError"


async def test_no_secret_of_the_service_is_in_the_process(
    papers: BoundedPapers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FILING_KEYS", "secret")

    seen = await run(papers, Trial.SURROUNDINGS)

    assert not [name for name in seen["environment"] if name.startswith("FILING")]
    assert seen["handles"] <= 8


async def test_an_error_of_whoever_sends_the_file_comes_out_unchanged(papers: BoundedPapers) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"half"
        raise TimeoutError("the store")

    with pytest.raises(TimeoutError, match="the store"):
        await papers.run(Trial.ECHO, broken())  # type: ignore[arg-type]
    assert (await run(papers, Trial.ECHO))["size"] == 4


async def test_more_work_than_places_waits_for_its_turn(papers: BoundedPapers) -> None:
    said = await asyncio.gather(*(run(papers, Trial.ECHO, turn) for turn in range(12)))

    assert [one["arguments"] for one in said] == [[turn] for turn in range(12)]


async def test_whoever_waits_too_long_for_a_place_may_come_again() -> None:
    crowded = BoundedPapers(PaperBounds(seconds=30, at_once=1, waiting_seconds=0.05))
    busy = asyncio.create_task(run(crowded, Trial.CLOCK))
    try:
        await asyncio.sleep(0)
        with pytest.raises(PaperWorkUnavailable):
            await run(crowded, Trial.ECHO)
    finally:
        busy.cancel()
        await asyncio.gather(busy, return_exceptions=True)
        await crowded.close()


async def test_a_fork_server_that_died_is_started_again() -> None:
    papers = BoundedPapers(PaperBounds(seconds=30))
    try:
        await run(papers, Trial.ECHO)
        assert papers._host is not None
        busy = asyncio.create_task(run(papers, Trial.CLOCK))
        await asyncio.sleep(0)
        os.kill(papers._host._process.pid, 9)

        with pytest.raises(PaperWorkUnavailable):
            await busy
        assert (await run(papers, Trial.ECHO))["size"] == 4
    finally:
        await papers.close()


async def answered(*parts: bytes) -> Any:
    reader = asyncio.StreamReader()
    reader.feed_data(b"".join(parts))
    reader.feed_eof()
    return await read_answer(reader)


@pytest.mark.parametrize(
    ("lengths", "words"),
    [
        (b"[]", b"nonsense"),
        (b"[]", b'{"bytes": 0}'),
        (b"[-1]", b"1"),
        (b"[true]", b"1"),
        (b"{}", b"1"),
        (b"[99999999999]", b"1"),
        (b"[]", b'{"other": 1}'),
        (b"[]", b'{"dict": [1]}'),
        (b"[]", b"NaN"),
        (b"[]", b"[" * 100_000),
        (b"[" + b"1," * 300 + b"1]", b"1"),
    ],
    ids=range(11),
)
async def test_an_answer_that_was_made_up_is_no_answer(lengths: bytes, words: bytes) -> None:
    head = len(lengths).to_bytes(4, "big") + len(words).to_bytes(4, "big")

    with pytest.raises((AnswerError, asyncio.IncompleteReadError)):
        await answered(head, lengths, words)


async def test_an_endless_answer_is_not_waited_for() -> None:
    with pytest.raises(AnswerError):
        await answered(b"\xff" * 8)
    assert await answered(*packed({"a": [1, 2.5, "文", b"\x00", None, True]})) == {
        "a": [1, 2.5, "文", b"\x00", None, True]
    }
