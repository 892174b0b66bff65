"""Where in a request a pydantic error lies, as a JSON Pointer (RFC 6901).

Pydantic puts branches of unions, discriminator tags and function names among the segments of a location. With the
document at hand a segment that it does not have is known to be one; without it only those that can be no field name.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

ABSENT: Final = object()
LONGEST_SEGMENT = 128
MOST_INDEX = 10**9
MISSING_TYPES = ("missing", "missing_argument", "missing_keyword_only_argument", "missing_positional_only_argument")
_SCALAR_BRANCHES = ("any", "none", "nullable", "str", "int", "float", "bool", "bytes", "decimal", "uuid", "url")
_OTHER_BRANCHES = ("date", "time", "datetime", "timedelta", "list", "dict", "set", "frozenset", "tuple", "callable")
_BRANCHES = frozenset((*_SCALAR_BRANCHES, *_OTHER_BRANCHES))
_FIELD = re.compile(r"[a-z_][a-z0-9_.-]*")


def escaped(segment: object) -> str:
    """Return one reference token of a JSON Pointer."""
    return str(segment).replace("~", "~0").replace("/", "~1")


def pointer_of(segments: Sequence[object]) -> str:
    """Return the pointer to a place; a name that can't be shown ends it at what contains it."""
    pointer = ""
    for segment in segments:
        if not _showable(segment):
            break
        pointer += "/" + escaped(segment)
    return pointer


def segments_in(document: Any, location: Sequence[object], error: Mapping[str, Any]) -> list[object]:
    """Return the segments of a location that are places of the body; `document` ABSENT: judge by their looks."""
    segments = _walked(document, location, error) if document is not ABSENT else _by_looks(location, error)
    context = error.get("ctx")
    if error.get("type") not in ("union_tag_invalid", "union_tag_not_found") or not isinstance(context, Mapping):
        return segments
    field = re.fullmatch(r"'(\w+)'", str(context.get("discriminator")))
    return [*segments, field[1]] if field else segments


def _walked(document: Any, location: Sequence[object], error: Mapping[str, Any]) -> list[object]:
    here, kept, last = document, list[object](), len(location) - 1
    found_at = last - 1 if error.get("type") in MISSING_TYPES else last
    for index, segment in enumerate(location):
        inside = _inside(here, segment)
        if inside is not ABSENT and not (index == found_at and error.get("input") is here):
            kept.append(segment)
            here = inside
        elif index == last and _is_absent_field(here, segment, error):
            kept.append(segment)
    return kept


def _is_absent_field(here: Any, segment: object, error: Mapping[str, Any]) -> bool:
    """Tell a field that was left out (or has a bad default) from the branch of a union, whose input is the whole."""
    if error.get("type") in MISSING_TYPES:
        return True
    named = isinstance(here, Mapping) and isinstance(segment, str) and _looks_like_field(segment)
    return named and "input" in error and not isinstance(error["input"], Mapping)


def _inside(here: Any, segment: object) -> Any:
    if isinstance(here, Mapping):
        return here[segment] if isinstance(segment, str) and segment in here else ABSENT
    if isinstance(here, list | tuple) and isinstance(segment, int) and not isinstance(segment, bool):
        return here[segment] if 0 <= segment < len(here) else ABSENT
    return ABSENT


def _by_looks(location: Sequence[object], error: Mapping[str, Any]) -> list[object]:
    named_by_client = error.get("type") == "extra_forbidden"
    last = len(location) - 1
    return [
        segment
        for index, segment in enumerate(location)
        if isinstance(segment, int)
        or (isinstance(segment, str) and ((named_by_client and index == last) or _looks_like_field(segment)))
    ]


def _looks_like_field(segment: str) -> bool:
    return _FIELD.fullmatch(segment) is not None and segment not in _BRANCHES


def _showable(segment: object) -> bool:
    if isinstance(segment, int):
        return 0 <= segment < MOST_INDEX
    if not isinstance(segment, str):
        return False
    return len(segment) <= LONGEST_SEGMENT and not any("\ud800" <= letter <= "\udfff" for letter in segment)
