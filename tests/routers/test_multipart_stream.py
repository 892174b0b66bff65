"""Reading multipart bodies as they come: any order, any chunking, nothing held beyond the limits."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.routers.multipart_stream import FilePart, FormField, MultipartError, MultipartLimits, MultipartStream

TYPE = "multipart/form-data; boundary=XX"
Read = list[tuple[str, str, bytes]]


def part(name: str, content: bytes, filename: str | None = None, extra: str = "") -> bytes:
    file = "" if filename is None else f'; filename="{filename}"'
    return f'--XX\r\nContent-Disposition: form-data; name="{name}"{file}\r\n{extra}\r\n'.encode() + content + b"\r\n"


def body(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--XX--\r\n"


async def chunked(data: bytes, at: list[int]) -> AsyncIterator[bytes]:
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in at)})
    for start, end in pairwise(edges):
        yield data[start:end]


async def read(stream: MultipartStream) -> Read:
    seen: Read = []
    async for found in stream.parts():
        match found:
            case FormField(name, value):
                seen.append(("field", name, value.encode()))
            case FilePart(name, filename, chunks):
                seen.append((f"file {filename}", name, b"".join([chunk async for chunk in chunks])))
    return seen


async def read_and_digest(stream: MultipartStream) -> tuple[Read, str]:
    return await read(stream), stream.parts_digest()


def read_all(data: bytes, at: list[int] | None = None, content_type: str | None = TYPE) -> tuple[Read, str]:
    return asyncio.run(read_and_digest(MultipartStream(content_type, chunked(data, at or []))))


def fault_of(data: bytes, content_type: str | None = TYPE) -> str:
    with pytest.raises(MultipartError) as refusal:
        read_all(data, content_type=content_type)
    return refusal.value.code.value


KIND, FOR = part("kind", b"portrait"), part("for", "/services/0/负责人".encode())
CONTENT = b"\xff\xd8\r\n--X\r\n--XY\r\r\n--\r\nXX--XX\r\n-" + bytes(range(256))
FILE = part("file", CONTENT, "身份证.jpg", "Content-Type: image/jpeg\r\n")


@given(st.permutations([KIND, FOR, FILE]), st.lists(st.integers(0, 10_000), max_size=60))
def test_parts_come_out_whole_in_any_order_however_the_body_is_chunked(parts: list[bytes], at: list[int]) -> None:
    seen, digest = read_all(body(*parts), at)

    assert sorted(seen) == [
        ("field", "for", "/services/0/负责人".encode()),
        ("field", "kind", b"portrait"),
        ("file 身份证.jpg", "file", CONTENT),
    ]
    assert digest == read_all(body(KIND, FOR, FILE))[1]


@settings(max_examples=40)
@given(st.binary(max_size=600).filter(lambda data: b"\r\n--XX" not in b"\r\n" + data), st.lists(st.integers(0, 2000)))
def test_a_files_bytes_are_not_changed(content: bytes, at: list[int]) -> None:
    assert read_all(body(part("file", content, "f")), at)[0] == [("file f", "file", content)]


def test_every_single_byte_split_gives_the_same() -> None:
    data = body(KIND, FILE, FOR)

    assert read_all(data, list(range(len(data)))) == read_all(data)


def test_empty_parts_and_an_empty_form_are_read() -> None:
    assert read_all(body(part("kind", b""), part("file", b"", "")))[0] == [
        ("field", "kind", b""),
        ("file ", "file", b""),
    ]
    assert read_all(body())[0] == []


def test_the_digest_tells_forms_apart_by_name_kind_and_content_only() -> None:
    digest = read_all(body(part("kind", b"a"), part("file", b"b", "one.jpg")))[1]

    assert digest == read_all(body(part("file", b"b", "two.jpg", "Content-Type: image/png\r\n"), part("kind", b"a")))[1]
    assert (
        digest
        == read_all(
            body(part("kind", b"a"), part("file", b"b", "x")).replace(b"--XX", b"--another"),
            content_type='multipart/form-data; boundary="another"',
        )[1]
    )
    for other in (
        body(part("kind", b"a"), part("file", b"c", "x")),
        body(part("kind", b"b"), part("file", b"a", "x")),
        body(part("kind", b"a"), part("file", b"b")),
        body(part("sort", b"a"), part("file", b"b", "x")),
        body(part("kind", b"a"), part("file", b"b", "x"), part("more", b"")),
        body(part("file", b"b", "x")),
    ):
        assert read_all(other)[1] != digest


async def test_the_digest_is_not_given_before_all_was_read() -> None:
    stream = MultipartStream(TYPE, chunked(body(KIND), []))

    with pytest.raises(RuntimeError):
        stream.parts_digest()


async def test_what_is_left_of_a_file_is_skipped_but_counts_in_the_digest() -> None:
    content = bytes(300_000)
    stream = MultipartStream(TYPE, chunked(body(part("file", content, "f"), KIND), []))
    seen = []

    async for found in stream.parts():
        seen.append(found.name)
        if isinstance(found, FilePart):
            await anext(found.chunks)

    assert seen == ["file", "kind"]
    whole = MultipartStream(TYPE, chunked(body(KIND, part("file", content, "f")), []))
    assert stream.parts_digest() == (await read_and_digest(whole))[1]


async def test_a_file_kept_for_later_does_not_run_on_into_the_next_part() -> None:
    stream = MultipartStream(
        TYPE, chunked(body(part("file", b"data", "f"), part("scan", b"other", "g")), []), TWO_FILES
    )
    parts = stream.parts()
    first = await anext(parts)
    second = await anext(parts)
    assert isinstance(first, FilePart)
    assert isinstance(second, FilePart)

    assert [chunk async for chunk in first.chunks] == []
    assert [chunk async for chunk in second.chunks] == [b"other"]


TWO_FILES = MultipartLimits(files=2)


@pytest.mark.parametrize("size", [0, 1, 16, 100])
async def test_the_head_of_a_file_can_be_looked_at_without_taking_it(size: int) -> None:
    data = bytes(range(size))
    whole = body(part("file", data, "f"))
    stream = MultipartStream(TYPE, chunked(whole, list(range(len(whole)))))

    async for found in stream.parts():
        assert isinstance(found, FilePart)
        assert await found.chunks.head(16) == data[:16]
        assert await found.chunks.head(16) == data[:16]
        assert b"".join([chunk async for chunk in found.chunks]) == data
        assert [chunk async for chunk in found.chunks] == []


async def test_no_more_is_taken_from_the_client_than_was_asked_for() -> None:
    taken = 0

    async def counted() -> AsyncIterator[bytes]:
        nonlocal taken
        yield b'--XX\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
        for _ in range(100):
            taken += 1
            yield bytes(1000)
        yield b"\r\n--XX--\r\n"

    async for found in MultipartStream(TYPE, counted()).parts():
        assert isinstance(found, FilePart)
        assert taken == 0
        await anext(found.chunks)
        await anext(found.chunks)
        assert taken <= 3


async def test_a_large_body_that_comes_at_once_is_not_copied_as_a_whole() -> None:
    data = body(part("file", bytes(50 * 1024 * 1024), "f"))
    digest, size = sha256(), 0

    tracemalloc.start()
    try:
        async for found in MultipartStream(TYPE, chunked_once(data)).parts():
            assert isinstance(found, FilePart)
            async for chunk in found.chunks:
                digest.update(chunk)
                size += len(chunk)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert size == 50 * 1024 * 1024
    assert peak < 1024 * 1024


async def chunked_once(data: bytes) -> AsyncIterator[bytes]:
    yield data


@pytest.mark.parametrize(
    "content_type",
    [None, "", "application/json", "multipart/mixed; boundary=XX", "multipart/form-data-x; boundary=XX", "密"],
)
def test_another_content_type_is_not_multipart(content_type: str | None) -> None:
    assert fault_of(body(KIND), content_type) == "not_multipart"


@pytest.mark.parametrize("content_type", ["multipart/form-data", f"multipart/form-data; boundary={'X' * 71}"])
def test_a_missing_or_overlong_boundary_is_malformed(content_type: str) -> None:
    assert fault_of(body(KIND), content_type) == "malformed"


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b"--YY\r\n",
        b"--XX\n",
        b"--XX\r\n\r\nno headers\r\n--XX--",
        b"--XX\r\nContent-Type: text/plain\r\n\r\nx\r\n--XX--",
        b"--XX\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--XX--",
        b"--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--",
        b'--XX\r\nContent-Disposition: form-data; name=""\r\n\r\nx\r\n--XX--',
        b'--XX\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nx\r\n--XX--',
        b"--XX\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\nx\r\n--XX--",
        b"--XX\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\neA==\r\n--XX--",
        b"--XX\r\nContent Disposition: form-data; name=a\r\n\r\nx\r\n--XX--",
        b"--XX\r\nContent-Disposition: form-data; name=" + b"a" * 5000 + b"\r\n\r\nx\r\n--XX--",
        b"--XX\r\n" + b"X-H: 1\r\n" * 9 + b"Content-Disposition: form-data; name=a\r\n\r\nx\r\n--XX--",
        body(KIND) + bytes(100_000),
    ],
)
def test_a_body_that_does_not_follow_the_form_is_malformed(data: bytes) -> None:
    assert fault_of(data) == "malformed"


def test_a_body_that_ends_anywhere_too_early_is_truncated() -> None:
    whole = body(KIND, FILE, FOR)

    for end in range(len(whole) - len(b"\r\n")):
        assert fault_of(whole[:end]) == "truncated"


async def test_the_taker_of_a_truncated_files_chunks_hears_of_it() -> None:
    async for found in MultipartStream(TYPE, chunked(FILE[:150], [])).parts():
        assert isinstance(found, FilePart)
        with pytest.raises(MultipartError, match="truncated"):
            [chunk async for chunk in found.chunks]
        break


async def test_a_client_that_goes_away_is_told_as_it_is() -> None:
    async def gone() -> AsyncIterator[bytes]:
        yield FILE[:150]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await read(MultipartStream(TYPE, gone()))


def test_limits_are_kept_to_the_byte_and_the_part() -> None:
    assert read_all(body(part("a", b"x" * 65_536)))[0][0][2] == b"x" * 65_536
    assert fault_of(body(part("a", b"x" * 65_537))) == "field_too_large"
    assert len(read_all(body(*(part(f"f{n}", b"") for n in range(10))))[0]) == 10
    assert fault_of(body(FILE, *(part(f"f{n}", b"") for n in range(11)))) == "too_many_fields"
    assert fault_of(body(FILE, part("scan", b"", "g"))) == "too_many_files"
    assert fault_of(body(KIND, KIND)) == "field_repeated"
    assert fault_of(body(FILE, part("file", b"x"))) == "field_repeated"


@pytest.mark.parametrize("value", [b"\xff", "张".encode("gbk"), b"a\0b"])
def test_a_field_that_is_no_text_is_refused(value: bytes) -> None:
    assert fault_of(body(part("kind", value))) == "field_not_text"


async def test_an_endless_field_is_refused_without_being_read_to_its_end() -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b'--XX\r\nContent-Disposition: form-data; name="kind"\r\n\r\n'
        while True:
            yield bytes(10_000)

    with pytest.raises(MultipartError) as refusal:
        await read(MultipartStream(TYPE, endless()))

    assert (refusal.value.code.value, refusal.value.name) == ("field_too_large", "kind")


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from([b"--XX", b"--", b"\r\n", b"\r", b"\n", b":", b";", b'"', KIND, FILE, b"x", b"\0\xff"]))
)
def test_no_body_whatever_gives_anything_but_parts_or_a_fault(pieces: list[bytes]) -> None:
    try:
        read_all(b"".join(pieces))
    except MultipartError as fault:
        assert fault.code
