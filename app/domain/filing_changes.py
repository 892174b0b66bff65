"""Changing a filing's body: JSON Merge Patch with items matched by id, masked values, and which places differ.

Works on the JSON form of the body (`filing_body_json`), whose places are JSON Pointers. What may be changed at all is
the matter of `frozen_fields`.
"""

import re
from collections.abc import Iterator
from typing import Any

from app.domain.errors import FieldError, ProblemCode, Refusal
from app.domain.phone_numbers import masked
from app.domain.texts import Text

Json = Any

MASKED_PLACES = re.compile(r".*/(certificate/number|mobile|emergency_phone|phone)")

_UNKNOWN_ITEM = Text("没有这个 id 的项目。", "There is no item with this id.")
_SERVICES_FIXED = Text(
    "服务在验证类型时确定，不能在此增加或删除。",
    "Services are fixed by type verification; they are not added or removed here.",
)
_KIND_FIXED = Text(
    "服务类型在验证备案类型时已确定，不能去掉。", "Type verification fixed what a service is; it can't be taken away."
)
_MASKED = Text(
    "该值是打码后的，且与当前值不符；请填写完整的值，或去掉该字段。",
    "This value is masked and is not the present one; enter it whole, or leave the field out.",
)


def merged(current: Json, patch: Json, pointer: str = "") -> Json:
    """Apply a merge patch (RFC 7396); raises Refusal for a service that is not there and for foreign masked values.

    Services are matched by `id`, or by position where a patch names none; those not mentioned stay. A masked value
    equal to what was shown leaves the field as it is. Other lists are replaced whole.
    """
    if pointer == "/services" and isinstance(patch, list):
        return _merged_services(current or [], patch)
    if isinstance(patch, dict):
        return _merged_object(current if isinstance(current, dict) else {}, patch, pointer)
    if isinstance(patch, list):
        return [_merged_item(current, item, index, pointer) for index, item in enumerate(patch)]
    if isinstance(patch, str) and "*" in patch and MASKED_PLACES.fullmatch(pointer):
        return _unmasked(current, patch, pointer)
    return patch


def _merged_object(current: dict[str, Json], patch: dict[str, Json], pointer: str) -> dict[str, Json]:
    result = dict(current)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(current.get(name), value, f"{pointer}/{name}")
    return result


def _merged_item(current: Json, item: Json, index: int, pointer: str) -> Json:
    """An item of a replaced list: only its masked values look back at what stood in its place."""
    if not isinstance(item, dict):
        return item
    old = current[index] if isinstance(current, list) and index < len(current) else {}
    kept = {name: value for name, value in item.items() if value is not None}
    return {
        name: _unmasked(old.get(name), value, f"{pointer}/{index}/{name}")
        if isinstance(value, str) and "*" in value and MASKED_PLACES.fullmatch(f"{pointer}/{index}/{name}")
        else merged(None, value, f"{pointer}/{index}/{name}")
        for name, value in kept.items()
    }


def _merged_services(current: list[Json], patch: list[Json]) -> list[Json]:
    result = list(current)
    places = {service["id"]: place for place, service in enumerate(current)}
    for index, item in enumerate(patch):
        wanted = item.get("id")
        place = places.get(wanted) if wanted is not None else index
        if place is None or place >= len(current):
            message = _UNKNOWN_ITEM if wanted is not None else _SERVICES_FIXED
            where = f"/services/{index}/id" if wanted is not None else f"/services/{index}"
            raise Refusal(ProblemCode.VALIDATION_FAILED, errors=(FieldError(where, "unknown_service", message),))
        if item.get("kind", "") is None:
            error = FieldError(f"/services/{place}/kind", "field_frozen", _KIND_FIXED)
            raise Refusal(ProblemCode.FIELD_FROZEN, errors=(error,))
        # An id of null names no service, like none: it takes no id away.
        named = {name: value for name, value in item.items() if name != "id"}
        result[place] = _merged_object(result[place], named, f"/services/{place}")
    return result


def _unmasked(current: Json, value: str, pointer: str) -> Json:
    if isinstance(current, str) and masked(current) == value:
        return current
    raise Refusal(ProblemCode.MASKED_VALUE, errors=(FieldError(pointer, "masked_value", _MASKED),))


def changed_pointers(old: Json, new: Json, pointer: str = "") -> Iterator[str]:
    """Yield the places that differ, leaf by leaf; a list of plain values is one place."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted(old.keys() | new.keys()):
            yield from changed_pointers(old.get(name), new.get(name), f"{pointer}/{name}")
    elif _is_list_of_objects(old) and _is_list_of_objects(new) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from changed_pointers(before, after, f"{pointer}/{index}")
    elif old != new:
        whole = new if old is None else old
        if isinstance(whole, dict) and None in (old, new):
            # Entered or removed whole: every place in it differs.
            for name in whole:
                yield from changed_pointers(_part(old, name), _part(new, name), f"{pointer}/{name}")
        else:
            yield pointer


def _part(value: Json, name: str) -> Json:
    return None if value is None else value.get(name)


def _is_list_of_objects(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def value_at(value: Json, pointer: str) -> Json:
    """Return what stands at a place, None where nothing does."""
    for name in pointer.split("/")[1:]:
        if isinstance(value, list):
            value = value[int(name)] if int(name) < len(value) else None
        else:
            value = value.get(name) if isinstance(value, dict) else None
    return value


def is_told(value: Json) -> bool:
    """Tell a value from what was never entered: no is a value, an empty list or object is none."""
    return value is not None and value not in ([], {})


def lies_under(pointer: str, allowed: tuple[str, ...]) -> bool:
    """Tell whether a place is one of those that may be changed, or lies below one, or holds one."""
    return any(pointer == place or pointer.startswith(f"{place}/") for place in allowed)
