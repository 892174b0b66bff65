"""What the tables are made from: the rules as they are on one day, and one provider's ways."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.filing_types import FilingType
from app.domain.profile import Profile
from app.domain.rulebook import Rulebook, RuleVersion


@dataclass(frozen=True, slots=True)
class Book:
    """The rulebook with the day that its tables speak of, a profile, and the provinces' names by 6-digit code."""

    rulebook: Rulebook
    as_of: date
    profile: Profile
    provinces: dict[str, str]

    def at(self, rule_id: str) -> RuleVersion:
        """Return a rule's version of the day."""
        return self.rulebook.at(rule_id, self.as_of)

    def value(self, rule_id: str) -> Any:
        """Return what a rule says on the day."""
        return self.at(rule_id).value

    def versions(self, rule_id: str) -> tuple[RuleVersion, ...]:
        """Return all versions of a rule, oldest first."""
        return self.rulebook.rules[rule_id].versions

    def type_name(self, filing_type: FilingType) -> str:
        """Return a filing type's Chinese name."""
        return filing_type.label(self.as_of, self.rulebook).zh

    def province_names(self, codes: tuple[str, ...] | frozenset[str]) -> str:
        """Name provinces in the order of their codes, those left out where that is shorter."""
        missing = [code for code in self.provinces if code not in codes]
        if not missing:
            return f"全部{len(self.provinces)}个 (all {len(self.provinces)})"
        if len(missing) < 4:
            return f"除{self._names(missing)}外 (all but {len(missing)})"
        return self._names(sorted(codes)) or "无 (none)"

    def _names(self, codes: list[str]) -> str:
        return "、".join(self.provinces[code] for code in codes)


def newest_day(rulebook: Rulebook) -> date:
    """Return the day on which a rule changed last: from then on everything is as the tables say."""
    return max(version.in_force_from for rule in rulebook.rules.values() for version in rule.versions)


def book_on_file() -> Book:
    """Read the rules that come with the service, with the profile `national`."""
    from app.adapters.region_codes import region_codes
    from app.rulebook import RULES_FOLDER, asked_rules, load_profiles, load_rulebook

    rulebook = load_rulebook(RULES_FOLDER, asked_rules())
    provinces = {code: province.name for code, province in region_codes().provinces.items()}
    return Book(rulebook, newest_day(rulebook), load_profiles(RULES_FOLDER)["national"], provinces)
