"""Checking the forms of papers to sign: every word in their rows is one that the code knows."""

from collections.abc import Callable, Mapping

from app.domain.document_forms import PartKind
from app.domain.document_places import DocumentPlace
from app.domain.filing_body import HandlerKind, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.material_conditions import Condition
from app.domain.material_places import Place as Whose
from app.domain.material_rows import ANY, INDIVIDUAL, UNIT
from app.domain.regions import ABBREVIATIONS
from app.rulebook.reading import Place

_REQUIRED = ("title", "for", "types", "natures", "handler", "instructions", "parts")
_PROVINCES = tuple(f"{code}0000" for code in ABBREVIATIONS)
_ORIGIN = {"filing", "revision", "day"}


def check_forms(version: Place) -> None:
    """Raise RulebookError for the first word in a version's forms that says nothing to the code."""
    for row in version.at("value").items():
        row.only(_REQUIRED, ("when", "provinces"))
        row.at("title").words()
        row.at("for").one_of(tuple(Whose))
        row.at("handler").one_of((ANY, *HandlerKind))
        _words(row, "types", tuple(FilingType))
        _words(row, "when", tuple(Condition))
        _words(row, "provinces", _PROVINCES)
        if isinstance(row.value["natures"], list):
            _words(row, "natures", tuple(SubjectNature))
        else:
            row.at("natures").one_of((ANY, UNIT, INDIVIDUAL))
        for instruction in row.at("instructions").items():
            instruction.text()
        for part in row.at("parts").items():
            _check_part(part)


def check_every_page(version: Place) -> None:
    """Raise RulebookError where the instructions or the foot of every page are not whole."""
    value = version.at("value").only(("instructions", "origin", "unwritable"))
    for instruction in value.at("instructions").items():
        instruction.text()
    value.at("unwritable").text()
    origin = value.at("origin")
    if not origin.words() or origin.filled_places() != _ORIGIN:
        origin.refuse("the foot has other places", f"Use each of {', '.join(sorted(_ORIGIN))}")


def _words(row: Place, name: str, choices: tuple[str, ...]) -> None:
    for item in row.at(name).items() if name in row.value else ():
        item.one_of(choices)


def _check_part(part: Place) -> None:
    keys = list(part.mapping().value)
    if len(keys) != 1:
        part.refuse("a part is one thing", f"Write one of {', '.join(PartKind)}")
    kind = Place(part.file, part.path, keys[0]).one_of(tuple(PartKind))
    _CHECKS[PartKind(kind)](part.at(kind))


def _check_text(text: Place) -> None:
    text.words()
    for name in sorted(text.filled_places() - set(DocumentPlace)):
        text.refuse(f"there is no place {name}", f"Use one of {', '.join(DocumentPlace)}")


def _check_grid(grid: Place) -> None:
    for row in grid.items():
        row.only(("label", "text")).at("label").words()
        _check_text(row.at("text"))


def _check_signatures(columns: Place) -> None:
    for column in columns.items():
        column.names()


_CHECKS: Mapping[PartKind, Callable[[Place], object]] = {
    PartKind.OPENING: _check_text,
    PartKind.TEXT: _check_text,
    PartKind.HEADING: Place.words,
    PartKind.GRID: _check_grid,
    PartKind.SIGN: _check_signatures,
}
