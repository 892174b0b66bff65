"""What can be measured of a portrait (人像照片): the face, the room around it, the wall behind, the clothes below.

Measured at 320 pixels of width, where a wall is as plain as it looks. The outline of the person is cut out by GrabCut,
which is told from the face where head and body must be and where they can't; a cut-out is a guess, so nothing that is
measured through it is more than a warning.
"""

from dataclasses import asdict
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.portrait_measures import PersonMeasures, PortraitMeasures
from app.papers.face_pictures import Colour, grey_of, picture_of
from app.papers.faces import Box, eyes_in, faces_in

Mask = NDArray[np.bool_]
_SIDE = 320
_ROUNDS = 3
_FACE_SIDE = 128
# A pixel is white that is bright in every colour and leans to none: a wall in warm light passes, a blue one does not.
_WHITE_LEAST, _WHITE_SPREAD = 165, 45
_WASHED_OUT = 248
_EDGE = 60.0


def portrait_measures(content: bytes) -> dict[str, Any]:
    """Return the `PortraitMeasures` of a portrait as plain data; raises ValueError for what is no picture."""
    cv2.setNumThreads(1)
    picture = picture_of(content)
    grey = grey_of(picture)
    faces = faces_in(grey)
    person = None
    if faces:
        eyes = eyes_in(grey, faces[0])
        person = _person(picture, faces[0], eyes)
    certain = sum(1 for face in faces if face.seen_by > 1)
    return asdict(PortraitMeasures(certain, len(faces) - certain, person))


def _person(picture: Colour, face: Box, eyes: int) -> PersonMeasures:
    small, near = _smaller(picture, face)
    nowhere = _surely_background(small.shape[:2], near)
    body = _outline(small, near, nowhere)
    behind = cv2.erode((nowhere | ~body).astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    enough = bool(behind.mean() >= 0.03)
    left, right = _shoulders(body, near)
    return PersonMeasures(
        face_pixels=face.height,
        eyes=eyes,
        head_room=_head_room(body, near),
        left_shoulder=left,
        right_shoulder=right,
        background_white=_share(_white(small)[behind]) if enough else None,
        background_clutter=_share(_edges(small)[behind]) if enough else None,
        clothes_white=_clothes_white(small, near),
        glare=_glare(picture, face),
        sharpness=_sharpness(picture, face),
    )


def _smaller(picture: Colour, face: Box) -> tuple[Colour, Box]:
    by = _SIDE / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=by, fy=by, interpolation=cv2.INTER_AREA)
    sides = (round(side * by) for side in (face.left, face.top, face.width, face.height))
    return np.asarray(small, dtype=np.uint8), Box(*sides)


def _surely_background(shape: tuple[int, ...], face: Box) -> Mask:
    """Where no part of the person can be: beside the head, and well above it."""
    mask = np.zeros(shape, dtype=bool)
    level = max(0, face.bottom - face.height // 4)
    mask[:level, : max(0, int(face.centre - 1.35 * face.width))] = True
    mask[:level, max(0, int(face.centre + 1.35 * face.width)) :] = True
    mask[: max(0, int(face.top - 0.95 * face.height))] = True
    return mask


def _outline(small: Colour, face: Box, nowhere: Mask) -> Mask:
    """Cut the person out, starting from where head and body are likely and where they are certain."""
    hints = np.full(small.shape[:2], cv2.GC_PR_BGD, np.uint8)
    middle, wide, high = round(face.centre), face.width, face.height
    lowest = small.shape[0] - 1
    likely = [
        (middle - round(0.5 * wide), face.bottom),
        (middle + round(0.5 * wide), face.bottom),
        (middle + round(1.9 * wide), face.bottom + high),
        (middle + round(1.9 * wide), lowest),
        (middle - round(1.9 * wide), lowest),
        (middle - round(1.9 * wide), face.bottom + high),
    ]
    cv2.fillPoly(hints, [np.array(likely, np.int32)], cv2.GC_PR_FGD)
    cv2.ellipse(hints, (middle, face.top + high // 3), (round(0.75 * wide), round(0.9 * high)), 0, 0, 360, 3, -1)
    cv2.ellipse(hints, (middle, face.top + high // 2), (round(0.4 * wide), round(0.6 * high)), 0, 0, 360, 1, -1)
    hints[nowhere] = cv2.GC_BGD
    if face.bottom + high // 2 < lowest:
        start, half = face.bottom + high // 4, round(0.35 * wide)
        hints[start:, max(0, middle - half) : middle + half] = cv2.GC_FGD
    # OpenCV draws its start from a generator of its own: the same picture must always measure the same.
    cv2.setRNGSeed(1)
    behind, before = np.zeros((1, 65)), np.zeros((1, 65))
    cut = cv2.cvtColor(small, cv2.COLOR_RGB2BGR)
    cv2.grabCut(cut, hints, (0, 0, 1, 1), behind, before, _ROUNDS, cv2.GC_INIT_WITH_MASK)
    return np.asarray((hints == cv2.GC_FGD) | (hints == cv2.GC_PR_FGD))


def _head_room(body: Mask, face: Box) -> float:
    """Return the room above the crown; the crown is the highest row in which the head is more than a few hairs wide."""
    half = round(0.5 * face.width)
    middle = round(face.centre)
    head = body[: face.bottom, max(0, middle - half) : middle + half]
    rows = np.flatnonzero(head.sum(axis=1) >= 0.25 * face.width)
    crown = int(rows[0]) if len(rows) else face.top
    return round(crown / face.height, 3)


def _shoulders(body: Mask, face: Box) -> tuple[float, float]:
    """Return how far the body reaches from the middle of the face, to the left and to the right, below the chin."""
    band = body[face.bottom + round(0.55 * face.height) : face.bottom + round(1.25 * face.height)]
    middle = min(max(round(face.centre), 0), body.shape[1] - 1)
    left = max((_run(row[middle::-1]) for row in band), default=0)
    right = max((_run(row[middle:]) for row in band), default=0)
    return round(left / face.width, 3), round(right / face.width, 3)


def _run(row: Mask) -> int:
    """Return how far a row goes on without a gap."""
    gaps = np.flatnonzero(~row)
    return int(gaps[0]) if len(gaps) else len(row)


def _white(picture: Colour) -> Mask:
    least, most = picture.min(axis=2).astype(int), picture.max(axis=2).astype(int)
    return np.asarray((least >= _WHITE_LEAST) & (most - least <= _WHITE_SPREAD))


def _edges(picture: Colour) -> Mask:
    calm = cv2.GaussianBlur(grey_of(picture), (0, 0), 1.0)
    across, down = (cv2.Sobel(calm, cv2.CV_32F, *way, ksize=3) for way in ((1, 0), (0, 1)))
    return np.asarray(np.hypot(across, down) > _EDGE)


def _clothes_white(small: Colour, face: Box) -> float | None:
    half = round(0.8 * face.width)
    middle = round(face.centre)
    top, bottom = face.bottom + round(0.6 * face.height), face.bottom + round(1.5 * face.height)
    clothes = small[top:bottom, max(0, middle - half) : middle + half]
    return _share(_white(clothes)) if clothes.shape[0] >= 0.15 * face.height else None


def _glare(picture: Colour, face: Box) -> float:
    skin = np.zeros(picture.shape[:2], np.uint8)
    centre = (round(face.centre), face.top + face.height // 2)
    cv2.ellipse(skin, centre, (round(0.36 * face.width), round(0.48 * face.height)), 0, 0, 360, 1, -1)
    return _share(picture.min(axis=2)[skin == 1] >= _WASHED_OUT)


def _sharpness(picture: Colour, face: Box) -> float:
    crop = grey_of(picture)[face.top : face.bottom, face.left : face.left + face.width]
    fixed = cv2.resize(crop, (_FACE_SIDE, _FACE_SIDE), interpolation=cv2.INTER_AREA)
    return round(float(cv2.Laplacian(fixed, cv2.CV_64F).var()), 1)


def _share(which: NDArray[np.bool_]) -> float:
    return round(float(which.mean()), 4) if which.size else 0.0
