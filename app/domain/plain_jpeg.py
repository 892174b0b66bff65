"""JPEG files that are plain: upright pixels in grey or colour and nothing else, fit to be passed on as they are."""

_START, _END = b"\xff\xd8", b"\xff\xd9"
# Baseline and progressive. The other ways of coding are not read everywhere.
_FRAMES = (0xC0, 0xC1, 0xC2)
_SCAN = 0xDA
# Tables, intervals of restart, and the format's own head.
_HARMLESS = (0xC4, 0xDB, 0xDD, 0xE0)
_GREY_OR_COLOUR = (1, 3)


def plain_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a plain JPEG; None for everything else.

    What may turn the picture, change its colours or tell where it was taken (EXIF, profiles, comments) is not plain.
    """
    if not content.startswith(_START) or not content.endswith(_END):
        return None
    at, size = len(_START), None
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker == _SCAN:
            return size
        if marker in _FRAMES and size is None:
            size = _size_in(content[at + 4 : at + 2 + length])
            if size is None:
                return None
        elif marker not in _HARMLESS:
            return None
        at += 2 + length
    return None


def _size_in(frame: bytes) -> tuple[int, int] | None:
    if len(frame) < 6 or frame[0] != 8 or frame[5] not in _GREY_OR_COLOUR:
        return None
    height, width = int.from_bytes(frame[1:3]), int.from_bytes(frame[3:5])
    return (width, height) if width and height else None
