"""Papers to sign as PDF files, drawn with ReportLab."""

import asyncio
import io
import re
import threading
from dataclasses import replace
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.adapters.letter_pages import BOTTOM, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, WIDTH, Layout, Page
from app.domain.letters import Document, Grid, Paragraph, Part, Run, Sheet
from app.papers.fonts import FONT_FILE

_FONT = "FilingLetters"
_FOOT = 7.5
_BEYOND = re.compile("<([0-9A-F]{5,6})>")
_DRAWING = threading.Lock()


class ReportlabDocuments:
    """Draws in a thread, one paper at a time: it is Python all the way, and more at once would not be faster."""

    async def printed(self, document: Document) -> bytes:
        """Return the paper as a PDF."""
        return await asyncio.to_thread(_printed, document)


def _printed(document: Document) -> bytes:
    with _DRAWING:
        writable = _Writable(_font())
        layout = Layout(_width_of)
        for sheet in document.sheets:
            layout.put(writable.sheet(sheet, document.unwritable))
        return _drawn(layout.pages, document)


class _LetterFont(TTFont):  # type: ignore[misc]  # the library has no types
    """The font as ReportLab embeds it, with rare letters told right.

    It writes codes beyond U+FFFF as they are into the table by which text is copied out, where UTF-16 is meant.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - ReportLab's name
        """Add the font to a file, then mend the tables."""
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                stream.content = _BEYOND.sub(_in_utf16, stream.content)


def _in_utf16(code: re.Match[str]) -> str:
    return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"


@cache
def _font() -> TTFont:
    """Read the font once: 22,000 letters take some 25 ms."""
    font = _LetterFont(_FONT, FONT_FILE)
    pdfmetrics.registerFont(font)
    return font


@cache
def _letter_width(letter: str) -> float:
    width: float = pdfmetrics.stringWidth(letter, _FONT, 1)
    return width


def _width_of(text: str) -> float:
    return sum(map(_letter_width, text))


class _Writable:
    """Shows letters that the font lacks by their number, where any PDF would show an empty box."""

    def __init__(self, font: TTFont) -> None:
        self._known = font.face.charToGlyph
        self._lacked = False

    def sheet(self, sheet: Sheet, notice: str) -> Sheet:
        """Return a sheet that the font can write, with the notice where it lacks something."""
        self._lacked = False
        parts = tuple(self._part(part) for part in sheet.parts)
        instructions = (*sheet.instructions, notice) if self._lacked else sheet.instructions
        return replace(sheet, parts=parts, instructions=instructions)

    def _part(self, part: Part) -> Part:
        if isinstance(part, Paragraph):
            return replace(part, runs=self._runs(part.runs))
        if isinstance(part, Grid):
            return Grid(tuple((label, self._runs(runs)) for label, runs in part.rows))
        return part

    def _runs(self, runs: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(replace(run, words=self._words(run.words)) for run in runs)

    def _words(self, words: str) -> str:
        if all(ord(letter) in self._known for letter in words):
            return words
        self._lacked = True
        shown = (letter if ord(letter) in self._known else f"〔U+{ord(letter):04X}〕" for letter in words)
        return re.sub("〕〔", " ", "".join(shown))


def _drawn(pages: list[Page], document: Document) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, lang="zh-CN")
    canvas.setTitle(document.title)
    for number, page in enumerate(pages, start=1):
        _draw(canvas, page)
        foot = f"第 {number} 页，共 {len(pages)} 页"
        canvas.setFont(_FONT, _FOOT)
        canvas.setFillGray(0.35)
        canvas.drawString(MARGIN, BOTTOM - 26, document.origin)
        canvas.drawRightString(MARGIN + WIDTH, BOTTOM - 26, foot)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw(canvas: Canvas, page: Page) -> None:
    canvas.setLineWidth(0.6)
    for rule in page.rules:
        canvas.setStrokeGray(rule.grey)
        canvas.line(rule.x1, rule.y1, rule.x2, rule.y2)
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.45)
    for words in page.words:
        canvas.setFont(_FONT, words.size)
        canvas.setFillGray(words.grey)
        if words.bold:
            # Filled and outlined, for the font has one weight; the mode would stay for what comes after.
            canvas.saveState()
            canvas.drawString(words.x, words.y, words.text, mode=2)
            canvas.restoreState()
        else:
            canvas.drawString(words.x, words.y, words.text)
