"""Videos: what they say beside picture and sound is blanked where it stands, and they play as before."""

import io
import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.domain.media_types import HEAD_BYTES, MediaType, media_type_of
from app.papers.clips import clean_clip
from app.papers.refused import RefusedPaper

FRAMES = 12


@pytest.fixture(scope="module", params=["mp4", "webm"])
def clip(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file: Path = tmp_path_factory.mktemp("clips") / f"clip.{request.param}"
    code = cv2.VideoWriter.fourcc(*("mp4v" if request.param == "mp4" else "VP80"))
    writer = cv2.VideoWriter(str(file), code, 10, (160, 120))
    for turn in range(FRAMES):
        writer.write(np.full((120, 160, 3), turn * 9, np.uint8))
    writer.release()
    return file.read_bytes()


def frames(content: bytes) -> int:
    source = io.BytesIO(content)
    played = cv2.VideoCapture(source, cv2.CAP_FFMPEG, [])
    count = 0
    while played.read()[0]:
        count += 1
    played.release()
    return count


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def with_place(clip: bytes) -> bytes:
    """Say where it was taken: in a box behind all others, or in tags behind the last cluster."""
    if clip[4:8] == b"ftyp":
        place = box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7+39.9054+116.3976/secret-place"))
        return clip + place + box(b"uuid", b"secret-place" * 2)
    tags = b"secret-place" * 4
    # The segment of a clip that was streamed doesn't say its length, so it reaches to the end.
    at = clip.index(b"\x18\x53\x80\x67") + 4
    return clip[:at] + b"\x01" + b"\xff" * 7 + clip[at + 8 :] + b"\x12\x54\xc3\x67" + bytes([0x80 | len(tags)]) + tags


def kind_of(clip: bytes) -> MediaType:
    media_type = media_type_of(clip[:HEAD_BYTES])
    assert media_type is not None
    return media_type


def test_a_place_is_gone_and_every_frame_plays(clip: bytes) -> None:
    told = with_place(clip)

    clean, kept_as, _ = clean_clip(told, kind_of(clip))

    assert b"secret" in told
    assert b"secret" not in clean
    assert b"Lavf" not in clean or kept_as is MediaType.WEBM
    assert len(clean) == len(told)
    assert frames(clean) == frames(clip) == FRAMES


def test_a_track_that_is_neither_picture_nor_sound_becomes_free_space() -> None:
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + b"meta" + bytes(12)) + b""))
    clip = box(b"ftyp", b"isom\0\0\0\0") + box(b"moov", track) + box(b"mdat", b"x" * 8)

    clean, _, _ = clean_clip(clip, MediaType.MP4)

    assert b"trak" not in clean
    assert b"hdlr" not in clean


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6])
def test_a_clip_that_is_cut_off_is_refused(clip: bytes, share: float) -> None:
    with pytest.raises(RefusedPaper):
        clean_clip(clip[: int(len(clip) * share)], kind_of(clip))


@pytest.mark.parametrize(
    "content", [b"\x1a\x45\xdf\xa3", b"\x1a\x45\xdf\xa3\x80", b"\x1a\x45\xdf\xa3\xff" + b"\0" * 90]
)
def test_what_only_begins_like_a_clip_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedPaper):
        clean_clip(content, MediaType.WEBM)
