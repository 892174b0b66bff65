"""The segments of a JPEG (ITU-T T.81 Annex B): what it says beside its picture can be left out without decoding it."""

import struct

_ADOBE, _JFIF = 0xEE, 0xE0
_COMMENT, _START_OF_SCAN = 0xFE, 0xDA
_APPLICATION = range(0xE0, 0xF0)


def without_metadata(content: bytes) -> bytes:
    """Return a JPEG without EXIF, XMP, IPTC, profiles and comments. Raises ValueError for what is none.

    The two segments that tell a decoder how to read the colours stay.
    """
    if content[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    kept, at = [content[:2]], 2
    while True:
        if len(content) < at + 4 or content[at] != 0xFF:
            raise ValueError("a segment is cut off")
        marker = content[at + 1]
        if marker == _START_OF_SCAN:
            return b"".join((*kept, content[at:]))
        (size,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + size
        if size < 2 or end > len(content):
            raise ValueError("a segment is cut off")
        said_beside = marker == _COMMENT or (marker in _APPLICATION and marker not in (_ADOBE, _JFIF))
        if not said_beside:
            kept.append(content[at:end])
        at = end
