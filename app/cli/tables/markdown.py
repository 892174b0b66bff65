"""Pages and tables in Markdown."""

from collections.abc import Iterable, Sequence
from datetime import date

from app.domain.rulebook import RuleVersion

UNKNOWN_START = date(2005, 3, 20)
"""The day of the first rules of all; a version that begins with it may be younger."""


def page(title: str, as_of: date, about: Sequence[str], parts: Iterable[str]) -> str:
    """Return a page: what it is about, and of which day it speaks."""
    generated = (
        "Generated from `app/rules` by `filing docs --write`; `make check` compares the two. It shows the rules as "
        f"they are from {as_of} on, the newest day on which any rule changes."
    )
    return "\n\n".join([f"# {title}", generated, *about, *parts]) + "\n"


def section(title: str, *parts: str) -> str:
    """Return a section with a title."""
    return "\n\n".join([f"## {title}", *parts])


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; words that would break it are made harmless, and an empty cell has a dash."""
    lines = [_line(headings), _line(["---"] * len(headings))]
    return "\n".join([*lines, *(_line([_cell(one) for one in row]) for row in rows)])


def source(version: RuleVersion) -> str:
    """Return the citations that every row of a table has in common."""
    return "Source of every row: " + "; ".join(one.in_words() for one in version.citations)


def citations(version: RuleVersion) -> str:
    """Return the citations of one row."""
    return "; ".join(one.in_words() for one in version.citations)


def since(version: RuleVersion) -> str:
    """Return from which day on a version holds."""
    return "always" if version.in_force_from <= UNKNOWN_START else f"{version.in_force_from}"


def code(words: object) -> str:
    """Return words as code."""
    return f"`{words}`"


def codes(words: Iterable[object]) -> str:
    """Return several words as code."""
    return ", ".join(code(one) for one in words)


def opening(beginning: str, whole: str) -> str:
    """Return a cell that shows the beginning of something long, and opens to show it whole."""
    return f"<details><summary>{beginning}</summary>{whole}</details>"


def yes(told: bool) -> str:
    """Return a cell that says yes, or nothing."""
    return "yes" if told else ""


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(told: object) -> str:
    words = " ".join(str(told).split()).replace("|", r"\|")
    return words or "–"
