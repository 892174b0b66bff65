"""What a changed rulebook or profile would change for a filing: what is said of it now beside what would be said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Aspect(StrEnum):
    """What is compared: whether the subject is served, what the checks say, papers, who gets a code, the labels."""

    SERVED = "served"
    CHECK = "check"
    PAPER = "paper"
    SMS = "sms"
    STATE_LABEL = "state_label"
    TYPE_LABEL = "type_label"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One thing that would be otherwise; None where there was or would be nothing. Nobody's data is in it."""

    aspect: Aspect
    place: str
    now: str | None
    then: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What rules and profile say of one filing: for each aspect what is said, by the place that it is said of."""

    said: Mapping[Aspect, Mapping[str, str]]


def rule_changes(now: Judged, then: Judged) -> tuple[RuleChange, ...]:
    """Return every difference, in the order of the aspects and of what is said now; what is new comes last."""
    return tuple(change for aspect in Aspect for change in _of_aspect(aspect, now.said[aspect], then.said[aspect]))


def _of_aspect(aspect: Aspect, now: Mapping[str, str], then: Mapping[str, str]) -> Iterator[RuleChange]:
    for place in dict.fromkeys((*now, *then)):
        if now.get(place) != then.get(place):
            yield RuleChange(aspect, place, now.get(place), then.get(place))
