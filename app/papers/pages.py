"""The pages of a paper as pictures: an image is one page, a PDF has several."""

import io

import pypdfium2
from PIL import Image, ImageOps

_FORMATS = ("JPEG", "PNG")
# Inspection at the upload allows fewer; this holds for what came in before it, or past it.
_MOST_PIXELS = 80_000_000
_POINTS_PER_INCH = 72
_DENSEST = 300


class UnreadablePaper(ValueError):  # noqa: N818 - like the names of problems
    """The file has no such page, or none that can be drawn."""


def page_at(content: bytes, media_type: str, long_side: int, number: int) -> tuple[Image.Image, int]:
    """Return a page, counted from 0, and how many there are.

    In RGB, upright, without alpha or metadata, its longer side at most `long_side` pixels. Raises UnreadablePaper.
    """
    if media_type == "application/pdf":
        return _of_pdf(content, long_side, number)
    if number != 0:
        raise UnreadablePaper("a picture is one page")
    return _of_image(content, long_side), 1


def _of_image(content: bytes, long_side: int) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise UnreadablePaper("too many pixels")
            # A JPEG can be decoded at a half, a quarter or an eighth; never below what is wanted.
            image.draft("RGB", (long_side, long_side))
            return _fitted(_opaque(ImageOps.exif_transpose(image)), long_side)
    except (OSError, SyntaxError, ValueError) as fault:
        raise UnreadablePaper("no picture") from fault


def _opaque(image: Image.Image) -> Image.Image:
    """Put what is transparent on white paper, as every viewer shows it."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        over = image.convert("RGBA")
        paper = Image.new("RGBA", over.size, "white")
        return Image.alpha_composite(paper, over).convert("RGB")
    return image.convert("RGB")


def _fitted(image: Image.Image, long_side: int) -> Image.Image:
    plain = Image.new("RGB", image.size)
    plain.paste(image)
    scale = long_side / max(image.size)
    return plain if scale >= 1 else resized(plain, scale)


def resized(image: Image.Image, scale: float) -> Image.Image:
    """Return a page at a fraction of its size, by the filter that keeps small print sharpest."""
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _of_pdf(content: bytes, long_side: int, number: int) -> tuple[Image.Image, int]:
    try:
        with pypdfium2.PdfDocument(content) as document:
            if not 0 <= number < len(document):
                raise UnreadablePaper("no such page")
            page = document[number]
            scale = min(long_side / max(page.get_size()), _DENSEST / _POINTS_PER_INCH)
            image: Image.Image = page.render(scale=scale).to_pil()
            return _fitted(image.convert("RGB"), long_side), len(document)
    except (pypdfium2.PdfiumError, ZeroDivisionError) as fault:
        raise UnreadablePaper("a page can't be drawn") from fault
