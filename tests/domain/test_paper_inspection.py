"""What is asked of a file and measured of it, whoever says so."""

import math
from typing import Any

import pytest

from app.domain.media_types import MediaType, foreign_format, media_type_of
from app.domain.paper_inspection import PaperMeasures


def test_what_was_measured_is_read_as_it_was_told() -> None:
    measures = PaperMeasures(1600, 1100, 2, 0.25, 0.5, 0.0, 0.125, 3.5, 0.75)

    assert PaperMeasures.read(measures.told()) == measures
    assert PaperMeasures(colour=0.123456).told() == {"pages": 1, "colour": 0.1235}
    assert PaperMeasures.read({"colour": 0, "glare": None, "said beside": "x"}) == PaperMeasures(colour=0.0)


@pytest.mark.parametrize(
    "said",
    [
        {"width": 3.5},
        {"width": True},
        {"width": "1600"},
        {"pages": None},
        {"pages": -1},
        {"height": 10**9},
        {"colour": math.nan},
        {"blur": math.inf},
        {"light": -0.1},
        {"cut": [0]},
    ],
)
def test_measures_that_are_none_are_refused(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(said))):
        PaperMeasures.read(said)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"GIF89a", "GIF"),
        (b"BM\x00\x00", "BMP"),
        (b"II*\x00", "TIFF"),
        (b"MM\x00*", "TIFF"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b"\x00\x00\x00\x18ftypavif", "HEIC"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "WebP"),
        (b"PK\x03\x04", "ZIP/DOCX/OFD"),
        (b"\xd0\xcf\x11\xe0", "DOC"),
        (b"<svg", None),
        (b"", None),
    ],
)
def test_a_format_that_is_not_taken_is_told_by_the_name_people_know(head: bytes, name: str | None) -> None:
    assert foreign_format(head) == name
    assert media_type_of(head) is None


@pytest.mark.parametrize(
    ("head", "media_type", "label"),
    [
        (b"\x00\x00\x00\x18ftypisom", MediaType.MP4, "MP4"),
        (b"\x00\x00\x00\x18ftypmp42", MediaType.MP4, "MP4"),
        (b"\x00\x00\x00\x14ftypqt  ", MediaType.QUICKTIME, "MOV"),
        (b"\x1a\x45\xdf\xa3\x01", MediaType.WEBM, "WebM"),
    ],
)
def test_a_video_is_known_by_its_container(head: bytes, media_type: MediaType, label: str) -> None:
    assert media_type_of(head) is media_type
    assert media_type.label == label
