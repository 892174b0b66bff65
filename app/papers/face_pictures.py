"""Pictures with faces, upright and in colour, at a size that a look at them needs and no more."""

import cv2
import numpy as np
from numpy.typing import NDArray

from app.papers.pages import page_at

Colour = NDArray[np.uint8]
LONGEST_SIDE = 800
_PDF = b"%PDF-"


def picture_of(content: bytes, longest: int = LONGEST_SIDE) -> Colour:
    """Return the picture, or a PDF's first page, in RGB, no side longer than `longest`.

    Raises ValueError for what can't be decoded, or has too many pixels.
    """
    media_type = "application/pdf" if content.startswith(_PDF) else "image"
    image, _ = page_at(content, media_type, longest, 0)
    return np.asarray(image.convert("RGB"), dtype=np.uint8)


def grey_of(picture: Colour) -> NDArray[np.uint8]:
    """Return the picture without its colour."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
