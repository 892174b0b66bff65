"""Laying out a letter on A4 pages: how high each part is, where a page ends, and what is drawn where."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.adapters.letter_lines import Line, Width, broken
from app.domain.letters import Grid, Heading, Ink, Paragraph, Part, Run, Sheet, Signatures

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
MARGIN, TOP, BOTTOM = 62.0, 790.0, 64.0
WIDTH = PAGE_WIDTH - 2 * MARGIN
_SMALL, _BODY, _CELL, _HEADING, _TITLE = 8.0, 12.0, 10.0, 11.5, 18.0
_SMALL_LEADING, _BODY_LEADING, _CELL_LEADING, _SIGN_LEADING = 11.5, 22.0, 14.5, 36.0
_PADDING = 4.5
_LABEL_WIDTH = 88.0
_INDENT = 2.0
_GREY = 0.35


@dataclass(frozen=True, slots=True)
class Words:
    """One piece of text at a place (points from the lower left); `bold` text is drawn with its outline."""

    x: float
    y: float
    text: str
    size: float
    grey: float = 0.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line between two places."""

    x1: float
    y1: float
    x2: float
    y2: float
    grey: float = 0.0


@dataclass(slots=True)
class Page:
    """What is drawn on one page."""

    words: list[Words] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


class Layout:
    """Sets sheets one below the other on pages; each sheet begins a page."""

    def __init__(self, width_of: Width) -> None:
        self._width_of = width_of
        self.pages: list[Page] = []
        self._y = TOP

    def put(self, sheet: Sheet) -> None:
        """Set one sheet."""
        self._turn()
        self._put_instructions(sheet.instructions)
        self._y -= 34
        wide = self._width_of(sheet.title) * _TITLE
        self._page.words.append(Words((PAGE_WIDTH - wide) / 2, self._y, sheet.title, _TITLE, bold=True))
        self._y -= 16
        for part in sheet.parts:
            self._put_part(part)

    @property
    def _page(self) -> Page:
        return self.pages[-1]

    def _turn(self) -> None:
        self.pages.append(Page())
        self._y = TOP

    def _need(self, height: float) -> None:
        """Go to a new page where there is not enough room left on this one."""
        if self._y - height < BOTTOM:
            self._turn()

    def _put_instructions(self, instructions: tuple[str, ...]) -> None:
        """Set the instructions in a box of their own, small and grey."""
        top, most = self._y + 8, (WIDTH - 2 * _PADDING) / _SMALL
        for instruction in instructions:
            for line in broken((Run(Ink.PRINTED, f"· {instruction}"),), self._width_of, most):
                self._y -= _SMALL_LEADING
                self._set(line, MARGIN + _PADDING, self._y + 4, _SMALL, grey=_GREY)
        self._frame(top, self._y - 2)

    def _frame(self, top: float, bottom: float) -> None:
        left, right = MARGIN, MARGIN + WIDTH
        for x1, y1, x2, y2 in (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ):
            self._page.rules.append(Rule(x1, y1, x2, y2, _GREY))

    def _put_part(self, part: Part) -> None:
        if isinstance(part, Paragraph):
            self._put_paragraph(part)
        elif isinstance(part, Heading):
            self._need(60)
            self._y -= 20
            self._page.words.append(Words(MARGIN, self._y, part.words, _HEADING, bold=True))
            self._y -= 6
        elif isinstance(part, Grid):
            self._put_grid(part)
        else:
            self._put_signatures(part)

    def _put_paragraph(self, part: Paragraph) -> None:
        indent = _INDENT if part.indented else 0.0
        for number, line in enumerate(broken(part.runs, self._width_of, WIDTH / _BODY, first=indent)):
            self._need(_BODY_LEADING)
            self._y -= _BODY_LEADING
            self._set(line, MARGIN + (indent * _BODY if number == 0 else 0), self._y, _BODY, underlined=True)
        self._y -= 2

    def _put_grid(self, grid: Grid) -> None:
        self._y -= 8
        self._page.rules.append(Rule(MARGIN, self._y, MARGIN + WIDTH, self._y))
        for label, runs in grid.rows:
            self._put_row(label, runs)
        self._y -= 4

    def _put_row(self, label: str, runs: tuple[Run, ...]) -> None:
        """Set one row; a row longer than a page goes on in another one, whose label says nothing new."""
        lines = broken(runs, self._width_of, (WIDTH - _LABEL_WIDTH - 2 * _PADDING) / _CELL)
        names = broken((Run(Ink.PRINTED, label),), self._width_of, (_LABEL_WIDTH - 2 * _PADDING) / _CELL)
        for some in _parts_of(lines, int((TOP - BOTTOM) / _CELL_LEADING) - 2):
            height = max(len(some), len(names)) * _CELL_LEADING + _PADDING
            before = self._page
            self._need(height)
            top = self._y
            if self._page is not before:
                self._page.rules.append(Rule(MARGIN, top, MARGIN + WIDTH, top))
            for column, texts in ((MARGIN, names), (MARGIN + _LABEL_WIDTH, some)):
                for number, line in enumerate(texts):
                    self._set(line, column + _PADDING, top - (number + 1) * _CELL_LEADING + 2, _CELL, underlined=False)
            self._y = top - height
            self._page.rules += [
                Rule(MARGIN, self._y, MARGIN + WIDTH, self._y),
                *(Rule(x, top, x, self._y) for x in (MARGIN, MARGIN + _LABEL_WIDTH, MARGIN + WIDTH)),
            ]

    def _put_signatures(self, part: Signatures) -> None:
        """Set the columns to the right; all of them stay on one page."""
        lines = max(len(column) for column in part.columns)
        self._need(lines * _SIGN_LEADING + 14)
        self._y -= 14
        wide = WIDTH / 2
        left = MARGIN + WIDTH - wide * len(part.columns)
        for place, column in enumerate(part.columns):
            for number, words in enumerate(column):
                y = self._y - (number + 1) * _SIGN_LEADING + 8
                self._page.words.append(Words(left + place * wide, y, words, _BODY))
        self._y -= lines * _SIGN_LEADING

    def _set(self, line: Line, x: float, y: float, size: float, *, grey: float = 0.0, underlined: bool = False) -> None:
        """Set one line; what was entered, and what is still to be written, stands on a line as in any form."""
        for piece in line:
            wide = self._width_of(piece.words) * size
            if piece.words.strip():
                self._page.words.append(Words(x, y, piece.words, size, grey))
            if underlined and piece.ink is not Ink.PRINTED:
                self._page.rules.append(Rule(x, y - 2.5, x + wide, y - 2.5))
            x += wide


def _parts_of(lines: list[Line], most: int) -> Iterator[list[Line]]:
    for start in range(0, len(lines), most):
        yield lines[start : start + most]
