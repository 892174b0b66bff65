"""JPEG files that may be passed on as they are."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.domain.plain_jpeg import plain_size


def jpeg(mode: str = "RGB", size: tuple[int, int] = (30, 20), **options: Any) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, 120).save(file, "JPEG", **options)
    return file.getvalue()


def with_orientation() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return jpeg(exif=exif)


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"mode": "L"}, {"restart_marker_blocks": 1}])
def test_a_jpeg_with_nothing_but_its_picture_is_plain(options: dict[str, Any]) -> None:
    assert plain_size(jpeg(**options)) == (30, 20)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(with_orientation(), id="turned, or telling where it was taken"),
        pytest.param(jpeg(icc_profile=b"profile"), id="other colours"),
        pytest.param(jpeg(comment=b"a word"), id="a comment"),
        pytest.param(jpeg("CMYK"), id="for printers"),
        pytest.param(jpeg() + b"PK\x03\x04", id="something behind it"),
        pytest.param(jpeg()[:-40] + b"\xff\xd9"[:1], id="cut short"),
        pytest.param(b"\xff\xd8\xff\xd9", id="no picture"),
        pytest.param(b"\xff\xd8\xff\xc0\x00\x04ab\xff\xd9", id="half a head"),
        pytest.param(b"\xff\xd8\xff\xc0\x00\x08\x08\x00\x00\x00\x00\x03\xff\xd9", id="no size"),
        pytest.param(b"\xff\xd8\xff\xe0\x00\x04ab..\xff\xd9", id="garbage between"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="a PNG"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_what_holds_more_or_less_than_a_picture_is_not_plain(content: bytes) -> None:
    assert plain_size(content) is None


@given(st.binary(max_size=60))
def test_any_bytes_are_told_without_a_fault(tail: bytes) -> None:
    plain_size(b"\xff\xd8" + tail + b"\xff\xd9")
