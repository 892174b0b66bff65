"""A filing's body as JSON and back: what is stored, merged with a patch and handed on.

Dates become ISO 8601 texts, enums their values, tuples lists, `from_` becomes `from`; a field that is None is left out.
How each class is read and written is worked out once.
"""

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from app.domain.filing_body import FilingBody, Service, Subject

T = TypeVar("T")
_Write = Callable[[Any], Any]
_Read = Callable[[Any, str], Any]


class BodyShapeError(ValueError):
    """The JSON is no filing body; `pointer` (RFC 6901) says where."""

    def __init__(self, pointer: str, what: str) -> None:
        super().__init__(f"{pointer or '/'}: {what}")
        self.pointer = pointer


@dataclass(frozen=True, slots=True)
class _Field:
    """How one field is written and read; `write` None for values that JSON has itself."""

    name: str
    key: str
    write: _Write | None
    read: _Read
    required: bool


def body_to_json(body: FilingBody) -> dict[str, Any]:
    """Return the body as JSON."""
    return _written(body)


def body_from_json(value: Mapping[str, Any]) -> FilingBody:
    """Read a body; null counts as left out. Raises BodyShapeError for unknown members and values of a wrong kind."""
    return _read_object(FilingBody, value, "")


def subject_to_json(subject: Subject) -> dict[str, Any]:
    """Return a subject as JSON, as it stands under `/subject`."""
    return _written(subject)


def subject_from_json(value: Mapping[str, Any]) -> Subject:
    """Read a subject. Raises BodyShapeError."""
    return _read_object(Subject, value, "")


def service_to_json(service: Service) -> dict[str, Any]:
    """Return a service as JSON, as it stands under `/services`."""
    return _written(service)


def service_from_json(value: Mapping[str, Any]) -> Service:
    """Read a service. Raises BodyShapeError."""
    return _read_object(Service, value, "")


def _written(thing: Any) -> dict[str, Any]:
    out = {}
    for field in _plan(type(thing)):
        value = getattr(thing, field.name)
        if value is not None:
            out[field.key] = value if field.write is None else field.write(value)
    return out


def _read_object(cls: type[T], value: object, pointer: str) -> T:
    if not isinstance(value, Mapping):
        raise BodyShapeError(pointer, "must be an object")
    known, found = _plan(cls), 0
    arguments = {}
    for field in known:
        given = value.get(field.key)
        found += field.key in value
        if given is not None:
            arguments[field.name] = field.read(given, f"{pointer}/{field.key}")
        elif field.required:
            raise BodyShapeError(f"{pointer}/{field.key}", "is required")
    if found != len(value):
        unknown = min(set(value) - {field.key for field in known})
        raise BodyShapeError(f"{pointer}/{unknown}", "is not known")
    return cls(**arguments)


def _plan(cls: type[Any]) -> tuple[_Field, ...]:
    plan = _PLANS.get(cls)
    if plan is None:
        plan = _PLANS[cls] = _worked_out(cls)
    return plan


_PLANS: dict[type[Any], tuple[_Field, ...]] = {}


def _worked_out(cls: type[Any]) -> tuple[_Field, ...]:
    hints = typing.get_type_hints(cls)
    return tuple(
        _Field(
            name=field.name,
            key=field.name.rstrip("_"),
            write=_writer(hints[field.name]),
            read=_reader(hints[field.name]),
            required=field.default is MISSING and field.default_factory is MISSING,
        )
        for field in fields(cls)
    )


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) is types.UnionType:
        (hint,) = [part for part in typing.get_args(hint) if part is not type(None)]
    return hint


def _writer(hint: Any) -> _Write | None:
    kind = _without_none(hint)
    if typing.get_origin(kind) is tuple:
        inner = _writer(typing.get_args(kind)[0])
        return list if inner is None else lambda items: [inner(item) for item in items]
    if kind in (str, bool):
        return None
    if kind is date:
        return date.isoformat
    if issubclass(kind, StrEnum):
        return _value_of
    return _written


def _value_of(member: StrEnum) -> str:
    return member.value


def _reader(hint: Any) -> _Read:
    kind = _without_none(hint)
    if typing.get_origin(kind) is tuple:
        return _list_reader(_reader(typing.get_args(kind)[0]))
    if kind is date:
        return _read_date
    if kind in (str, bool):
        return _plain_reader(kind)
    if issubclass(kind, StrEnum):
        return _enum_reader(kind)
    return lambda value, pointer: _read_object(kind, value, pointer)


def _plain_reader(kind: type[Any]) -> _Read:
    words = {str: "a text", bool: "true or false"}[kind]

    def read(value: Any, pointer: str) -> Any:
        if type(value) is not kind:
            raise BodyShapeError(pointer, f"must be {words}")
        return value

    return read


def _list_reader(inner: _Read) -> _Read:
    def read(value: Any, pointer: str) -> Any:
        if not isinstance(value, list | tuple):
            raise BodyShapeError(pointer, "must be a list")
        return tuple(inner(item, f"{pointer}/{place}") for place, item in enumerate(value))

    return read


def _enum_reader(kind: type[StrEnum]) -> _Read:
    members = {member.value: member for member in kind}

    def read(value: Any, pointer: str) -> Any:
        member = members.get(value) if isinstance(value, str) else None
        if member is None:
            raise BodyShapeError(pointer, f"must be one of {', '.join(members)}")
        return member

    return read


def _read_date(value: Any, pointer: str) -> date:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        day = None
    # Python reads weeks and dates without hyphens too.
    if day is None or day.isoformat() != value:
        raise BodyShapeError(pointer, "must be a date such as 2024-03-01")
    return day
