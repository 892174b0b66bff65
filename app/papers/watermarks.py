"""Watermarks (水印): who looks at a paper, for what and when, burned into each page that is shown.

Burned in and not laid over: a layer of a PDF is taken off again with any editor. What was text in a PDF is a picture
afterwards; scripts, links and attachments don't come along.
"""

import io
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import cv2
import numpy
import pikepdf
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from app.papers.fonts import FONT
from app.papers.moving_pictures import frames, moving_picture
from app.papers.pages import page_at

Pixels = NDArray[numpy.uint8]
Shades = NDArray[numpy.float32]

# Enough to read the smallest print of a certificate at full screen; an A4 page at 250 dpi.
LONG_SIDE = 2900
_QUALITY = 85
# How far a marked pixel is moved towards black, or towards white in dark places.
STRENGTH = 0.14
_DARK = 105.0
_ANGLE = 28
# The height of a letter and the room round a mark, as parts of the shorter side.
_LETTER = 0.030
_SMALLEST_LETTER = 13
_ROOM = 1.5


def watermarked(content: bytes, media_type: str, lines: Sequence[str]) -> dict[str, Any]:
    """Return a paper with `lines` all over it, as `{content, media_type}`.

    A picture becomes a JPEG; a PDF one of pictures; a video a moving picture (WebP) without sound, smaller and with
    fewer frames. Raises UnreadablePaper (a ValueError).
    """
    if media_type.startswith("video/"):
        marked = (marked_page(frame, lines) for frame in frames(content))
        return {"content": moving_picture(marked), "media_type": "image/webp"}
    first, count = page_at(content, media_type, LONG_SIDE, 0)
    pages = [_jpeg(marked_page(first, lines))]
    pages += [_jpeg(marked_page(page_at(content, media_type, LONG_SIDE, n)[0], lines)) for n in range(1, count)]
    if media_type != "application/pdf":
        return {"content": pages[0], "media_type": "image/jpeg"}
    return {"content": _pdf(pages), "media_type": media_type}


def marked_page(page: Image.Image, lines: Sequence[str]) -> Image.Image:
    """Return a page under its marks: darker on light ground and lighter on dark ground, by the same share.

    Print and its ground move in the same direction, so that what is black on white stays so, only a little less.
    """
    pixels = numpy.asarray(page, dtype=numpy.float32)
    shades = _marks(page.size, tuple(lines))[:, :, None] * STRENGTH
    ground = cv2.cvtColor(numpy.asarray(page), cv2.COLOR_RGB2GRAY)
    reach = max(3, min(page.size) // 16 * 2 + 1)
    towards = numpy.where(cv2.blur(ground, (reach, reach)) > _DARK, 0.0, 255.0).astype(numpy.float32)[:, :, None]
    moved = pixels + shades * (towards - pixels)
    return Image.fromarray(moved.round().clip(0, 255).astype(numpy.uint8))


@lru_cache(maxsize=4)
def _marks(size: tuple[int, int], lines: tuple[str, ...]) -> Shades:
    """Return how strongly each pixel is marked, 0 to 1: the lines, slanting, in rows that are set off."""
    width, height = size
    mark = _mark(lines, max(_SMALLEST_LETTER, round(min(size) * _LETTER)))
    sheet = Image.new("L", size, 0)
    step_x, step_y = round(mark.width * 1.02), round(mark.height * 0.8)
    for row, top in enumerate(range(-mark.height // 2, height, step_y)):
        for left in range(-mark.width // 2 - row % 2 * step_x // 2, width, step_x):
            sheet.paste(255, (left, top), mark)
    return numpy.asarray(sheet, dtype=numpy.float32) / 255.0


def _mark(lines: tuple[str, ...], letter: int) -> Image.Image:
    font = ImageFont.truetype(FONT, letter)
    width = max(round(font.getlength(line)) for line in lines)
    height = round(len(lines) * letter * _ROOM)
    mark = Image.new("L", (width + letter, height), 0)
    draw = ImageDraw.Draw(mark)
    for number, line in enumerate(lines):
        draw.text((letter // 2, round(number * letter * _ROOM)), line, fill=255, font=font)
    return mark.rotate(_ANGLE, expand=True, resample=Image.Resampling.BICUBIC)


def _jpeg(page: Image.Image) -> bytes:
    file = io.BytesIO()
    page.save(file, "JPEG", quality=_QUALITY, subsampling="4:4:4")
    return file.getvalue()


def _pdf(pages: Iterable[bytes]) -> bytes:
    """Return a PDF whose pages are these pictures."""
    file = io.BytesIO()
    with pikepdf.new() as document:
        for page in pages:
            _add(document, page)
        document.save(file, deterministic_id=True)
    return file.getvalue()


def _add(document: pikepdf.Pdf, picture: bytes) -> None:
    with Image.open(io.BytesIO(picture)) as image:
        width, height = image.size
    drawn = pikepdf.Stream(
        document,
        picture,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    # A4's longer side in points, whatever the page was.
    scale = 842 / max(width, height)
    page = document.add_blank_page(page_size=(width * scale, height * scale))
    name = page.add_resource(drawn, pikepdf.Name.XObject, pikepdf.Name.Page)
    page.Contents = document.make_stream(f"q {width * scale:.3f} 0 0 {height * scale:.3f} 0 0 cm {name} Do Q".encode())
