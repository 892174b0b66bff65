"""What pydantic and FastAPI found wrong with a request, as a refusal."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.errors import FieldError, ProblemCode, Refusal, not_found
from app.problems.pointers import ABSENT, pointer_of, segments_in
from app.problems.validation_words import words_of

MOST_ERRORS = 200
_PLACES = ("body", "query", "header", "cookie", "path")


def refusal_of_validation(
    errors: Sequence[Mapping[str, Any]], where: str | None = None, *, document: Any = ABSENT
) -> Refusal:
    """Turn the errors of a RequestValidationError or of a ValidationError into a refusal.

    `where` is the place of all of them (`body`, `query`, `header`, `cookie`, `path`) when their locations do not
    begin with it, as those of a model's own ValidationError. `document` is the body as parsed or as received (bytes,
    text): give it wherever the schema has unions, so that their branches are told from fields. A wrong path is a
    `not-found`, broken JSON a `malformed-request`, all else `validation-failed` with at most 200 field errors
    (`errors_left_out` counts the others). Nothing that was entered is repeated but the names of fields.
    """
    placed = [(error, *_place_of(error, where)) for error in errors]
    for error, place, location in placed:
        if place == "path":
            return not_found()
        if error.get("type") == "json_invalid" and place == "body":
            return _malformed(error, location, document)
    body = _parsed(document)
    found: dict[tuple[str, str], FieldError] = {}
    for error, place, location in placed:
        one = _field_error(error, place, location, body)
        found.setdefault((one.pointer, one.code), one)
    left_out = max(0, len(found) - MOST_ERRORS)
    facts = {"errors_left_out": left_out or None}
    return Refusal(ProblemCode.VALIDATION_FAILED, errors=tuple(found.values())[:MOST_ERRORS], facts=facts)


def _place_of(error: Mapping[str, Any], where: str | None) -> tuple[str, tuple[object, ...]]:
    given = error.get("loc")
    location = tuple(given) if isinstance(given, tuple | list) else ()
    if where is not None:
        return where, location
    if location and location[0] in _PLACES:
        return str(location[0]), location[1:]
    return "body", location


def _field_error(error: Mapping[str, Any], place: str, location: tuple[object, ...], body: Any) -> FieldError:
    code, message = words_of(error)
    if place == "body":
        return FieldError(pointer_of(segments_in(body, location, error)), code, message)
    name = [str(part) for part in location[:1]]
    if place == "header":
        name = [part.lower().replace("_", "-") for part in name]
    return FieldError(pointer_of([place, *name]), code, message)


def _parsed(document: Any) -> Any:
    """Return the body as values; what is no JSON (and no mapping or list either) gives no help."""
    if not isinstance(document, bytes | bytearray | str):
        return document
    try:
        return json.loads(document)
    except (ValueError, RecursionError):
        return ABSENT


def _malformed(error: Mapping[str, Any], location: tuple[object, ...], document: Any) -> Refusal:
    """Say where JSON breaks off: by pydantic's words, or by the offset that FastAPI puts into the location."""
    context = error.get("ctx")
    words = str(context.get("error", "")) if isinstance(context, Mapping) else ""
    told = re.search(r"at line (\d{1,9}) column (\d{1,9})$", words)
    offset = location[0] if location else None
    if told:
        facts = {"line": int(told[1]), "column": int(told[2])}
    elif isinstance(offset, int) and isinstance(document, str):
        before = document[: max(0, offset)]
        facts = {"line": before.count("\n") + 1, "column": len(before) - before.rfind("\n")}
    else:
        facts = {"position": offset} if isinstance(offset, int) else {}
    return Refusal(ProblemCode.MALFORMED_REQUEST, facts=facts)
