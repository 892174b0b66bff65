"""Checking the tables of forms: every word in their rows is one that the code, or the other table, knows."""

from app.domain.form_rules import BEGINNING, FILING, Only, Widget
from app.rulebook.reading import Place

_ALWAYS = ("title", "help", "widget")
_OPTIONAL = ("of", "step", "only", "labels", "choices", "example")


def check_form_rows(version: Place) -> None:
    """Raise RulebookError for the first field of a version that can't be drawn."""
    if "value" not in version.value:
        return
    parts = version.at("value")
    parts.only((FILING, BEGINNING), tuple(parts.value))
    for part in parts.value:
        for name in parts.at(part).value:
            _check_row(parts.at(part).at(name), tuple(parts.value), first=part == FILING)


def check_steps(version: Place) -> None:
    """Raise RulebookError for the first step of a version without its words."""
    if "value" not in version.value:
        return
    for step in version.at("value").value:
        row = version.at("value").at(step).only(("title", "help"))
        row.at("title").text()
        row.at("help").text()


def _check_row(row: Place, parts: tuple[str, ...], *, first: bool) -> None:
    # Whatever stands at the top says to which step it, and all that is in it, belongs.
    row.only((*_ALWAYS, "step") if first else _ALWAYS, _OPTIONAL)
    row.at("title").text()
    row.at("help").text()
    row.at("widget").one_of(tuple(Widget))
    if "of" in row.value:
        row.at("of").one_of(parts)
    if "only" in row.value:
        row.at("only").one_of(tuple(Only))
    for name in ("step", "labels", "example"):
        if name in row.value:
            row.at(name).words()
    for value in row.value.get("choices", ()):
        row.at("choices").at(value).text()
