"""Breaking Chinese text into lines: between any two hanzi, but not before a closing or after an opening mark."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.domain.letters import Ink, Run

Width = Callable[[str], float]
"""How wide a text is, as a share of the size of its letters."""

IDEOGRAPHIC_SPACE = "\u3000"
_OPENING, _CLOSING = "（“《〔", "，。；：、）”》！？〕"
_UNBROKEN = re.compile(f"[{_OPENING}]*(?:[!-~]+|.)[{_CLOSING}]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one kind on one line."""

    words: str
    ink: Ink


Line = tuple[Piece, ...]


def broken(runs: Iterable[Run], width_of: Width, most: float, *, first: float = 0) -> list[Line]:
    """Break runs into lines of at most `most` (in sizes of a letter); the first begins at `first`."""
    lines: list[Line] = []
    line: list[Piece] = []
    room = most - first
    for unit in _units(runs, width_of, most):
        width = width_of("".join(piece.words for piece in unit))
        if width > room and line:
            lines.append(_joined(line))
            line, room = [], most
            if unit[0].words == " ":
                continue
        line += unit
        room -= width
    return [*lines, _joined(line)]


def _units(runs: Iterable[Run], width_of: Width, most: float) -> Iterator[list[Piece]]:
    """Give what may not be broken, letter by letter; what is longer than a line has to be broken all the same."""
    letters = [Piece(letter, run.ink) for run in runs for letter in run.words or IDEOGRAPHIC_SPACE * run.ems]
    text = "".join(letter.words for letter in letters)
    for found in _UNBROKEN.finditer(text):
        unit = letters[found.start() : found.end()]
        if width_of(found[0]) > most:
            yield from ([letter] for letter in unit)
        else:
            yield unit


def _joined(pieces: list[Piece]) -> Line:
    """Put neighbours of one kind together."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].ink is piece.ink:
            joined[-1] = Piece(joined[-1].words + piece.words, piece.ink)
        else:
            joined.append(piece)
    return tuple(joined)
