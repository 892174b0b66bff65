"""What the administrations (管局) of the 31 regions ask for, as dated data: families of rules, and their values.

A family says in words and shapes what any region may ask for; a region's rule gives the value, for whom, since when and
who says so. Files are read elsewhere (`app.rulebook.region_rules`); what a rule finds in a filing is told by
`app.domain.region_checks`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from app.domain.citations import Citation
from app.domain.findings import Severity
from app.domain.provinces import province_of
from app.domain.texts import Text

NATIONAL = "national"
"""The code under which the rules stand that every region has; a region's own rule of the same family goes before."""


class Kind(StrEnum):
    """How a rule binds: a limit, something required or forbidden, something allowed, or mere advice."""

    LIMIT = "limit"
    REQUIREMENT = "requirement"
    PROHIBITION = "prohibition"
    ALLOWANCE = "allowance"
    ADVICE = "advice"


class ActsIn(StrEnum):
    """Where a family's rules are acted upon; `advice` is only told."""

    CHECKS = "checks"
    REQUIREMENTS = "requirements"
    SMS = "sms"
    TYPE = "type"
    ADVICE = "advice"


class Whom(StrEnum):
    """Whose filings a rule is about; `government` are party and government bodies and public institutions."""

    ALL = "all"
    UNIT = "unit"
    INDIVIDUAL = "individual"
    GOVERNMENT = "government"


class Confidence(StrEnum):
    """How sure the sources make us: several or a current one, one of its time, an old or disputed one."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """Return 2 for high, 1 for medium, 0 for low."""
        return (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH).index(self)


class Shape(StrEnum):
    """What a value looks like: a flag that binds while it is true (`yes`) or false (`no`), a number, lists, or nothing.

    `codes` are words of the vocabulary, `words` stand for themselves; `none` is left to a reviewer.
    """

    YES = "yes"
    NO = "no"
    NUMBER = "number"
    CODES = "codes"
    WORDS = "words"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Observed:
    """When a source said so: the words of the file (2021-2022 as `2021/2022`), and the last day of that time."""

    words: str
    latest: date | None


@dataclass(frozen=True, slots=True)
class Wording:
    """What a family's rules of one kind say: `{region}` and `{value}` are filled in, facts found fill `found`."""

    shapes: tuple[Shape, ...]
    message: Text
    remedy: Text
    found: Text | None = None


@dataclass(frozen=True, slots=True)
class RegionFamily:
    """Rules of many regions that ask for the same, with different values.

    `place` is where in a filing it is told. `said_by` is the rule of the rulebook that acts upon it, which then is not
    done twice. `replaces` are findings of the rulebook that are silent where a rule of this family speaks at the same
    place, or allows what they doubt. `overrides` are families whose rules do not act where one of this family does.
    `at_most` is the most that a rule may weigh: what the body alone cannot show does not block.
    """

    id: str
    topic: str
    acts_in: ActsIn
    place: str
    wordings: Mapping[Kind, Wording]
    unit: str | None = None
    said_by: str | None = None
    replaces: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    at_most: Severity | None = None


@dataclass(frozen=True, slots=True)
class RegionRule:
    """What one region asks of somebody.

    `filing_types` are those that it is about, none for all; `in_force_from` is None where no source tells the day: it
    then counts on every day. `conflicts_with` are families of the same region whose rules say otherwise; `note` tells
    what is peculiar to this region; `said_by` as in the family.
    """

    region: str
    family: str
    kind: Kind
    applies_to: frozenset[Whom]
    filing_types: frozenset[str]
    value: Any
    in_force_from: date | None
    observed_on: Observed
    confidence: Confidence
    citations: tuple[Citation, ...]
    conflicts_with: tuple[str, ...] = ()
    note: Text | None = None
    said_by: str | None = None

    @property
    def id(self) -> str:
        """Return the rule's id, as other rules of the rulebook have one."""
        return f"regions.{self.region}.{self.family}"

    @property
    def source(self) -> str:
        """Return the first citation in words, with the time at which it said so."""
        return f"{self.citations[0].in_words()} ({self.observed_on.words})"

    def is_in_force(self, as_of: date) -> bool:
        """Tell whether the rule counts on a day; one of unknown beginning always does."""
        return self.in_force_from is None or self.in_force_from <= as_of

    def is_preferred_to(self, other: "RegionRule") -> bool:
        """Tell which of two that contradict each other is to be believed.

        The more certain, then the later observed, then what asks rather than what allows, then the first by name.
        """
        return _weight(self) > _weight(other) or (_weight(self) == _weight(other) and self.family < other.family)


@dataclass(frozen=True, slots=True)
class RuleRegion:
    """A region with its rules by family; `national` is one too."""

    code: str
    name: Text
    abbreviation: str
    rules: Mapping[str, RegionRule]


@dataclass(frozen=True, slots=True)
class RegionRuleSeen:
    """A rule as it stands on a day: `acts` tells whether it counts, `contradicts` which rules say otherwise."""

    rule: RegionRule
    family: RegionFamily
    message: Text
    remedy: Text
    acts: bool
    contradicts: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RegionRules:
    """Every family by id, every region by code, and the words (`vocabulary`) that codes in values stand for."""

    families: Mapping[str, RegionFamily] = field(default_factory=lambda: MappingProxyType({}))
    regions: Mapping[str, RuleRegion] = field(default_factory=lambda: MappingProxyType({}))
    vocabulary: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))

    def in_force(self, region: str, as_of: date) -> Mapping[str, RegionRule]:
        """Return the rules by family that count in the province of a region (6 digits) on a day, national ones too."""
        every: dict[str, RegionRule] = {}
        for code in (NATIONAL, province_of(region)):
            if code in self.regions:
                every |= {name: one for name, one in self.regions[code].rules.items() if one.is_in_force(as_of)}
        return every

    def seen(self, code: str, as_of: date) -> tuple[RegionRuleSeen, ...]:
        """Return every rule of a region (6 digits of a province, or `national`) as it stands on a day."""
        rules = self.regions[code].rules
        standing = standing_of(rules, as_of)
        return tuple(
            RegionRuleSeen(
                rule=rule,
                family=self.families[name],
                message=self.message(rule),
                remedy=self.remedy(rule),
                acts=name in standing,
                contradicts=tuple(rules[other].id for other in rule.conflicts_with),
            )
            for name, rule in rules.items()
        )

    def message(self, rule: RegionRule, **found: object) -> Text:
        """Say what a rule asks for, and with facts what was found."""
        wording = self.families[rule.family].wordings[rule.kind]
        said = wording.message.filled(**self._places(rule))
        return _joined(said, wording.found.filled(**found)) if wording.found is not None and found else said

    def remedy(self, rule: RegionRule) -> Text:
        """Say what to do, and what is peculiar to the region."""
        wording = self.families[rule.family].wordings[rule.kind]
        said = wording.remedy.filled(**self._places(rule))
        return said if rule.note is None else _joined(said, rule.note)

    def _places(self, rule: RegionRule) -> Mapping[str, object]:
        return {"region": self.regions[rule.region].name, "value": self._spoken(rule.value)}

    def _spoken(self, value: Any) -> object:
        """Say a value: codes in the words of the vocabulary, other words as they stand."""
        if not isinstance(value, tuple):
            return value
        words = [self.vocabulary.get(one, Text(f"“{one}”", one)) for one in value]
        return Text("、".join(one.zh for one in words), ", ".join(one.en for one in words))


def standing_of(rules: Mapping[str, RegionRule], as_of: date) -> Mapping[str, RegionRule]:
    """Return the rules in force of which no rule that is preferred to them says otherwise."""
    return {name: rule for name, rule in _in_force(rules, as_of) if not _is_beaten(rule, rules, as_of)}


def _in_force(rules: Mapping[str, RegionRule], as_of: date) -> Iterator[tuple[str, RegionRule]]:
    return ((name, rule) for name, rule in rules.items() if rule.is_in_force(as_of))


def _is_beaten(rule: RegionRule, rules: Mapping[str, RegionRule], as_of: date) -> bool:
    others = [rules[name] for name in rule.conflicts_with if name in rules]
    return any(other.is_in_force(as_of) and other.is_preferred_to(rule) for other in others)


def _weight(rule: RegionRule) -> tuple[int, date, bool]:
    return rule.confidence.rank, rule.observed_on.latest or date.min, rule.kind is not Kind.ALLOWANCE


def _joined(one: Text, other: Text) -> Text:
    return Text(one.zh + other.zh, f"{one.en} {other.en}")
