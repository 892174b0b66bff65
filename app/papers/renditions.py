"""Renditions: pages as JPEG under a limit, as legible as they can be within it.

The same bytes always make the same rendition: what was sent can be made again.
"""

import io
from typing import Any

import numpy
from PIL import Image, ImageFilter

from app.papers.pages import UnreadablePaper, page_at, resized

# From what an A4 page needs for small print (200 dpi) downwards; each step has 0.7 times the pixels of the one before.
LONG_SIDES = (2340, 1960, 1640, 1370, 1150, 960, 800, 670, 560, 470, 400)
BEST_QUALITY = 92
# Below this the blocks of the format are as large as the strokes of small print.
WORST_QUALITY = 40


def rendition(content: bytes, media_type: str, max_bytes: int, number: int) -> dict[str, Any]:
    """Return the page `number` (from 0) of a paper as a JPEG of at most `max_bytes` bytes.

    `{content, width, height, pages}`, the last telling how many there are: each page is a piece of work of its own, so
    that none has to share its time with others. Raises UnreadablePaper (a ValueError).
    """
    page, pages = page_at(content, media_type, LONG_SIDES[0], number)
    return {**_best(page, max_bytes), "pages": pages}


def _best(page: Image.Image, max_bytes: int) -> dict[str, Any]:
    """Return the picture nearest to the page where that has edges, out of the best one at each size.

    The page's own size in the best quality is that, if it fits. Sizes go down from there. Nearness over size has one
    peak (before it the format's artefacts show, after it strokes run together), so that the search ends behind it.
    """
    best: dict[str, Any] | None = None
    nearest = float("inf")
    for long_side in _sizes(page):
        smaller = page if long_side >= max(page.size) else resized(page, long_side / max(page.size))
        found = _largest_within(smaller, max_bytes)
        if found is None:
            continue
        content, quality = found
        made = {"content": content, "width": smaller.width, "height": smaller.height}
        if smaller is page and quality == BEST_QUALITY:
            return made
        error = illegibility(page, content)
        if error >= nearest:
            break
        best, nearest = made, error
    if best is None:
        raise UnreadablePaper("no picture of the page is small enough")
    return best


def _sizes(page: Image.Image) -> list[int]:
    own = max(page.size)
    return [own, *(side for side in LONG_SIDES if side < own)]


def _largest_within(image: Image.Image, max_bytes: int) -> tuple[bytes, int] | None:
    """Return the best quality that fits and which that is, by halving; None where even the worst does not."""
    found, low, high = _jpeg(image, BEST_QUALITY), WORST_QUALITY, BEST_QUALITY - 1
    if len(found) <= max_bytes:
        return found, BEST_QUALITY
    found = _jpeg(image, low)
    if len(found) > max_bytes:
        return None
    while low < high:
        middle = (low + high + 1) // 2
        tried = _jpeg(image, middle)
        if len(tried) <= max_bytes:
            low, found = middle, tried
        else:
            high = middle - 1
    return found, low


def _jpeg(image: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, optimize=True, progressive=True, subsampling="4:2:0")
    return file.getvalue()


def illegibility(page: Image.Image, content: bytes) -> float:
    """Return how far a picture is from its page, in grey levels, counted where the page has edges: there print stands.

    0 is the page itself.
    """
    grey = page.convert("L")
    with Image.open(io.BytesIO(content)) as picture:
        shown = picture.convert("L").resize(page.size, Image.Resampling.BICUBIC)
    edges = numpy.asarray(grey.filter(ImageFilter.FIND_EDGES), dtype=numpy.float32)
    apart = numpy.abs(numpy.asarray(grey, dtype=numpy.float32) - numpy.asarray(shown, dtype=numpy.float32))
    return float((apart * edges).sum() / max(float(edges.sum()), 1.0))
