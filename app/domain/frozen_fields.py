"""What a filing may not change, by its type: what was verified, what is on file for good, what stays as it is on file.

The places are data (`filing_types.frozen`); parts that stay as they are on file (`filing_types.ways`) are fixed beside
them wherever the record has a value, so that what an old record lacks can still be entered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import Any

from app.domain.errors import FieldError
from app.domain.filing_body import FilingBody, ServiceKind
from app.domain.filing_body_json import body_to_json
from app.domain.filing_changes import is_told, value_at
from app.domain.filing_types import FilingType
from app.domain.filing_ways import FilingTypeRule, ServicesPart, Way, way_of
from app.domain.filings import OnFile
from app.domain.rulebook import Rulebook
from app.domain.texts import Text

Json = Any

_SERVICES = "/services"
_CODE = "field_frozen"


class Standing(IntEnum):
    """Whether a place may be changed: as a whole, some of what it holds, or not at all."""

    FREE = 0
    PARTLY = 1
    FIXED = 2


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a place is fixed, and what can be done instead."""

    message: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class _Row:
    """One place of the table: its parts (`*`: any service), the kinds of service meant, when and why it is fixed."""

    parts: tuple[str, ...]
    kinds: tuple[str, ...]
    always: bool
    may_lose: bool
    reason: _Reason

    def means(self, kind: str | None) -> bool:
        """Tell whether a service of this kind is meant; None is no service."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a type, why as-filed parts and the number of services are fixed, and who says so."""

    rows: tuple[_Row, ...]
    as_filed: _Reason
    services: _Reason
    source: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """What one filing may not change. `on_file` is the record as far as it is known, its services placed as here."""

    table: _Table
    way: Way
    on_file: Mapping[str, Json]
    kinds: tuple[ServiceKind, ...]

    def standing(self, place: str) -> Standing:
        """Tell whether a place (JSON Pointer) may be changed."""
        if place == _SERVICES:
            return Standing.FIXED
        found = self._as_filed(place)
        for row in self._rows_of(place):
            if not row.may_lose and self._holds(row, place):
                found = max(found, Standing.FIXED if len(row.parts) <= len(_parts(place)) else Standing.PARTLY)
        return found

    def fault(self, place: str, new: Json) -> FieldError | None:
        """Return what is wrong with a new value at a place that changed, None where it may be changed."""
        if place == _SERVICES:
            return self._error(place, self.table.services)
        for row in self._rows_of(place):
            if self._holds(row, place) and not (row.may_lose and _lost_only(value_at(self.on_file, place), new)):
                return self._error(place, row.reason)
        # A place that changed is a leaf, or a list that is replaced whole: a value on file in it is enough.
        return None if self.standing(place) is Standing.FREE else self._error(place, self.table.as_filed)

    def _rows_of(self, place: str) -> Iterator[_Row]:
        """Give the rows at, above and below a place."""
        parts = _parts(place)
        for row in self.table.rows:
            pairs = zip(row.parts, parts, strict=False)
            if all(wanted in ("*", part) for wanted, part in pairs) and row.means(self._kind_at(parts)):
                yield row

    def _holds(self, row: _Row, place: str) -> bool:
        """Tell whether a row fixes its place: some do only where the record has a value."""
        parts = _parts(place)
        at = "/".join(("", *(parts[: len(row.parts)] + row.parts[len(parts) :])))
        return row.always or is_told(value_at(self.on_file, at))

    def _kind_at(self, parts: tuple[str, ...]) -> str | None:
        return self.kinds[int(parts[1])].value if parts[0] == "services" else None

    def _as_filed(self, place: str) -> Standing:
        """Fix what the record has of a part that stays as it is; what holds more is open for what it lacks."""
        part = _parts(place)[0]
        subject = part == "subject" and self.way.subject_is_fixed
        services = part == "services" and self.way.services is ServicesPart.AS_FILED
        value = value_at(self.on_file, place)
        if not (subject or services) or not is_told(value):
            return Standing.FREE
        return Standing.PARTLY if _holds_places(value) else Standing.FIXED

    def _error(self, place: str, reason: _Reason) -> FieldError:
        return FieldError(
            place, _CODE, reason.message, FilingTypeRule.FROZEN.value, self.table.source, remedy=reason.remedy
        )


def frozen_fields(
    filing_type: FilingType, body: FilingBody, on_file: OnFile | None, as_of: date, rulebook: Rulebook
) -> Frozen:
    """Return what a filing with this body may not change."""
    return Frozen(
        table=_table(filing_type, as_of, rulebook),
        way=way_of(filing_type, as_of, rulebook),
        on_file=placed_as_in(body, on_file),
        kinds=tuple(service.kind for service in body.services),
    )


def placed_as_in(body: FilingBody, on_file: OnFile | None) -> dict[str, Json]:
    """Return what is on file as JSON, its services in the places that they have in a filing; new ones are empty."""
    filed = body_to_json(on_file.body if on_file is not None else FilingBody())
    services = {service["id"]: service for service in filed["services"]}
    return {**filed, "services": [services.get(service.id, {}) for service in body.services]}


@lru_cache(maxsize=256)
def _table(filing_type: FilingType, as_of: date, rulebook: Rulebook) -> _Table:
    version = rulebook.at(FilingTypeRule.FROZEN, as_of)
    groups = version.value["groups"]
    named = [groups[name] for name in version.value["by_type"][filing_type.value]]
    rows = tuple(_row(place, group) for group in named for place in group["places"])
    return _Table(rows, _reason(groups["as_filed"]), _reason(groups["services_stay"]), version.source)


def _row(place: Mapping[str, Any], group: Mapping[str, Any]) -> _Row:
    return _Row(
        parts=_parts(place["at"]),
        kinds=tuple(place.get("kinds", ())),
        always=group["where"] == "always",
        may_lose=place.get("may_lose", False),
        reason=_reason(group),
    )


def _reason(group: Mapping[str, Any]) -> _Reason:
    message, remedy = group["message"], group["remedy"]
    return _Reason(Text(zh=message["zh"], en=message["en"]), Text(zh=remedy["zh"], en=remedy["en"]))


def _parts(place: str) -> tuple[str, ...]:
    return tuple(place.split("/")[1:])


def _holds_places(value: Json) -> bool:
    """Tell what has places of its own: an object, or a list of objects."""
    return isinstance(value, dict) or (isinstance(value, list) and isinstance(value[0], dict))


def _lost_only(filed: Json, new: Json) -> bool:
    """Tell a list that lost items and kept one from one that has others."""
    return bool(new) and set(new) <= set(filed)
