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
    MP4 = "video/mp4"
    QUICKTIME = "video/quicktime"
    WEBM = "video/webm"

    @property
    def label(self) -> str:
        """Return what people call it."""
        return _LABELS[self]


_LABELS = {
    MediaType.JPEG: "JPEG",
    MediaType.PNG: "PNG",
    MediaType.PDF: "PDF",
    MediaType.MP4: "MP4",
    MediaType.QUICKTIME: "MOV",
    MediaType.WEBM: "WebM",
}
# What people send and we don't take, by what it begins with, so that they can be told what it is.
_FOREIGN = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"PK\x03\x04", "ZIP/DOCX/OFD"),
    (b"\xd0\xcf\x11\xe0", "DOC"),
    (b"Rar!", "RAR"),
    (b"8BPS", "PSD"),
    (b"{\\rtf", "RTF"),
)
_HEIC = frozenset((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"))
_MP4 = frozenset((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4VP", b"MSNV",
                  b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"dash", b"mmp4"))  # fmt: skip
_WEBM = b"\x1a\x45\xdf\xa3"


def media_type_of(head: bytes) -> MediaType | None:
    """Return what the file begins as, or `None` if that is no type we take. Give `HEAD_BYTES`, or the whole file.

    Deliberately strict: the signature must stand at the very beginning (ISO 32000 readers accept `%PDF-` further on,
    which lets a file be two things at once) and be followed by what the format demands there: a marker segment in JPEG
    (ITU-T T.81 §B.1), an IHDR chunk of 13 bytes in PNG (§5.6 of its specification), a version digit in PDF,
    a brand that we know in MP4 and QuickTime (ISO/IEC 14496-12 §4.3). It tells what a file claims to be and no more;
    whether a decoder can read it is asked afterwards.
    """
    if head.startswith(_PNG + _PNG_FIRST_CHUNK):
        return MediaType.PNG
    if head.startswith(_JPEG_START) and len(head) > 3 and head[3] in _JPEG_MARKERS:
        return MediaType.JPEG
    if head.startswith(_PDF) and head[5:6].isdigit():
        return MediaType.PDF
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return MediaType.QUICKTIME if brand == b"qt  " else MediaType.MP4 if brand in _MP4 else None
    return MediaType.WEBM if head.startswith(_WEBM) else None


def foreign_format(head: bytes) -> str | None:
    """Return what people call a format that we don't take, where it is one that they send."""
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return "HEIC"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WebP"
    return next((name for start, name in _FOREIGN if head.startswith(start)), None)
