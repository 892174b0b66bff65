"""Faces in a picture: where they are and how sure that is, by the Haar cascades that come with OpenCV (Intel licence).

Two cascades of different training look at the same picture: a face that both see is certain, one that a single cascade
sees is possible. Neither knows whose face it is, nor whether it is alive.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
_SCALE_STEP = 1.1
# A stricter second look at what is found: fewer neighbours find more faces, and more wallpaper.
_NEIGHBOURS = {"frontalface_alt2": 3, "frontalface_default": 5}
_SMALLEST_SHARE = 0.08
_SAME_FACE = 0.35


@dataclass(frozen=True, slots=True)
class Box:
    """Where something is, in pixels; `seen_by` counts the cascades that see it."""

    left: int
    top: int
    width: int
    height: int
    seen_by: int = 1

    @property
    def centre(self) -> float:
        """Return the middle column."""
        return self.left + self.width / 2

    @property
    def bottom(self) -> int:
        """Return the row below."""
        return self.top + self.height

    def overlap(self, other: "Box") -> float:
        """Return the share of both that both cover."""
        wide = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        shared = max(wide, 0) * max(high, 0)
        return shared / (self.width * self.height + other.width * other.height - shared)


@cache
def _cascade(name: str) -> Any:
    folder = cv2.data.haarcascades  # type: ignore[attr-defined]  # the stubs forget the data beside them
    return cv2.CascadeClassifier(f"{folder}haarcascade_{name}.xml")


def _seen(name: str, grey: Grey, neighbours: int, smallest: int) -> list[Box]:
    found = _cascade(name).detectMultiScale(grey, _SCALE_STEP, neighbours, minSize=(smallest, smallest))
    return [Box(*(int(side) for side in one)) for one in found]


def faces_in(grey: Grey) -> list[Box]:
    """Return the faces that look at the camera, the biggest first; `seen_by` 2 is certain, 1 possible."""
    smallest = max(24, int(min(grey.shape) * _SMALLEST_SHARE))
    first, second = (_seen(name, grey, neighbours, smallest) for name, neighbours in _NEIGHBOURS.items())
    found = []
    for box in first:
        same = [other for other in second if box.overlap(other) >= _SAME_FACE]
        second = [other for other in second if other not in same]
        found.append(Box(box.left, box.top, box.width, box.height, 2 if same else 1))
    return sorted([*found, *second], key=lambda box: (-box.seen_by, -box.width * box.height))


def eyes_in(grey: Grey, face: Box) -> int:
    """Count the halves of a face's upper part in which an eye is seen, with or without glasses: 0, 1 or 2."""
    upper = grey[face.top : face.top + int(face.height * 0.6), face.left : face.left + face.width]
    # The eye cascades were trained on small faces; a fixed size makes one picture as good as another.
    fixed = cv2.resize(upper, (240, max(1, round(240 * upper.shape[0] / upper.shape[1]))), interpolation=cv2.INTER_AREA)
    middles = [
        eye.left + eye.width / 2
        for name in ("eye", "eye_tree_eyeglasses")
        for eye in _seen(name, np.asarray(fixed, dtype=np.uint8), 3, 28)
    ]
    return int(any(middle < 120 for middle in middles)) + int(any(middle >= 120 for middle in middles))
