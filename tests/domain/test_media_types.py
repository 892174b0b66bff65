"""Telling papers by their first bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.media_types import HEAD_BYTES, MediaType, media_type_of

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", MediaType.JPEG),
        (b"\xff\xd8\xff\xe1\x12\x34Exif\x00", MediaType.JPEG),
        (b"\xff\xd8\xff\xdb\x00\x43\x00", MediaType.JPEG),
        (PNG, MediaType.PNG),
        (b"%PDF-1.7\n%\xe2\xe3", MediaType.PDF),
        (b"%PDF-2.0\r\n", MediaType.PDF),
    ],
)
def test_a_paper_is_known_by_its_first_bytes(head: bytes, media_type: MediaType) -> None:
    assert media_type_of(head) is media_type
    assert media_type_of(head + bytes(5000)) is media_type


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\x00",
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n<script>alert(1)",
        b"\x89PNG\n\x1a\n" + bytes(20),
        b"%PDF-",
        b"%PDF-<html>",
        b" %PDF-1.4",
        b"GIF89a%PDF-1.4",
        b"<svg xmlns='http://www.w3.org/2000/svg'>",
        b"GIF89a",
        b"PK\x03\x04",
        b"MZ\x90\x00",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"\x00\x00\x00\x20ftypheic",
    ],
)
def test_everything_else_is_no_paper_whatever_it_is_called(head: bytes) -> None:
    assert media_type_of(head) is None


@given(st.binary(max_size=40))
def test_the_announced_number_of_first_bytes_is_enough(data: bytes) -> None:
    for start in (b"", PNG, b"\xff\xd8\xff", b"%PDF-"):
        assert media_type_of((start + data)[:HEAD_BYTES]) is media_type_of(start + data)
