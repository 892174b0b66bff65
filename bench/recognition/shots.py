"""Photographs a card: turned, tilted, out of focus, unevenly lit, noisy, squeezed into a JPEG."""

import random
from typing import Any

import cv2
import numpy as np
from PIL import Image


def photographed(card: Image.Image, bounds: dict[str, Any], seed: int) -> bytes:
    """Return the JPEG of a card on a table, with everything drawn evenly between the bounds."""
    draw = random.Random(seed)
    chance = np.random.default_rng(seed)

    def between(name: str) -> float:
        low, high = bounds[name]
        return draw.uniform(low, high)

    picture = _on_table(np.asarray(card)[:, :, ::-1], draw, between)
    sigma = between("blur_sigma")
    if sigma > 0.05:
        picture = cv2.GaussianBlur(picture, (0, 0), sigma)
    light = _light(picture.shape, between("shade"), draw) * between("brightness")
    lit = picture.astype(np.float32) * light[:, :, None] + chance.normal(0, between("noise_sigma"), picture.shape)
    quality = round(between("jpeg_quality"))
    made, coded = cv2.imencode(".jpg", np.clip(lit, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert made
    return bytes(coded)


def _on_table(card: Any, draw: random.Random, between: Any) -> Any:
    height, width = card.shape[:2]
    tilt = between("perspective") * width
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + np.array([[draw.uniform(-tilt, tilt) for _ in range(2)] for _ in corners], np.float32)
    angle = np.deg2rad(between("rotation_degrees"))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], np.float32)
    moved = (moved - moved.mean(axis=0)) @ turn.T
    margin = between("margin") * width
    moved = moved - moved.min(axis=0) + margin
    size = (moved.max(axis=0) + margin).astype(int)
    ground = tuple(np.clip(between("background") + draw.uniform(-12, 12), 0, 255) for _ in range(3))
    warp = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    return cv2.warpPerspective(
        card,
        warp,
        (int(size[0]), int(size[1])),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=ground,
    )


def _light(shape: tuple[int, ...], shade: float, draw: random.Random) -> Any:
    direction = draw.uniform(0, 2 * np.pi)
    across = np.linspace(-0.5, 0.5, shape[1])[None, :] * np.cos(direction)
    down = np.linspace(-0.5, 0.5, shape[0])[:, None] * np.sin(direction)
    return (1 - shade * (across + down + 0.5)).astype(np.float32)
