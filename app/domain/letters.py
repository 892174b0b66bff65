"""A paper to be printed and signed, as it reads: sheets of words, grids to fill in, and room for signatures."""

from dataclasses import dataclass
from enum import StrEnum


class Ink(StrEnum):
    """Where words come from: the form, what was entered in the filing, or a hand that will write them."""

    PRINTED = "printed"
    FILLED = "filled"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind. A blank has none: it is a line to write on, `ems` letters long."""

    ink: Ink
    words: str = ""
    ems: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running words; `indented` as the paragraphs of a letter are, its address is not."""

    runs: tuple[Run, ...]
    indented: bool = True


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part."""

    words: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Ruled rows: what is asked, and what stands there."""

    rows: tuple[tuple[str, tuple[Run, ...]], ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs, stamps and dates: columns beside each other, each of several lines with room to write."""

    columns: tuple[tuple[str, ...], ...]


Part = Paragraph | Heading | Grid | Signatures


@dataclass(frozen=True, slots=True)
class Sheet:
    """One letter; it begins on a page of its own. `instructions` stand above it and are no part of it."""

    title: str
    instructions: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The letters of one file; `origin` at the foot of each page tells which filing and revision they are of.

    `unwritable` is the instruction for letters that the font lacks; it is printed where there are such.
    """

    title: str
    sheets: tuple[Sheet, ...]
    origin: str
    unwritable: str
