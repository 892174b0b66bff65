"""Sealed files: whatever is not exactly as it was sealed fails before a byte of the segment concerned comes out."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.sealed_stream import OpeningStream, SealingStream
from app.adapters.system_secrets import SystemSecrets
from app.ports.secrecy import SecrecyError
from tests.adapters.keyrings import a_keyring

CONTEXT = "tenant/mat_1"
SEGMENT = 64
SEALED_SEGMENT = SEGMENT + 16
HEADER = len(SealingStream(a_keyring(), SystemSecrets(), CONTEXT, segment_log2=6).header)


def seal(chunks: list[bytes], active: str = "k1", ids: tuple[str, ...] = ("k1",), context: str = CONTEXT) -> bytes:
    sealing = SealingStream(a_keyring(active, ids), SystemSecrets(), context, segment_log2=6)
    body = b"".join(segment for chunk in chunks for segment in sealing.push(chunk))
    return sealing.header + body + sealing.finish()


def open_all(chunks: list[bytes], ids: tuple[str, ...] = ("k1",), context: str = CONTEXT) -> tuple[bytes, bool]:
    """Return what came out, and whether the file was accepted to its end."""
    opening, out = OpeningStream(a_keyring(ids[0], ids), context), bytearray()
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


@given(st.binary(max_size=400), st.lists(st.integers(0, 1000)), st.lists(st.integers(0, 1000)))
def test_however_the_bytes_are_chunked_they_come_out_the_same(data: bytes, in_at: list[int], out_at: list[int]) -> None:
    sealed = seal(split(data, in_at))

    assert open_all(split(sealed, out_at)) == (data, True)
    assert len(sealed) == HEADER + len(data) + 16 * max(1, -(-len(data) // SEGMENT))


def test_a_file_changed_in_any_byte_is_refused_before_that_segment_comes_out() -> None:
    for at in range(len(SEALED)):
        changed = SEALED[:at] + bytes((SEALED[at] ^ 0x80,)) + SEALED[at + 1 :]

        out, accepted = open_all([changed])

        whole_before = max(0, at - HEADER) // SEALED_SEGMENT
        assert not accepted
        assert out == PLAIN[: whole_before * SEGMENT]


def test_a_file_cut_anywhere_is_refused_also_at_the_border_of_a_segment() -> None:
    for end in range(len(SEALED)):
        out, accepted = open_all([SEALED[:end]])

        assert not accepted
        assert PLAIN.startswith(out)


def test_bytes_after_the_end_are_refused() -> None:
    for extra in (b"\0", SEALED[-SEALED_SEGMENT:], bytes(3 * SEALED_SEGMENT)):
        assert not open_all([SEALED + extra])[1]


def segments(sealed: bytes) -> list[bytes]:
    return [sealed[at : at + SEALED_SEGMENT] for at in range(HEADER, len(sealed), SEALED_SEGMENT)]


def test_segments_swapped_repeated_or_left_out_are_refused() -> None:
    header, body = SEALED[:HEADER], segments(SEALED)

    for first in range(len(body)):
        for second in range(first + 1, len(body)):
            swapped = body.copy()
            swapped[first], swapped[second] = body[second], body[first]
            assert open_all([header, *swapped]) == (PLAIN[: first * SEGMENT], False)
        assert not open_all([header, *body[:first], body[first], *body[first:]])[1]
        assert not open_all([header, *body[:first], *body[first + 1 :]])[1]


def test_segments_and_headers_of_another_file_are_refused() -> None:
    other = seal([PLAIN])

    for at, segment in enumerate(segments(other)):
        mixed = segments(SEALED)
        mixed[at] = segment
        assert open_all([SEALED[:HEADER], *mixed]) == (PLAIN[: at * SEGMENT], False)
    assert open_all([other[:HEADER], SEALED[HEADER:]]) == (b"", False)


def test_a_file_read_as_another_one_is_refused_at_its_header() -> None:
    assert open_all([SEALED], context="tenant/mat_2") == (b"", False)


def test_a_file_under_another_key_of_the_same_id_or_an_unknown_id_is_refused() -> None:
    unknown = seal([PLAIN], "k2", ("k2",))
    renamed = unknown.replace(b"\x02k2", b"\x02k1", 1)

    assert open_all([unknown]) == (b"", False)
    assert open_all([renamed]) == (b"", False)


def test_after_a_rotation_old_files_open_and_new_ones_name_the_new_key() -> None:
    new = seal([PLAIN], "k2", ("k1", "k2"))

    assert open_all([SEALED], ids=("k2", "k1")) == (PLAIN, True)
    assert open_all([new], ids=("k2", "k1")) == (PLAIN, True)
    assert b"\x02k2" in new[:16]


def test_nothing_of_the_file_is_readable_and_equal_files_are_sealed_differently() -> None:
    text = b"this is the resident identity card of somebody " * 20

    first, second = seal([text]), seal([text])

    assert b"resident" not in first
    assert first[HEADER : HEADER + SEGMENT] != second[HEADER : HEADER + SEGMENT]


@given(st.binary(max_size=300))
def test_bytes_that_were_never_sealed_are_refused(data: bytes) -> None:
    assert open_all([data]) == (b"", False)
    assert open_all([SEALED[:7] + data]) == (b"", False)


def test_an_unreasonable_segment_size_is_refused() -> None:
    with pytest.raises(ValueError, match="segment size"):
        SealingStream(a_keyring(), SystemSecrets(), CONTEXT, segment_log2=30)
    assert open_all([SEALED[:5] + b"\x1e" + SEALED[6:]]) == (b"", False)
