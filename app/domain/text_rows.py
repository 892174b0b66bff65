"""Texts of a picture brought into the order of a straight page: rows, and places along them.

A photographed card is turned and its lines run together towards one side. Lines stay straight, so each text is moved
along its own line to the middle of the picture: texts of one line meet at one height there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, sin, tan
from statistics import fmean, median

from app.domain.recognition import Point, TextBox

# Only a text clearly longer than high tells the direction of its line.
_LONG = 2.5
_SAME_ROW = 0.6
_UPRIGHT = 1.5
_TRUSTED_TURN = 0.03


@dataclass(frozen=True, slots=True)
class Piece:
    """A text on the straightened page: `left` and `right` along its row, `middle` the height of the row."""

    text: str
    left: float
    right: float
    middle: float
    height: float
    confidence: float

    def with_text(self, text: str, left: float | None = None) -> "Piece":
        """Return a part of this text."""
        return Piece(text, self.left if left is None else left, self.right, self.middle, self.height, self.confidence)


def straightened(boxes: Sequence[TextBox]) -> tuple[Piece, ...]:
    """Return the texts as on a straight page, without spaces, from top to bottom."""
    kept = [part for box in boxes if (text := tidy(box.text)) for part in _stacked(box, text)]
    if not kept:
        return ()
    turn = _Turn.of(kept)
    return tuple(sorted((turn.piece(box) for box in kept), key=lambda piece: piece.middle))


def _stacked(box: TextBox, text: str) -> tuple[TextBox, ...]:
    """Return characters that were taken for one upright text as texts of their own, evenly one under the other."""
    count = len(text)
    if count < 2 or _height(box) < _UPRIGHT * _width(box):
        return (TextBox(text, box.corners, box.confidence),)
    half = min(0.5 / count, _width(box) / _height(box) / 2)
    return tuple(
        TextBox(character, _cut(box, (place + 0.5) / count - half, (place + 0.5) / count + half), box.confidence)
        for place, character in enumerate(text)
    )


def _cut(box: TextBox, begins: float, ends: float) -> tuple[Point, Point, Point, Point]:
    """Return the corners of a slice, its upper and lower edge as shares of the way down."""
    upper_left, upper_right, lower_right, lower_left = box.corners
    return (
        _between(upper_left, lower_left, begins),
        _between(upper_right, lower_right, begins),
        _between(upper_right, lower_right, ends),
        _between(upper_left, lower_left, ends),
    )


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def tidy(text: str) -> str:
    """Return a text in half-width letters, digits and brackets, without any space."""
    half = (chr(ord(one) - 0xFEE0) if 0xFF01 <= ord(one) <= 0xFF5E and one not in "，；：！？" else one for one in text)
    return "".join("".join(half).split())


def rows_of(pieces: Iterable[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """Group texts by the line they stand on, from top to bottom, each row from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: one.middle):
        last = rows[-1] if rows else None
        if last is not None and abs(piece.middle - fmean(one.middle for one in last)) < _SAME_ROW * max(
            min(one.height for one in last), piece.height * _SAME_ROW
        ):
            last.append(piece)
        else:
            rows.append([piece])
    return tuple(tuple(sorted(row, key=lambda one: one.left)) for row in rows)


def joined(pieces: Iterable[Piece]) -> str:
    """Return the texts one after the other, row by row."""
    return "".join(piece.text for row in rows_of(pieces) for piece in row)


@dataclass(frozen=True, slots=True)
class _Turn:
    """The direction of lines by their height at `origin`: `angle + change * (height - origin height)`."""

    origin: Point
    angle: float
    change: float

    @classmethod
    def of(cls, boxes: Sequence[TextBox]) -> "_Turn":
        """Tell the direction of lines from the long texts."""
        origin = (fmean(_centre(box)[0] for box in boxes), fmean(_centre(box)[1] for box in boxes))
        long = [box for box in boxes if _width(box) > _LONG * _height(box)]
        if not long:
            return cls(origin, 0.0, 0.0)
        angle = median(_direction(box) for box in long)
        # A box around a slanted text may be off; those that agree with the rest tell how the direction changes.
        near = [box for box in long if abs(_direction(box) - angle) < 5 * _TRUSTED_TURN]
        return cls(origin, *_fitted(near, origin, angle))

    def piece(self, box: TextBox) -> Piece:
        """Return a text as on a straight page."""
        x, y = _centre(box)
        height = y
        for _ in range(3):  # the direction depends on the height that it leads to
            direction = self.angle + self.change * (height - self.origin[1])
            height = y - tan(direction) * (x - self.origin[0])
        along = x + sin(self.angle) * (y - self.origin[1])
        half = _width(box) / 2 / max(cos(self.angle), 0.5)
        return Piece(box.text, along - half, along + half, height, _height(box), box.confidence)


def _fitted(boxes: Sequence[TextBox], origin: Point, angle: float) -> tuple[float, float]:
    """Return angle and change that fit best, long texts weighing more; without spread there is no change."""
    heights = [_centre(box)[1] - tan(_direction(box)) * (_centre(box)[0] - origin[0]) - origin[1] for box in boxes]
    weights = [_width(box) for box in boxes]
    total = sum(weights)
    mean_height = sum(w * h for w, h in zip(weights, heights, strict=True)) / total
    mean_angle = sum(w * _direction(box) for w, box in zip(weights, boxes, strict=True)) / total
    spread = sum(w * (h - mean_height) ** 2 for w, h in zip(weights, heights, strict=True))
    typical = fmean(_height(box) for box in boxes)
    if len(boxes) < 3 or spread < total * typical**2:
        return angle, 0.0
    together = sum(
        w * (h - mean_height) * (_direction(box) - mean_angle)
        for w, h, box in zip(weights, heights, boxes, strict=True)
    )
    change = together / spread
    return mean_angle - change * mean_height, change


def _centre(box: TextBox) -> Point:
    return fmean(x for x, _ in box.corners), fmean(y for _, y in box.corners)


def _width(box: TextBox) -> float:
    (left, top), (right, right_top), _, _ = box.corners
    return hypot(right - left, right_top - top)


def _height(box: TextBox) -> float:
    (left, top), _, _, (below, bottom) = box.corners
    return max(hypot(below - left, bottom - top), 1.0)


def _direction(box: TextBox) -> float:
    """Return the direction of a text's middle line, between its upper and its lower edge."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = box.corners
    return atan2((y1 + y2) - (y0 + y3), (x1 + x2) - (x0 + x3))
