"""Draws papers as they lie on a table or in a scanner, good ones and ones with a defect of a known strength."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Picture = NDArray[np.uint8]
_WORDS = "SPECIMEN business licence 91410100MA0000000X registered 2019 05 01 name address valid until "
_INKS = ((20, 20, 24), (40, 40, 52), (24, 34, 70))


@dataclass(frozen=True, slots=True)
class Shot:
    """How a paper is shown: all that chance decides of it is drawn before, so that a defect changes that alone."""

    scanned: bool
    ground: tuple[int, int, int]
    grain: float
    corners: NDArray[np.float32]
    size: tuple[int, int]
    light: float
    slope: float
    noise: float
    quality: int


def a_paper(chance: Generator) -> Picture:
    """Draw a card or a sheet, flat and clean: text, a coloured emblem, a seal, sometimes a picture."""
    is_card = chance.random() < 0.5
    width, height = (1600, 1010) if is_card else (1500, 2120)
    paper = tuple(int(chance.integers(222, 250)) for _ in range(3))
    image = Image.new("RGB", (width, height), paper)
    draw = ImageDraw.Draw(image)
    ink = _INKS[int(chance.integers(len(_INKS)))]
    for row in range(int(height * 0.18), int(height * 0.9), int(chance.integers(58, 92))):
        size = int(chance.integers(26, 46))
        start = int(chance.integers(len(_WORDS)))
        draw.text((int(width * 0.07), row), (_WORDS * 3)[start : start + int(chance.integers(18, 40))], ink,
                  font=ImageFont.load_default(size))  # fmt: skip
    _emblem(draw, width, height, chance)
    if is_card:
        tint = (int(chance.integers(120, 220)), int(chance.integers(100, 180)), int(chance.integers(90, 170)))
        draw.rectangle((int(width * 0.68), int(height * 0.2), int(width * 0.92), int(height * 0.75)), tint)
        draw.ellipse((int(width * 0.74), int(height * 0.26), int(width * 0.86), int(height * 0.5)), (214, 178, 152))
    return np.asarray(image)


def _emblem(draw: ImageDraw.ImageDraw, width: int, height: int, chance: Generator) -> None:
    red = (int(chance.integers(170, 226)), int(chance.integers(20, 60)), int(chance.integers(20, 60)))
    side = int(min(width, height) * 0.13)
    left, top = int(width * 0.08), int(height * 0.04)
    draw.ellipse((left, top, left + side, top + side), red)
    left, top = int(width * chance.uniform(0.5, 0.6)), int(height * chance.uniform(0.6, 0.75))
    draw.ellipse((left, top, left + 2 * side, top + 2 * side), outline=red, width=9)
    for turn in range(1, 9):
        draw.line((0, height * turn // 9, width, height * (turn * 7 % 9) // 9), fill=(226, 214, 206), width=2)


def a_shot(chance: Generator, paper: Picture) -> Shot:
    """Decide how a paper is shown; one in five is scanned and fills its picture."""
    height, width = paper.shape[:2]
    long_side = int(chance.integers(1700, 3200))
    scanned = bool(chance.random() < 0.2)
    if scanned:
        size = (long_side * width // max(width, height), long_side * height // max(width, height))
        corners = np.float32([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]])
    else:
        size = (long_side, long_side * 3 // 4) if width > height else (long_side * 3 // 4, long_side)
        corners = _lying(chance, (width, height), size)
    level = int(chance.integers(30, 150))
    ground = tuple(int(np.clip(level + chance.integers(-25, 26), 10, 175)) for _ in range(3))
    return Shot(
        scanned=scanned,
        ground=(ground[0], ground[1], ground[2]),
        grain=float(chance.uniform(1, 7)),
        corners=corners,
        size=size,
        light=1.0 if scanned else float(chance.uniform(0.72, 0.97)),
        slope=0.0 if scanned else float(chance.uniform(-0.12, 0.12)),
        noise=float(chance.uniform(0.5, 3.5)),
        quality=int(chance.integers(72, 96)),
    )


def _lying(chance: Generator, paper: tuple[int, int], size: tuple[int, int]) -> NDArray[np.float32]:
    """Lay a paper down: a little turned, a little seen from the side, with some ground around it."""
    fill = float(chance.uniform(0.62, 0.86))
    scale = min(size[0] / paper[0], size[1] / paper[1]) * fill
    half = np.float32([paper[0] * scale / 2, paper[1] * scale / 2])
    corners = np.float32([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    angle = np.deg2rad(float(chance.uniform(-5, 5)))
    turn = np.float32([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    bent = chance.uniform(-0.012, 0.012, (4, 2)).astype(np.float32) * max(size)
    return corners @ turn.T + bent + np.float32([size[0] / 2, size[1] / 2])


def shown(chance: Generator, paper: Picture, shot: Shot) -> Picture:
    """Show a paper by a shot, before noise and compression."""
    height, width = paper.shape[:2]
    flat = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    matrix = cv2.getPerspectiveTransform(flat, shot.corners.astype(np.float32))
    ground = np.empty((shot.size[1], shot.size[0], 3), np.float32)
    ground[:] = shot.ground
    coarse = chance.normal(0, shot.grain, (shot.size[1] // 12 + 1, shot.size[0] // 12 + 1)).astype(np.float32)
    ground += cv2.resize(coarse, shot.size, interpolation=cv2.INTER_CUBIC)[:, :, None]
    placed = cv2.warpPerspective(paper, matrix, shot.size, flags=cv2.INTER_AREA)
    where = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, shot.size, flags=cv2.INTER_LINEAR)
    picture = ground * (1 - where[:, :, None]) + placed * where[:, :, None]
    slope = 1 + shot.slope * np.linspace(-1, 1, shot.size[0], dtype=np.float32)
    return np.clip(picture * shot.light * slope[None, :, None], 0, 255).astype(np.uint8)


def sent(chance: Generator, picture: Picture, shot: Shot) -> bytes:
    """Add the sensor's noise, and write it as a phone does."""
    noisy = picture + chance.normal(0, shot.noise, picture.shape).astype(np.float32)
    file = io.BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=shot.quality)
    return file.getvalue()


# --- defects: each takes what is shown and a strength


def _unit(picture: Picture) -> float:
    return max(picture.shape[:2]) / 1280


def grey(_chance: Generator, picture: Picture, strength: float) -> Picture:
    """A black-and-white copy under a light of some colour."""
    level = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    light = np.float32([1, 1 - 0.5 * strength, 1 - strength])
    return np.clip(level[:, :, None] * light, 0, 255).astype(np.uint8)


def blurred(_chance: Generator, picture: Picture, strength: float) -> Picture:
    """Out of focus: sigma in pixels of a picture 1280 wide."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), strength * _unit(picture)))


def shaken(chance: Generator, picture: Picture, strength: float) -> Picture:
    """Moved while taken: length in pixels of a picture 1280 wide, in any direction."""
    length = max(3, round(strength * _unit(picture)) | 1)
    line = np.zeros((length, length), np.float32)
    angle, middle = float(chance.uniform(0, np.pi)), length // 2
    step = (round(middle * float(np.cos(angle))), round(middle * float(np.sin(angle))))
    cv2.line(line, (middle - step[0], middle - step[1]), (middle + step[0], middle + step[1]), 1.0)
    return np.asarray(cv2.filter2D(picture, -1, line / line.sum()))


def glaring(chance: Generator, picture: Picture, strength: float) -> Picture:
    """A lamp mirrored in the paper: its spot's radius as a share of the picture's shorter side."""
    height, width = picture.shape[:2]
    radius = strength * min(height, width)
    middle = (width * float(chance.uniform(0.4, 0.6)), height * float(chance.uniform(0.4, 0.6)))
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    distance = np.hypot((across - middle[0]) / float(chance.uniform(0.8, 1.4)), down - middle[1]) / radius
    light = 255 / (1 + np.exp(np.clip((distance - 1) * 9, -40, 40)))
    return np.clip(picture + light[:, :, None], 0, 255).astype(np.uint8)


def dark(_chance: Generator, picture: Picture, strength: float) -> Picture:
    """Too little light: the share that is left of it."""
    return (picture * strength).astype(np.uint8)


def of_screen(chance: Generator, picture: Picture, strength: float) -> Picture:
    """Photographed from a screen: its stripes of colour, turned a little, and the rows between its points."""
    height, width = picture.shape[:2]
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    angle, period = float(chance.uniform(-0.2, 0.2)), float(chance.uniform(2.4, 7.0))
    along = (across * np.cos(angle) + down * np.sin(angle)) * 2 * np.pi / period
    rows = (down * np.cos(angle) - across * np.sin(angle)) * 2 * np.pi / period
    stripes = np.stack([1 + strength * np.cos(along + turn * 2 * np.pi / 3) for turn in range(3)], axis=2)
    return np.clip(picture * stripes * (1 + strength * np.cos(rows))[:, :, None], 0, 255).astype(np.uint8)


DEFECTS: Mapping[str, tuple[Callable[[Generator, Picture, float], Picture], tuple[float, ...]]] = {
    "grey": (grey, (0.0, 0.15, 0.3)),
    "blurred": (blurred, (1.5, 2.5, 4.0)),
    "shaken": (shaken, (6.0, 12.0, 24.0)),
    "glare": (glaring, (0.05, 0.1, 0.2)),
    "dark": (dark, (0.4, 0.3, 0.2)),
    "screen": (of_screen, (0.05, 0.12, 0.25)),
}


def cut_off(shot: Shot, strength: float, chance: Generator) -> Shot:
    """Move a paper out of its picture by a share of the picture's side."""
    side = int(chance.integers(4))
    axis, end = side % 2, shot.size[side % 2]
    corners = shot.corners.copy()
    along = corners[:, axis]
    if side < 2:
        corners[:, axis] = along + (end - along.max()) + strength * end
    else:
        corners[:, axis] = along - along.min() - strength * end
    return replace(shot, corners=corners)
