"""Faces for tests: the demo's portrait (NASA, public domain), changed in every way that a rule speaks of."""

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.demo.papers import portrait

# What OpenCV returns is of whatever kind of number, for its stubs.
Picture = NDArray[Any]
_MIDDLE, _EYES, _RADIUS = (466, 395), 325, 150


@cache
def face() -> Picture:
    """Return the demo's portrait in BGR: 808 × 790, white around, the face at (372, 250) and 190 wide."""
    decoded = cv2.imdecode(np.frombuffer(portrait().content, np.uint8), cv2.IMREAD_COLOR)
    return np.asarray(decoded, dtype=np.uint8)


def jpeg(picture: Picture, quality: int = 90) -> bytes:
    """Return the file."""
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def cut_out(picture: Picture) -> NDArray[np.bool_]:
    """Tell the person from the white around: what the demo's picture has of it is exactly even."""
    plain = (picture.min(axis=2) > 232).astype(np.uint8)
    _, parts = cv2.connectedComponents(plain)
    outside = {int(parts[0, 0]), int(parts[0, -1]), int(parts[-1, 0]), int(parts[-1, -1])} - {0}
    return np.asarray(~np.isin(parts, list(outside)))


def turned(picture: Picture, right: float, down: float = 0.0) -> Picture:
    """Turn the head a little: what stands out further moves further, as in life; -1 to 1, positive to the right."""
    rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
    across, along = (columns - _MIDDLE[0]) / _RADIUS, (rows - _MIDDLE[1]) / (1.3 * _RADIUS)
    depth = np.sqrt(np.clip(1 - across**2 - along**2, 0, 1))
    nose = np.exp(-(across**2 + along**2) / 0.08)
    moved = (0.25 * depth + 0.35 * nose) * _RADIUS
    source = (columns - right * moved, rows - down * moved)
    return np.asarray(cv2.remap(picture, *source, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)


def video_of(frame_at: Callable[[float], Picture], seconds: float = 4.0, rate: int = 10) -> bytes:
    """Return an MP4 file whose frame at each second is what the function says."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "video.mp4"
        writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"mp4v"), rate, (404, 395))
        for number in range(round(seconds * rate)):
            writer.write(cv2.resize(frame_at(number / rate), (404, 395), interpolation=cv2.INTER_AREA))
        writer.release()
        return file.read_bytes()
