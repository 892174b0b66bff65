"""Sealed files: whatever is not exactly as it was sealed fails before a byte of the segment concerned comes out."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.sealed_stream import KeyGoneError, OpeningStream, SealingStream, key_id_within
from app.adapters.system_secrets import SystemSecrets
from app.ports.secrecy import SecrecyError
from tests.adapters.files_of_version_1 import sealed_as_version_1
from tests.adapters.keyrings import a_keyring

CONTEXT = "tenant/mat_1"
SEGMENT = 64
SEALED_SEGMENT = SEGMENT + 16
HEADER = len(SealingStream(SystemSecrets(), CONTEXT, segment_log2=6).header)


@dataclass(frozen=True)
class Sealed:
    """A sealed file and its data key."""

    file: bytes
    key: bytes | None


def seal(chunks: list[bytes], context: str = CONTEXT) -> Sealed:
    sealing = SealingStream(SystemSecrets(), context, segment_log2=6)
    body = b"".join(segment for chunk in chunks for segment in sealing.push(chunk))
    return Sealed(sealing.header + body + sealing.finish(), sealing.data_key)


def seal_as_before(plain: bytes, active: str = "k1", ids: tuple[str, ...] = ("k1",)) -> Sealed:
    return Sealed(sealed_as_version_1(a_keyring(active, ids), plain, CONTEXT, segment_log2=6), None)


def open_all(
    chunks: list[bytes], key: bytes | None, ids: tuple[str, ...] = ("k1",), context: str = CONTEXT
) -> tuple[bytes, bool]:
    """Return what came out, and whether the file was accepted to its end."""
    opening, out = OpeningStream(a_keyring(ids[0], ids), context, key), bytearray()
    try:
        for chunk in chunks:
            for plaintext in opening.push(chunk):
                out += plaintext
        out += opening.finish()
    except SecrecyError:
        return bytes(out), False
    return bytes(out), True


def split(data: bytes, at: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in at)})
    return [data[start:end] for start, end in pairwise(edges)]


PLAIN = bytes(range(256)) * 2  # Eight whole segments: the last is as long as the others.
SEALED = seal([PLAIN])
OF_BEFORE = seal_as_before(PLAIN)
FORMATS = pytest.mark.parametrize("sealed", [SEALED, OF_BEFORE], ids=["version 2", "version 1"])


def header_of(sealed: Sealed) -> int:
    return len(sealed.file) - len(PLAIN) // SEGMENT * SEALED_SEGMENT


@given(st.binary(max_size=400), st.lists(st.integers(0, 1000)), st.lists(st.integers(0, 1000)))
def test_however_the_bytes_are_chunked_they_come_out_the_same(data: bytes, in_at: list[int], out_at: list[int]) -> None:
    sealed = seal(split(data, in_at))

    assert open_all(split(sealed.file, out_at), sealed.key) == (data, True)
    assert len(sealed.file) == HEADER + len(data) + 16 * max(1, -(-len(data) // SEGMENT))


@given(st.binary(max_size=400), st.lists(st.integers(0, 1000)))
def test_files_of_the_first_format_are_still_read_without_a_key_beside_them(data: bytes, at: list[int]) -> None:
    assert open_all(split(seal_as_before(data).file, at), None) == (data, True)


@FORMATS
def test_a_file_changed_in_any_byte_is_refused_before_that_segment_comes_out(sealed: Sealed) -> None:
    for at in range(len(sealed.file)):
        changed = sealed.file[:at] + bytes((sealed.file[at] ^ 0x80,)) + sealed.file[at + 1 :]

        out, accepted = open_all([changed], sealed.key)

        whole_before = max(0, at - header_of(sealed)) // SEALED_SEGMENT
        assert not accepted
        assert out == PLAIN[: whole_before * SEGMENT]


@FORMATS
def test_a_file_cut_anywhere_is_refused_also_at_the_border_of_a_segment(sealed: Sealed) -> None:
    for end in range(len(sealed.file)):
        out, accepted = open_all([sealed.file[:end]], sealed.key)

        assert not accepted
        assert PLAIN.startswith(out)


def test_bytes_after_the_end_are_refused() -> None:
    for extra in (b"\0", SEALED.file[-SEALED_SEGMENT:], bytes(3 * SEALED_SEGMENT)):
        assert not open_all([SEALED.file + extra], SEALED.key)[1]


def segments(sealed: bytes) -> list[bytes]:
    return [sealed[at : at + SEALED_SEGMENT] for at in range(HEADER, len(sealed), SEALED_SEGMENT)]


def test_segments_swapped_repeated_or_left_out_are_refused() -> None:
    header, body = SEALED.file[:HEADER], segments(SEALED.file)

    for first in range(len(body)):
        for second in range(first + 1, len(body)):
            swapped = body.copy()
            swapped[first], swapped[second] = body[second], body[first]
            assert open_all([header, *swapped], SEALED.key) == (PLAIN[: first * SEGMENT], False)
        assert not open_all([header, *body[:first], body[first], *body[first:]], SEALED.key)[1]
        assert not open_all([header, *body[:first], *body[first + 1 :]], SEALED.key)[1]


def test_segments_and_headers_of_another_file_are_refused() -> None:
    other = seal([PLAIN])

    for at, segment in enumerate(segments(other.file)):
        mixed = segments(SEALED.file)
        mixed[at] = segment
        assert open_all([SEALED.file[:HEADER], *mixed], SEALED.key) == (PLAIN[: at * SEGMENT], False)
    assert open_all([other.file[:HEADER], SEALED.file[HEADER:]], SEALED.key) == (b"", False)


@FORMATS
def test_a_file_read_as_another_one_is_refused_at_its_beginning(sealed: Sealed) -> None:
    assert open_all([sealed.file], sealed.key, context="tenant/mat_2") == (b"", False)


def test_a_file_without_its_key_or_with_another_one_is_refused() -> None:
    opening = OpeningStream(a_keyring(), CONTEXT, None)

    with pytest.raises(KeyGoneError):
        list(opening.push(SEALED.file))
    assert open_all([SEALED.file], seal([PLAIN]).key) == (b"", False)


def test_nothing_of_a_file_depends_on_the_master_key() -> None:
    assert b"k1" not in SEALED.file[:HEADER]
    assert open_all([SEALED.file], SEALED.key, ids=("k9",)) == (PLAIN, True)


def test_of_the_first_format_a_file_under_another_key_of_the_same_id_or_an_unknown_id_is_refused() -> None:
    unknown = seal_as_before(PLAIN, "k2", ("k2",)).file
    renamed = unknown.replace(b"\x02k2", b"\x02k1", 1)

    assert open_all([unknown], None) == (b"", False)
    assert open_all([renamed], None) == (b"", False)
    assert open_all([unknown], None, ids=("k1", "k2")) == (PLAIN, True)


def test_the_master_key_of_a_file_of_the_first_format_is_told_by_its_beginning() -> None:
    assert key_id_within(OF_BEFORE.file) == "k1"
    assert key_id_within(SEALED.file) is None
    assert key_id_within(b"ready") is None
    assert key_id_within(OF_BEFORE.file[:5]) is None


def test_nothing_of_the_file_is_readable_and_equal_files_are_sealed_differently() -> None:
    text = b"this is the resident identity card of somebody " * 20

    first, second = seal([text]).file, seal([text]).file

    assert b"resident" not in first
    assert first[HEADER : HEADER + SEGMENT] != second[HEADER : HEADER + SEGMENT]


@given(st.binary(max_size=300))
def test_bytes_that_were_never_sealed_are_refused(data: bytes) -> None:
    assert open_all([data], SEALED.key) == (b"", False)
    assert open_all([SEALED.file[:7] + data], SEALED.key) == (b"", False)


def test_an_unreasonable_segment_size_is_refused() -> None:
    with pytest.raises(ValueError, match="segment size"):
        SealingStream(SystemSecrets(), CONTEXT, segment_log2=30)
    assert open_all([SEALED.file[:5] + b"\x1e" + SEALED.file[6:]], SEALED.key) == (b"", False)
