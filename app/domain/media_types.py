"""What a paper is, told from its first bytes and never from its name or what the sender says."""

from enum import StrEnum

HEAD_BYTES = 16
"""How many first bytes are enough to tell."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_FIRST_CHUNK = b"\x00\x00\x00\x0dIHDR"
_JPEG_START = b"\xff\xd8\xff"
_JPEG_MARKERS = frozenset((*range(0xC0, 0xD0), *range(0xDB, 0xDE), *range(0xE0, 0xF0), 0xFE))
_PDF = b"%PDF-"


class MediaType(StrEnum):
    """The media types a paper may have."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"


def media_type_of(head: bytes) -> MediaType | None:
    """Return what the file begins as, or `None` if that is no type we take. Give `HEAD_BYTES`, or the whole file.

    Deliberately strict: the signature must stand at the very beginning (ISO 32000 readers accept `%PDF-` further on,
    which lets a file be two things at once) and be followed by what the format demands there: a marker segment in JPEG
    (ITU-T T.81 §B.1), an IHDR chunk of 13 bytes in PNG (§5.6 of its specification), a version digit in PDF. It tells
    what a file claims to be and no more; whether a decoder can read it is asked afterwards.
    """
    if head.startswith(_PNG + _PNG_FIRST_CHUNK):
        return MediaType.PNG
    if head.startswith(_JPEG_START) and len(head) > 3 and head[3] in _JPEG_MARKERS:
        return MediaType.JPEG
    if head.startswith(_PDF) and head[5:6].isdigit():
        return MediaType.PDF
    return None
