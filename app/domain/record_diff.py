"""A filing beside the record: each field on file against new, and what of that the authority has to hear of.

It decides who enters a code (`sms_recipients`), and whether a change filing changes anything at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.filing_body import FilingBody
from app.domain.filing_body_json import body_to_json
from app.domain.filing_changes import changed_pointers, is_told, value_at
from app.domain.filing_ways import Way
from app.domain.filings import OnFile
from app.domain.frozen_fields import placed_as_in
from app.domain.sms_recipients import Changed

Json = Any

_SUBJECT = "/subject"
_CONTACTS = "/emergency_contacts"
_REMARK = "/remark"


class Change(StrEnum):
    """What becomes of one field; `unknown` has a new value and may have another on file that nobody here knows."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field (JSON Pointer into the filing) whose value is not the one on file; None is no value."""

    pointer: str
    on_file: Json
    new: Json
    change: Change


@dataclass(frozen=True, slots=True)
class Diff:
    """All fields that differ, subject first. Changes of remarks, and what only fills a gap, change neither part.

    `changed_services` are ids in the order of the filing; `changes_something` is whether there is any change at all,
    be it of a remark. Emergency contacts are the subject's.
    """

    fields: tuple[FieldChange, ...]
    subject_changed: bool
    changed_services: tuple[str, ...]
    changes_something: bool

    @property
    def changed(self) -> Changed:
        """Return what decides who enters a code."""
        return Changed(self.subject_changed, frozenset(self.changed_services))


def diff(on_file: OnFile | None, body: FilingBody, way: Way) -> Diff:
    """Compare a filing of a type with what was on file when it was begun; of a first filing everything is new."""
    fields = tuple(_fields(on_file, body))
    counted = [one for one in fields if _counts(one, on_file, way)]
    parts = {_part(one.pointer) for one in counted if not one.pointer.endswith(_REMARK)}
    services = tuple(one.id for index, one in enumerate(body.services) if f"/services/{index}" in parts)
    return Diff(fields, _SUBJECT in parts, services, bool(counted))


def _fields(on_file: OnFile | None, body: FilingBody) -> Iterator[FieldChange]:
    """Give the fields that differ: those of the subject, of each service, and the rest."""
    filed, new = placed_as_in(body, on_file), body_to_json(body)
    services = (f"/services/{index}" for index in range(len(body.services)))
    for place in (_SUBJECT, *services, _CONTACTS, _REMARK):
        # Of what is on file elsewhere only some is told here; what is on file nowhere is new.
        partial = on_file is not None and not on_file.complete and is_told(value_at(filed, _part(place)))
        for pointer in changed_pointers(value_at(filed, place), value_at(new, place), place):
            before, after = value_at(filed, pointer), value_at(new, pointer)
            if (is_told(before) or is_told(after)) and pointer != f"{place}/id":
                yield FieldChange(pointer, before, after, _change(before, after, partial=partial))


def _change(before: Json, after: Json, *, partial: bool) -> Change:
    if not is_told(before):
        return Change.UNKNOWN if partial else Change.ADDED
    return Change.CHANGED if is_told(after) else Change.REMOVED


def _counts(one: FieldChange, on_file: OnFile | None, way: Way) -> bool:
    """Tell a change from what only fills a gap: all that is new in a part that stays as it is on file does.

    In a change filing what the record does not know is entered to be put on file, so it counts; the types that bring
    something else describe with it what is on file elsewhere.
    """
    is_remark = one.pointer == _REMARK
    fixed = way.subject_is_fixed if _part(one.pointer) == _SUBJECT else way.services_are_fixed
    if on_file is not None and fixed and not is_remark:
        return one.change in (Change.CHANGED, Change.REMOVED)
    return one.change is not Change.UNKNOWN or way.must_change_something


def _part(pointer: str) -> str:
    """Return the part of a filing that a place belongs to: one service, or the subject with all the rest."""
    names = pointer.split("/")
    return "/".join(names[:3]) if names[1] == "services" else _SUBJECT
