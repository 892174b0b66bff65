"""A video as a moving picture: every so many frames of it, small, without sound, read from memory alone."""

import io
import math
from collections.abc import Iterator

import cv2
from PIL import Image

from app.papers.pages import UnreadablePaper

# Enough to see somebody turn the head and open the mouth.
FRAMES_A_SECOND = 4
MOST_FRAMES = 80
_LONG_SIDE = 640
_QUALITY = 60
_MOST_PIXELS = 4096 * 4096
_USUAL_RATE = 25.0
_FASTEST_RATE = 240.0
_MOST_COUNTED = 100_000


def frames(content: bytes) -> Iterator[Image.Image]:
    """Yield frames in the order of time: `FRAMES_A_SECOND` of them a second, fewer of long clips."""
    # OpenCV does not hold what it reads from: without this name it would be gone at the first frame.
    source = io.BytesIO(content)
    clip = cv2.VideoCapture(source, cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])  # type: ignore[call-overload]
    try:
        width, height = clip.get(cv2.CAP_PROP_FRAME_WIDTH), clip.get(cv2.CAP_PROP_FRAME_HEIGHT)
        if not clip.isOpened() or not 0 < width * height <= _MOST_PIXELS:
            raise UnreadablePaper("no video, or too large")
        every = _every(clip.get(cv2.CAP_PROP_FPS), clip.get(cv2.CAP_PROP_FRAME_COUNT))
        taken = number = 0
        while taken < MOST_FRAMES and clip.grab():
            if number % every == 0:
                shown, pixels = clip.retrieve()
                if shown:
                    taken += 1
                    yield _small(Image.fromarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)))
            number += 1
        if taken == 0:
            raise UnreadablePaper("a video without a frame")
    finally:
        clip.release()


def _every(rate: float, count: float) -> int:
    """Return how many frames to go on for the next one shown; a file may say anything of itself."""
    usual = (rate if 0 < rate <= _FASTEST_RATE else _USUAL_RATE) / FRAMES_A_SECOND
    thinned = count / MOST_FRAMES if 0 < count <= _MOST_COUNTED else 0.0
    return max(1, math.ceil(max(round(usual), thinned)))


def _small(frame: Image.Image) -> Image.Image:
    frame.thumbnail((_LONG_SIDE, _LONG_SIDE), Image.Resampling.BILINEAR)
    return frame


def moving_picture(shown: Iterator[Image.Image]) -> bytes:
    """Return frames as one moving picture (WebP), which every browser plays."""
    first = next(shown)
    file = io.BytesIO()
    first.save(
        file,
        "WEBP",
        save_all=True,
        append_images=list(shown),
        duration=1000 // FRAMES_A_SECOND,
        quality=_QUALITY,
        method=0,
    )
    return file.getvalue()
