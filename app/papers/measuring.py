"""What can be measured of a paper: colour, sharpness, light, glare, whether it is cut off, a screen's grid.

Each is a number that says nothing of what is good enough; thresholds are rules (`materials.thresholds`).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.paper_inspection import PaperMeasures
from app.papers.outline import border_share, paper_mask
from app.papers.screen_grid import grid_strength

Colour = NDArray[np.uint8]
Grey = NDArray[np.float32]
_WORKING_SIDE = 1280
_COLOUR_SIDE = 480
# Distances in CIELAB: what JPEG and a sensor make of grey stays below the first.
_COLOUR_DISTANCE = 12.0
_FLAT = 4.0
_EDGE_SHARE = 0.06
_BLOWN = 250
_BRIGHTEST_PAPER = 236.0
_SMALLEST_SPOT = 0.0008


def measures_of(picture: Colour, scale: float = 1.0) -> PaperMeasures:
    """Measure a photo or scan in RGB; `scale` times its sides is the size that it was received in."""
    height, width = picture.shape[:2]
    working = _fitted(picture, _WORKING_SIDE)
    grey = np.asarray(cv2.cvtColor(working, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    mask = paper_mask(working)
    return PaperMeasures(
        width=round(width * scale),
        height=round(height * scale),
        colour=_colour(working),
        blur=_blur(grey),
        glare=_glare(working, mask),
        cut=border_share(mask),
        screen=grid_strength(picture),
        light=_light(grey),
    )


def measures_of_page(picture: Colour, pages: int) -> PaperMeasures:
    """Measure the first page of a document as it is drawn; it has no light, no border and no size in pixels."""
    working = _fitted(picture, _WORKING_SIDE)
    grey = np.asarray(cv2.cvtColor(working, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    return PaperMeasures(pages=pages, colour=_colour(working), blur=_blur(grey), light=_light(grey))


def _fitted(picture: Colour, side: int) -> Colour:
    scale = side / max(picture.shape[:2])
    if scale >= 1:
        return picture
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _colour(picture: Colour) -> float:
    """Return the share that has a colour beside that of the light: a grey copy under a warm lamp has none."""
    small = cv2.medianBlur(_fitted(picture, _COLOUR_SIDE), 3).astype(np.float32)
    brightness = small.max(axis=2)
    paper = small[brightness >= np.percentile(brightness, 60)]
    light = np.maximum(np.median(paper, axis=0), 1.0)
    balanced = np.clip(small / light * light.max(), 0, 255).astype(np.uint8)
    lab = cv2.cvtColor(balanced, cv2.COLOR_RGB2LAB).astype(np.float32)
    distance = np.hypot(lab[:, :, 1] - 128, lab[:, :, 2] - 128)
    return float((distance > _COLOUR_DISTANCE).mean())


def _blur(grey: NDArray[np.uint8]) -> float | None:
    """Return how little a further blur changes the edges (Crété-Roffet and others, 2007); None where there is no edge.

    Only the strongest edges are asked: paper's grain and noise would else pass for sharpness.
    """
    smooth = cv2.GaussianBlur(grey, (0, 0), 0.8).astype(np.float32)
    across, down = (_blur_along(smooth if axis else smooth.T) for axis in (0, 1))
    known = [one for one in (across, down) if one is not None]
    return max(known) if known else None


def _blur_along(grey: Grey) -> float | None:
    steps = np.abs(np.diff(grey, axis=1))
    strong = steps >= max(float(np.percentile(steps, 100 * (1 - _EDGE_SHARE))), _FLAT)
    if strong.mean() < 0.0005:
        return None
    again = np.abs(np.diff(cv2.blur(grey, (9, 1)), axis=1))
    kept = np.minimum(again, steps)[strong].sum()
    return float(kept / steps[strong].sum())


def _glare(picture: Colour, mask: NDArray[np.bool_]) -> float | None:
    """Return the share of the paper in blown-out spots; None where the paper itself is as bright as a spot."""
    darkest = picture.min(axis=2)
    paper = darkest[mask]
    if paper.size == 0 or float(np.percentile(paper, 60)) >= _BRIGHTEST_PAPER:
        return None
    blown = (cv2.medianBlur(darkest, 5) >= _BLOWN) & mask
    count, _, stats, _ = cv2.connectedComponentsWithStats(blown.astype(np.uint8), connectivity=8)
    least = _SMALLEST_SPOT * paper.size
    spots = [int(stats[one, cv2.CC_STAT_AREA]) for one in range(1, count)]
    return float(sum(area for area in spots if area >= least) / paper.size)


def _light(grey: NDArray[np.uint8]) -> float:
    return float(np.percentile(grey, 90) / 255)
