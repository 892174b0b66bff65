"""The mainland regions, and what the administration of each asks for beyond the national rules."""

from dataclasses import dataclass
from datetime import date

from app.domain.errors import not_found
from app.domain.findings import Severity
from app.domain.region_checks import severity_of
from app.domain.region_rules import RegionRuleSeen
from app.domain.texts import Text
from app.usecases.asked_day import asked_day
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class ShownRegion:
    """A region with the number of its own rules that are in force."""

    code: str
    name: Text
    abbreviation: str
    rules: int


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule of a region as it stands on a day, and how it weighs in the checks."""

    seen: RegionRuleSeen
    severity: Severity


def regions(runtime: Runtime, on: date | None) -> tuple[ShownRegion, ...]:
    """Return the 31 regions in the order of their codes; raises `validation-failed` for a day without rules."""
    day, known = asked_day(runtime, on), runtime.rulebook.region_rules.regions
    return tuple(
        ShownRegion(
            code=code,
            name=known[code].name if code in known else Text(province.name, province.name),
            abbreviation=province.abbreviation,
            rules=len(_in_force(runtime, code, day)),
        )
        for code, province in runtime.regions.provinces.items()
    )


def rules_of(runtime: Runtime, region: str, on: date | None) -> tuple[ShownRule, ...]:
    """Return the rules of the province that a region lies in; raises `not-found`, `validation-failed`.

    What began later than the day asked for is left out; what another rule contradicts is told with that rule.
    """
    day = asked_day(runtime, on)
    if not runtime.regions.is_current(region):
        raise not_found()
    return _in_force(runtime, runtime.regions.province_of(region), day)


def _in_force(runtime: Runtime, province: str, day: date) -> tuple[ShownRule, ...]:
    rules = runtime.rulebook.region_rules
    if province not in rules.regions:
        return ()
    seen = (one for one in rules.seen(province, day) if one.rule.is_in_force(day))
    return tuple(ShownRule(one, severity_of(one.rule, one.family)) for one in seen)
