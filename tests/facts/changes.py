"""The changes of one rule file: each gives the whole file anew with one value changed, still a rule that loads.

A number is one more or one less, a flag inverted, a list loses an item (a handful of them in turn; a list of provinces
also gains one), words are others, a finding has another severity, a table is changed cell by cell, a day is the day
after, and a word of a profile is what another profile has in its place.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from string import Formatter
from typing import Any

from app.domain.regions import ABBREVIATIONS
from app.rulebook.yaml_files import read_mapping
from tests.facts.listed import Carrier, ListError

_NEXT_SEVERITY = {"error": "warning", "warning": "info", "info": "warning"}
_NEXT_RETRY = {"retry": "fix", "fix": "final", "final": "fix"}
_WORDS = ("zh", "en")
_MOST_CELLS = 60
_MOST_ITEMS = 6


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the file of a carrier: what was done, and the file's whole content after it."""

    carrier: Carrier
    what: str
    content: Mapping[str, Any]


def changes(carrier: Carrier) -> Iterator[Change]:
    """Give the changes of the value that a carrier points at; raises ListError where it points at nothing."""
    _, parsed = read_mapping(carrier.file)
    place = (*_to_the_value(carrier, parsed), *_inside(carrier, parsed))
    for path, value, what in _changed(parsed, place, carrier):
        changed = copy.deepcopy(dict(parsed))
        _at(changed, path[:-1])[path[-1]] = value
        yield Change(carrier, what, changed)


def _to_the_value(carrier: Carrier, parsed: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the way to the value of a version, or to a profile's whole file."""
    if "versions" not in parsed:
        return ()
    days = [version["in_force_from"] for version in parsed["versions"]]
    if carrier.version is None:
        index = len(days) - 1
    elif carrier.version in days:
        index = days.index(carrier.version)
    else:
        raise ListError(f"{carrier}: the rule has no version of that day, but {', '.join(days)}")
    return ("versions", index) if carrier.path == ("in_force_from",) else ("versions", index, "value")


def _inside(carrier: Carrier, parsed: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the rest of the way; a number in it is the place in a list."""
    here = _at(parsed, _to_the_value(carrier, parsed))
    way: list[Any] = []
    for step in carrier.path:
        key = _row(here, step) if isinstance(here, list) else step
        try:
            here = here[key]
        except (KeyError, IndexError, TypeError):
            raise ListError(f"{carrier}: there is no {step}") from None
        way.append(key)
    return tuple(way)


def _row(rows: list[Any], step: str) -> int:
    """Return the place in a list: its number, or that of the first row with `column=word` (or the word in its list)."""
    column, named, word = step.partition("=")
    if not named:
        return int(step)
    return next((index for index, row in enumerate(rows) if word in _words(row.get(column))), len(rows))


def _words(cell: Any) -> list[Any]:
    return cell if isinstance(cell, list) else [cell]


def _changed(
    parsed: Mapping[str, Any], place: tuple[Any, ...], carrier: Carrier
) -> Iterator[tuple[tuple[Any, ...], Any, str]]:
    value = _at(parsed, place)
    if parsed.get("kind") == "finding" and not carrier.path:
        severity = value["severity"]
        yield (*place, "severity"), _NEXT_SEVERITY[severity], f"severity {severity} -> {_NEXT_SEVERITY[severity]}"
        return
    cells = list(_cells(value, place))
    for path, cell in cells[:: max(1, len(cells) // _MOST_CELLS)]:
        others = (
            _siblings(parsed, path) if "versions" in parsed else _elsewhere(carrier, path) or _siblings(parsed, path)
        )
        other = next((one for one in others if one != cell and type(one) is type(cell)), None)
        if "versions" not in parsed and other is not None and isinstance(cell, list | str):
            yield path, other, f"{path[-1]}: {cell} -> {other}"
        else:
            yield from _cell_changed(path, cell, others)


def _cells(value: Any, place: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Give the leaves of a value; words in two languages are one leaf, and so is a list of words."""
    if isinstance(value, dict) and not _is_text(value):
        for key, inner in value.items():
            yield from _cells(inner, (*place, key))
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for index, inner in enumerate(value):
            yield from _cells(inner, (*place, index))
    else:
        yield place, value


def _cell_changed(
    path: tuple[Any, ...], cell: Any, others: Sequence[Any]
) -> Iterator[tuple[tuple[Any, ...], Any, str]]:
    name = ".".join(str(step) for step in path if step not in ("versions", "value"))
    match cell:
        case bool():
            yield path, not cell, f"{name}: {cell} -> {not cell}"
        case int():
            yield path, cell + 1, f"{name}: {cell} -> {cell + 1}"
            if cell > 0:
                yield path, cell - 1, f"{name}: {cell} -> {cell - 1}"
        case dict():
            places = "".join(f"{{{place}}}" for place in sorted(_places(cell["zh"])))
            yield path, {"zh": f"别的{places}", "en": f"other {places}"}, f"{name}: other words"
        case list():
            yield from _list_changed(path, cell, name)
        case str():
            changed = _other_word(path, cell, others)
            yield path, changed, f"{name}: {cell[:20]} -> {changed[:20]}"


def _list_changed(path: tuple[Any, ...], items: list[Any], name: str) -> Iterator[tuple[tuple[Any, ...], Any, str]]:
    for index in _some(len(items)):
        item = items[index]
        if len(items) > 1:
            yield path, [*items[:index], *items[index + 1 :]], f"{name}: without {item}"
    every = [f"{code}0000" for code in ABBREVIATIONS]
    if len(items) > 1 and set(items) <= set(every) and len(items) < len(every):
        more = next(code for code in every if code not in items)
        yield path, [*items, more], f"{name}: with {more}"
    elif len(items) == 1:
        left = [next(code for code in every if code not in items)] if items[0] in every else []
        yield path, left, f"{name}: {left} for {items[0]}"


def _some(length: int) -> list[int]:
    """Return places all over a list, the first and the last among them, at most a handful."""
    return sorted({round(place * (length - 1) / (_MOST_ITEMS - 1)) for place in range(_MOST_ITEMS)}) if length else []


def _other_word(path: tuple[Any, ...], word: str, others: Sequence[Any]) -> str:
    if path[-1] == "in_force_from":
        return (date.fromisoformat(word) + timedelta(days=1)).isoformat()
    if path[-1] == "retry":
        return _NEXT_RETRY[word]
    for other in others:
        if isinstance(other, str) and other != word:
            return other
    return f"别的{word}" if not word.isascii() else f"{word}-other"


def _siblings(parsed: Mapping[str, Any], path: tuple[Any, ...]) -> list[Any]:
    """Return what stands in the same column of the table, so that a changed cell stays one that the code knows."""
    if len(path) < 2 or path[-1] == "in_force_from":
        return []
    rows = _at(parsed, path[:-2])
    found = rows.values() if isinstance(rows, dict) else rows
    return [row[path[-1]] for row in found if isinstance(row, dict) and path[-1] in row]


def _elsewhere(carrier: Carrier, path: tuple[Any, ...]) -> list[Any]:
    """Return what other profiles have in the same place, so that a changed profile still loads."""
    found = []
    for file in sorted(carrier.file.parent.glob("*.yaml")):
        try:
            found.append(_at(read_mapping(file)[1], path))
        except KeyError:
            continue
    own = _at(read_mapping(carrier.file)[1], path)
    return [one for one in found if one != own]


def _is_text(value: Mapping[str, Any]) -> bool:
    return sorted(value) == sorted(_WORDS)


def _places(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def _at(value: Any, path: Sequence[Any]) -> Any:
    for step in path:
        value = value[step]
    return value
