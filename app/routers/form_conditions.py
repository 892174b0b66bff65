"""Conditional demands as keywords of JSON Schema (`if`, `then`, `else`), at the object that holds all they speak of."""

from collections.abc import Iterable
from typing import Any

from app.domain.form_demands import Demand, Trigger, holder_of

Json = Any


def conditions_at(place: str, conditions: Iterable[Demand]) -> list[Json]:
    """Return the conditions that belong to the object at a place, one for each set of triggers."""
    grouped: dict[tuple[tuple[Trigger, ...], Trigger | None], list[str]] = {}
    for one in conditions:
        if _home(one) == place:
            grouped.setdefault((one.when, one.unless), []).append(one.place)
    return [_condition(place, when, unless, demanded) for (when, unless), demanded in grouped.items()]


def condition_words(one: Demand) -> Json:
    """Return a condition for those who draw a form without reading `if`: the places and values that count."""
    when = [_trigger_words(trigger) for trigger in one.when]
    return {"all": when} if one.unless is None else {"all": when, "unless": _trigger_words(one.unless)}


def _trigger_words(trigger: Trigger) -> Json:
    return {"field": trigger.place, "has" if trigger.in_list else "is": list(trigger.values)}


def _home(one: Demand) -> str:
    """Return the object that holds what is demanded and all its triggers."""
    triggers = (*one.when, *(() if one.unless is None else (one.unless,)))
    places = (one.place, *(trigger.place for trigger in triggers))
    return holder_of(place.rpartition("/")[0] for place in places)


def _condition(place: str, when: tuple[Trigger, ...], unless: Trigger | None, demanded: list[str]) -> Json:
    needed: Json = {}
    for one in demanded:
        _require(needed, _below(one, place))
    if unless is None:
        return {"if": _holds(place, when), "then": needed}
    otherwise = {"if": _holds(place, (unless,)), "else": needed}
    return {"if": _holds(place, when), "then": otherwise} if when else otherwise


def _holds(place: str, triggers: tuple[Trigger, ...]) -> Json:
    asked: Json = {}
    for trigger in triggers:
        chosen = {"enum": list(trigger.values)}
        _require(asked, _below(trigger.place, place)).update({"contains": chosen} if trigger.in_list else chosen)
    return asked


def _require(schema: Json, names: list[str]) -> Json:
    """Insist on a member and on all above it; return the schema of the member."""
    for name in names:
        required = schema.setdefault("required", [])
        if name not in required:
            required.append(name)
        schema = schema.setdefault("properties", {}).setdefault(name, {})
    return schema


def _below(place: str, holder: str) -> list[str]:
    return place[len(holder) :].split("/")[1:]
