"""Where a paper lies in its picture: what differs from the ground that the border shows."""

import cv2
import numpy as np
from numpy.typing import NDArray

_SIDE = 320
_RIM = 3
_NEAR = 9.0
_FURTHEST = 28.0
_LEAST_AREA = 0.04


def paper_mask(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return where the paper is, at the picture's own size; a scan whose paper fills it is paper everywhere."""
    small = _small(picture)
    mask = _region(small)
    if mask is None:
        return np.ones(picture.shape[:2], dtype=bool)
    size = (picture.shape[1], picture.shape[0])
    return np.asarray(cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)) > 0


def border_share(mask: NDArray[np.bool_]) -> float:
    """Return the share of the picture's border that lies on the paper; of a scan that fills the picture it is 0."""
    if mask.all():
        return 0.0
    rim = np.concatenate([mask[_RIM], mask[-1 - _RIM], mask[:, _RIM], mask[:, -1 - _RIM]])
    share = float(rim.mean())
    return min(share, 1 - share)


def _small(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    scale = _SIDE / max(picture.shape[:2])
    size = (max(8, round(picture.shape[1] * scale)), max(8, round(picture.shape[0] * scale)))
    shrunk = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(cv2.medianBlur(shrunk, 3).astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(lab, dtype=np.float32)


def _region(lab: NDArray[np.float32]) -> NDArray[np.bool_] | None:
    """Return the one large region that differs from the ground; None where the border shows no ground."""
    rim = np.concatenate([lab[:_RIM].reshape(-1, 3), lab[-_RIM:].reshape(-1, 3), lab[:, :_RIM].reshape(-1, 3),
                          lab[:, -_RIM:].reshape(-1, 3)])  # fmt: skip
    ground = np.median(rim, axis=0)
    of_rim = np.linalg.norm(rim - ground, axis=1)
    near = min(_FURTHEST, max(_NEAR, 3.0 * float(np.median(of_rim)) + _NEAR / 2))
    other = (np.linalg.norm(lab - ground, axis=2) > near).astype(np.uint8)
    other = cv2.morphologyEx(other, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    other = cv2.morphologyEx(other, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    contours, _ = cv2.findContours(other, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    large = [one for one in contours if cv2.contourArea(one) >= _LEAST_AREA * other.size]
    if not large:
        return None
    filled = np.zeros_like(other)
    cv2.drawContours(filled, large, -1, 1, cv2.FILLED)
    return np.asarray(filled > 0)
