"""Portraits made from one face: good ones of many kinds, and for each rule some that break it and nothing else."""

from collections.abc import Callable, Iterator
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.play.faces import Picture, cut_out, face, jpeg

Random = np.random.Generator
Mask = NDArray[np.bool_]
_FACE = (372, 250, 190, 190)
_CROWN, _CHIN, _MIDDLE = 150, 478, 466


@cache
def _person() -> Mask:
    return cut_out(face())


def good(random: Random) -> bytes:
    """A person before a white wall, by all kinds of light, cameras and clothes."""
    return _taken(_before(_wall(random), _dressed(random)), random)


def _wall(random: Random) -> Picture:
    """A wall that is white to the eye: a bit warm or cold, darker to one side."""
    height, width = face().shape[:2]
    tint = np.array([1.0, 1.0, 1.0]) + random.uniform(-0.03, 0.03, 3)
    shade = np.linspace(1.0, random.uniform(0.88, 1.0), width)[None, :, None]
    wall = random.uniform(215, 252) * tint * np.broadcast_to(shade, (height, width, 3))
    return np.clip(wall, 0, 255).astype(np.uint8)


def _dressed(random: Random) -> Picture:
    """Clothes of another colour: the suit's hue turned, darker or lighter."""
    colours = cv2.cvtColor(face(), cv2.COLOR_BGR2HSV).astype(int)
    clothes = _person().copy()
    clothes[: _CHIN + 20] = False
    colours[clothes, 0] = (colours[clothes, 0] + random.integers(0, 180)) % 180
    colours[clothes, 2] = np.clip(colours[clothes, 2] * random.uniform(0.4, 1.0), 0, 255)
    return np.asarray(cv2.cvtColor(colours.astype(np.uint8), cv2.COLOR_HSV2BGR), dtype=np.uint8)


def _before(wall: Picture, person: Picture) -> Picture:
    alpha = cv2.GaussianBlur(_person().astype(np.float32), (0, 0), 1.2)[..., None]
    return np.asarray(person * alpha + wall * (1 - alpha), dtype=np.uint8)


def _taken(picture: Picture, random: Random, smallest: float = 0.7) -> bytes:
    """Photograph it: a little askew, at some size, with noise, and as JPEG."""
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), random.uniform(-4, 4), random.uniform(0.97, 1.03))
    askew = cv2.warpAffine(picture, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    size = random.uniform(smallest, 1.0)
    small = cv2.resize(askew, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
    noisy = small * random.uniform(0.9, 1.04) + random.normal(0, random.uniform(0, 4), small.shape)
    return jpeg(np.clip(noisy, 0, 255).astype(np.uint8), int(random.integers(60, 96)))


def _no_face(random: Random) -> bytes:
    picture = _before(_wall(random), _dressed(random))
    if random.random() < 0.5:
        return _taken(picture[_CHIN + 10 :], random)
    left, top, width, height = _FACE
    hair = picture[_CROWN + 30 : _CROWN + 90, left + 20 : left + width - 20]
    picture[top - 10 : top + height + 45, left : left + width] = cv2.resize(hair, (width, height + 55))
    return _taken(picture, random)


def _two(random: Random) -> bytes:
    one, other = (_before(_wall(random), _dressed(random)) for _ in range(2))
    return _taken(np.hstack([one[:, 60:780], other[:, 60:780]]), random, 0.9)


def _far(random: Random) -> bytes:
    picture = _before(_wall(random), _dressed(random))
    scale = random.uniform(0.22, 0.42)
    return _taken(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), random, 0.95)


def _blurred(random: Random) -> bytes:
    picture = _before(_wall(random), _dressed(random))
    return _taken(cv2.GaussianBlur(picture, (0, 0), random.uniform(3.5, 7)), random)


def _sunglasses(random: Random) -> bytes:
    picture = _before(_wall(random), _dressed(random))
    for middle in (422, 514):
        cv2.ellipse(
            picture, (middle, 326), (42, int(random.integers(24, 32))), 0, 0, 360, (25, 22, 20), -1, cv2.LINE_AA
        )
    cv2.line(picture, (440, 318), (500, 318), (25, 22, 20), 5)
    return _taken(picture, random)


def _glare(random: Random) -> bytes:
    picture = _before(_wall(random), _dressed(random)).astype(np.float32)
    light = np.zeros(picture.shape[:2], np.float32)
    # On the forehead, or on a cheek, as a lamp or a flash leaves it; the eyes stay.
    centre = [(466, 285), (425, 385), (508, 385)][random.integers(3)]
    cv2.ellipse(light, centre, (int(random.integers(36, 52)), int(random.integers(26, 42))), 0, 0, 360, 1.0, -1)
    picture += 300 * cv2.GaussianBlur(light, (0, 0), 8)[..., None]
    height, width = picture.shape[:2]
    size = random.uniform(0.7, 1.0)
    bright = np.clip(picture, 0, 255).astype(np.uint8)
    return jpeg(np.asarray(cv2.resize(bright, (int(width * size), int(height * size))), dtype=np.uint8), 85)


def _no_head_room(random: Random) -> bytes:
    return _taken(_before(_wall(random), _dressed(random))[_CROWN + int(random.integers(0, 45)) :], random)


def _no_shoulders(random: Random) -> bytes:
    picture = _before(_wall(random), _dressed(random))
    if random.random() < 0.5:
        half = int(random.integers(105, 135))
        return _taken(picture[:, _MIDDLE - half : _MIDDLE + half], random, 0.9)
    return _taken(picture[: _CHIN + int(random.integers(5, 40))], random, 0.9)


def _coloured(random: Random) -> bytes:
    colours = ((200, 120, 40), (40, 40, 200), (90, 160, 80), (110, 110, 110), (150, 190, 215), (60, 60, 60))
    wall = np.full_like(face(), colours[random.integers(len(colours))])
    return _taken(_before(wall, _dressed(random)), random)


def _cluttered(random: Random) -> bytes:
    wall = _wall(random)
    for _ in range(int(random.integers(10, 22))):
        corner = random.integers(0, 760, 2)
        size = random.integers(40, 200, 2)
        colour = tuple(int(one) for one in random.integers(20, 200, 3))
        cv2.rectangle(wall, corner.tolist(), (corner + size).tolist(), colour, int(random.integers(3, 9)))
    return _taken(_before(wall, _dressed(random)), random)


def _white_clothes(random: Random) -> bytes:
    person = face().copy()
    clothes = _person().copy()
    clothes[: _CHIN + 25] = False
    bright = cv2.cvtColor(person, cv2.COLOR_BGR2GRAY).astype(np.float32) / 255
    person[clothes] = np.clip(205 + 45 * bright[clothes], 0, 255).astype(np.uint8)[:, None]
    return _taken(_before(_wall(random), person), random)


BREAKING: dict[str, Callable[[Random], bytes]] = {
    "face_missing": _no_face,
    "faces_several": _two,
    "face_small": _far,
    "face_blurred": _blurred,
    "eyes_hidden": _sunglasses,
    "face_glare": _glare,
    "head_room_small": _no_head_room,
    "shoulders_cut": _no_shoulders,
    "background_not_white": _coloured,
    "background_cluttered": _cluttered,
    "clothes_white": _white_clothes,
}
"""For each rule's code, what breaks it."""


def samples(seed: int, each: int) -> Iterator[tuple[str, bytes]]:
    """Yield good portraits (named `good`) and breaking ones by the rule's code; the same for the same seed."""
    random = np.random.default_rng(seed)
    for _ in range(2 * each):
        yield "good", good(random)
    for code, made in BREAKING.items():
        for _ in range(each):
            yield code, made(random)
