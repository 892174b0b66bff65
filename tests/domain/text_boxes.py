"""Texts as a machine finds them: made of rows, on a page that may be turned."""

from math import cos, radians, sin

from app.domain.recognition import TextBox

SIZE = 40.0


def box(text: str, x: float, y: float, *, size: float = SIZE, turned: float = 0.0, confidence: float = 0.99) -> TextBox:
    """A text whose upper left corner is at a place, on a page turned by degrees."""
    width = size * sum(1.0 if ord(one) > 0x2E7F else 0.5 for one in text)
    corners = ((x, y), (x + width, y), (x + width, y + size), (x, y + size))
    c, s = cos(radians(turned)), sin(radians(turned))
    one, two, three, four = ((px * c - py * s, px * s + py * c) for px, py in corners)
    return TextBox(text, (one, two, three, four), confidence)


def standing(text: str, x: float, y: float, height: float) -> TextBox:
    """Characters one under the other, found as one text."""
    return TextBox(text, ((x, y), (x + SIZE, y), (x + SIZE, y + height), (x, y + height)), 0.98)


def page(*rows: tuple[float, tuple[tuple[float, str], ...]], turned: float = 0.0) -> tuple[TextBox, ...]:
    """Texts by rows: each a height and what stands where along it."""
    return tuple(box(text, x, y, turned=turned) for y, row in rows for x, text in row)
