"""What an evaluator of regional rules is asked, and how it answers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.domain.check_rules import CheckContext
from app.domain.filing_body import FilingBody
from app.domain.region_rules import RegionRule


@dataclass(frozen=True, slots=True)
class Question:
    """One filing before the rules of its region: `acting` are those that count for it, by family."""

    body: FilingBody
    context: CheckContext
    acting: Mapping[str, RegionRule]


@dataclass(frozen=True, slots=True)
class Said:
    """A rule speaks of one place; `facts` fill the words that tell what was found.

    `known` is False where the facts are missing that would decide: then the rule is only told.
    """

    pointer: str
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    known: bool = True


Evaluator = Callable[[RegionRule, Question], Iterator[Said]]
