"""A photo of a screen shows the grid of its points, or the beat of that grid with the camera's own: regular, and fine.

Print has regular patterns as well (lines of text, guilloches), but coarser ones, and they don't fill the whole picture.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

_TILE = 512
_SMALLEST_TILE = 256
_FINEST_SKIPPED = 0.06
_BLOCK = 1 / 8
_NEAR_BLOCK = 0.006
_AXIS = 0.012


def grid_strength(picture: NDArray[np.uint8]) -> float | None:
    """Return how far the strongest fine pattern stands out of the spectrum around it, in the tile in the middle of all.

    It is asked at the picture's own scale: what shrinks a picture takes such a grid away. None for a small picture.
    """
    height, width = picture.shape[:2]
    side = min(_TILE, height, width)
    if side < _SMALLEST_TILE:
        return None
    strengths = [_of_tile(picture[top : top + side, left : left + side]) for top, left in _corners(height, width, side)]
    return float(np.median(strengths))


def _corners(height: int, width: int, side: int) -> list[tuple[int, int]]:
    """Lie the tiles around the middle, where the paper is."""
    middles = ((0.5, 0.5), (0.38, 0.38), (0.62, 0.62))
    return [(round((height - side) * down), round((width - side) * across)) for down, across in middles]


def _of_tile(tile: NDArray[np.uint8]) -> float:
    values = np.asarray(cv2.cvtColor(np.ascontiguousarray(tile), cv2.COLOR_RGB2GRAY)).astype(np.float32)
    values -= cv2.GaussianBlur(values, (0, 0), 4)
    # Strong edges have a spectrum of their own; a grid lies over everything and is weak everywhere.
    values = np.clip(values, -24, 24)
    window = np.hanning(values.shape[0]).astype(np.float32)
    parts = cv2.dft(values * np.outer(window, window), flags=cv2.DFT_COMPLEX_OUTPUT)
    spectrum = np.fft.fftshift(cv2.magnitude(parts[:, :, 0], parts[:, :, 1]))
    frequency = np.fft.fftshift(np.fft.fftfreq(values.shape[0])).astype(np.float32)
    down, across = np.meshgrid(frequency, frequency, indexing="ij")
    asked = (np.hypot(down, across) > _FINEST_SKIPPED) & ~_of_blocks(down) & ~_of_blocks(across)
    around = cv2.blur(spectrum, (31, 31)) + 1e-3
    return float((cv2.GaussianBlur(spectrum, (0, 0), 0.7) / around)[asked].max())


def _of_blocks(frequency: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell the harmonics of JPEG's blocks, and the axes, on which everything straight lies."""
    nearest = np.round(frequency / _BLOCK) * _BLOCK
    return np.asarray((np.abs(frequency - nearest) < _NEAR_BLOCK) | (np.abs(frequency) < _AXIS))
