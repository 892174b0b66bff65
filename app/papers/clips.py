"""Videos: their containers are walked from end to end, and what they say beside picture and sound is blanked in place.

Nothing moves, so the addresses within stay right. Pictures are looked at by `app.papers.videos`.
"""

import struct
from collections.abc import Iterator

from app.domain.media_types import MediaType
from app.domain.paper_inspection import PaperMeasures, PaperRefusal
from app.papers.refused import RefusedPaper

_MP4_TOP = frozenset(
    (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"moof", b"mfra", b"sidx", b"styp", b"pdin")
)
_MP4_PARENTS = frozenset((b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"edts", b"mvex"))
_MP4_UNSEEN = frozenset((b"udta", b"meta", b"uuid", b"cprt", b"tref"))
_TAGS, _ATTACHMENTS, _CHAPTERS, _VOID = 0x1254C367, 0x1941A469, 0x1043A770, 0xEC
_EBML_HEAD, _SEGMENT, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1F43B675
_SEGMENT_PARTS = frozenset(
    (0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1C53BB6B, _CLUSTER, _TAGS, _ATTACHMENTS, _CHAPTERS, _VOID, 0xBF)
)
_DEEPEST = 8


def clean_clip(content: bytes, media_type: MediaType) -> tuple[bytes, MediaType, PaperMeasures]:
    """Return a copy without places, names and attachments. Raises RefusedPaper."""
    clean = bytearray(content)
    try:
        if media_type is MediaType.WEBM:
            _blank_webm(clean)
        else:
            _blank_mp4(clean, 0, len(clean), 0)
    except (struct.error, ValueError, IndexError) as fault:
        raise RefusedPaper(PaperRefusal.DAMAGED) from fault
    return bytes(clean), media_type, PaperMeasures()


def _blank_mp4(clip: bytearray, start: int, end: int, depth: int) -> None:
    """Turn boxes that nobody sees into free space (ISO/IEC 14496-12 §8.1.2)."""
    if depth > _DEEPEST:
        raise ValueError("too deep")
    kinds = []
    for at, body, stop, kind in list(_boxes(clip, start, end)):
        kinds.append(kind)
        unseen = kind in _MP4_UNSEEN or (depth == 0 and kind not in _MP4_TOP) or _tells_beside(clip, kind, body, stop)
        if unseen:
            clip[at + 4 : at + 8] = b"free"
            clip[body:stop] = bytes(stop - body)
        elif kind in _MP4_PARENTS:
            _blank_mp4(clip, body, stop, depth + 1)
    if depth == 0 and (b"moov" not in kinds or b"mdat" not in kinds):
        raise ValueError("no picture")


def _tells_beside(clip: bytearray, kind: bytes, body: int, stop: int) -> bool:
    """Tell a track of neither picture nor sound: cameras write their places into such."""
    if kind != b"trak":
        return False
    at = clip.find(b"hdlr", body, stop)
    return at < 0 or bytes(clip[at + 12 : at + 16]) not in (b"vide", b"soun")


def _boxes(clip: bytearray, start: int, end: int) -> Iterator[tuple[int, int, int, bytes]]:
    at = start
    while at < end:
        size, kind = struct.unpack_from(">I4s", clip, at)
        body = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", clip, body)
            body += 8
        stop = end if size == 0 else at + size
        if stop > end or stop < body:
            raise ValueError("a box is cut off")
        yield at, body, stop, kind
        at = stop


def _blank_webm(clip: bytearray) -> None:
    """Turn tags, attachments and chapters into void elements (RFC 8794 §11.3.2, RFC 9559)."""
    at, seen_segment = 0, False
    while at < len(clip):
        number, body, stop = _element(clip, at)
        if number == _SEGMENT:
            seen_segment = True
            stop = _blank_segment(clip, body, len(clip) if stop is None else stop)
        elif number not in (_EBML_HEAD, _VOID) or stop is None:
            raise ValueError("no WebM")
        at = stop
    if not seen_segment:
        raise ValueError("no picture")


def _blank_segment(clip: bytearray, start: int, end: int) -> int:
    at = start
    while at < end:
        number, body, stop = _element(clip, at)
        if number not in _SEGMENT_PARTS:
            raise ValueError("no WebM")
        if stop is None:
            if number != _CLUSTER:
                raise ValueError("no length")
            stop = _end_of_cluster(clip, body, end)
        if stop > end:
            raise ValueError("an element is cut off")
        if number in (_TAGS, _ATTACHMENTS, _CHAPTERS):
            _make_void(clip, at, stop)
        at = stop
    return at


def _make_void(clip: bytearray, at: int, stop: int) -> None:
    """Write one void element over an element: its number, a length of eight bytes, and nothing."""
    if stop - at < 9:
        raise ValueError("too short")
    clip[at] = _VOID
    clip[at + 1 : at + 9] = ((1 << 56) | (stop - at - 9)).to_bytes(8, "big")
    clip[at + 9 : stop] = bytes(stop - at - 9)


def _end_of_cluster(clip: bytearray, start: int, end: int) -> int:
    """Find where a cluster that doesn't say its length ends: where the next part of the segment begins."""
    at = start
    while at < end:
        number, _, stop = _element(clip, at)
        if number in _SEGMENT_PARTS and number not in (_VOID, 0xBF):
            return at
        if stop is None or stop > end:
            raise ValueError("an element is cut off")
        at = stop
    return at


def _element(clip: bytearray, at: int) -> tuple[int, int, int | None]:
    """Return an element's number, where its content begins, and where it ends (None where it doesn't say)."""
    width = 9 - clip[at].bit_length()
    if width > 4:
        raise ValueError("no element")
    number = int.from_bytes(clip[at : at + width], "big")
    at += width
    length_width = 9 - clip[at].bit_length()
    if length_width > 8:
        raise ValueError("no length")
    length = int.from_bytes(clip[at : at + length_width], "big") & ((1 << 7 * length_width) - 1)
    body = at + length_width
    if body > len(clip):
        raise ValueError("an element is cut off")
    unknown = length == (1 << 7 * length_width) - 1
    return number, body, None if unknown else body + length
