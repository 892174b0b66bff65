"""The rulebook as the domain sees it: dated values with their sources. Files are read elsewhere (`app.rulebook`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from app.domain.citations import Citation
from app.domain.findings import Finding, Severity
from app.domain.region_rules import RegionRules
from app.domain.texts import Text


class RuleMissingError(Exception):
    """Code asked for a rule, or for a day, that the rulebook does not have: a fault of ours, never of the client.

    `as_of` is the day asked for, and `begins_on` the rule's first one; None where there is no such rule at all.
    """

    def __init__(self, rule_id: str, as_of: date, begins_on: date | None) -> None:
        """Say which rule was asked for, of which day."""
        missing = f"the rulebook has no rule {rule_id}"
        early = f"rule {rule_id} says nothing of {as_of}: it begins on {begins_on}"
        super().__init__(missing if begins_on is None else early)
        self.rule_id, self.as_of, self.begins_on = rule_id, as_of, begins_on


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One value of a rule from a day on; `value` is None only where the rule is repealed from that day."""

    in_force_from: date
    value: Any
    citations: tuple[Citation, ...]
    repealed: bool = False

    @property
    def source(self) -> str:
        """Return the first citation in words."""
        return self.citations[0].in_words()


@dataclass(frozen=True, slots=True)
class Rule:
    """A dated rule; `versions` are ordered, oldest first."""

    id: str
    kind: str
    summary: Text
    unit: str | None
    versions: tuple[RuleVersion, ...]

    def at(self, as_of: date) -> RuleVersion:
        """Return the version in force on a day; raises RuleMissingError before the first."""
        for version in reversed(self.versions):
            if version.in_force_from <= as_of:
                return version
        raise RuleMissingError(self.id, as_of, self.versions[0].in_force_from)


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """Every rule by id, what the regions ask for, and the digest of the files they were read from.

    Compared and hashed as the one object that it is, so that what was decided by it can be remembered.
    """

    rules: Mapping[str, Rule]
    digest: str
    region_rules: RegionRules = field(default_factory=RegionRules)
    _said: dict[tuple[str, date], Finding] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, rules: Mapping[str, Rule], digest: str, region_rules: RegionRules | None = None) -> "Rulebook":
        """Make a rulebook that nobody can change."""
        return cls(rules=MappingProxyType(dict(rules)), digest=digest, region_rules=region_rules or RegionRules())

    def at(self, rule_id: str, as_of: date) -> RuleVersion:
        """Return a rule's version of a day; raises RuleMissingError."""
        rule = self.rules.get(rule_id)
        if rule is None:
            raise RuleMissingError(rule_id, as_of, None)
        return rule.at(as_of)

    def number(self, rule_id: str, as_of: date) -> int:
        """Return the whole number that a rule of kind `number` holds on a day."""
        value: int = self.at(rule_id, as_of).value
        return value

    def flag(self, rule_id: str, as_of: date) -> bool:
        """Return the yes or no that a rule of kind `flag` holds on a day."""
        value: bool = self.at(rule_id, as_of).value
        return value

    def names(self, rule_id: str, as_of: date) -> tuple[str, ...]:
        """Return the words that a rule of kind `list` holds on a day."""
        value: tuple[str, ...] = self.at(rule_id, as_of).value
        return value

    def finding(self, rule_id: str, as_of: date, pointer: str, **facts: object) -> Finding:
        """Let a rule of kind `finding` speak of one place; `facts` fill the places of its message and remedy.

        The finding's code is the last part of the rule's id.
        """
        version = self.at(rule_id, as_of)
        if facts or pointer:
            return self._spoken(rule_id, version, pointer, facts)
        # What has no place and no facts is always the same; type verification says little else.
        key = (rule_id, version.in_force_from)
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = self._spoken(rule_id, version, pointer, facts)
        return said

    def _spoken(self, rule_id: str, version: RuleVersion, pointer: str, facts: Mapping[str, object]) -> Finding:
        return Finding(
            code=rule_id.rsplit(".", 1)[-1],
            rule=rule_id,
            severity=Severity(version.value["severity"]),
            pointer=pointer,
            message=version.value["message"].filled(**facts),
            remedy=version.value["remedy"].filled(**facts),
            source=version.source,
        )
