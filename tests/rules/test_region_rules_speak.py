"""Every rule of every region that something in a filing can show: once with a filing that breaks it, once without."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.checks import checks
from app.domain.findings import Finding
from app.domain.region_checks import acting_rules, binds, severity_of
from app.domain.region_evaluators import EVALUATORS
from app.domain.region_rules import NATIONAL, RegionRule
from tests.domain.region_cases import FIRES
from tests.domain.region_cases.a_case import Case, a_case
from tests.real_rules import RULEBOOK

RULES = RULEBOOK.region_rules
EVERY = [rule for region in RULES.regions.values() for rule in region.rules.values()]
ASKED = [
    rule
    for rule in EVERY
    if rule.family in EVALUATORS and rule.said_by is None and binds(rule, RULES.families[rule.family])
]


def is_overridden(rule: RegionRule) -> bool:
    """Tell whether a rule of its own region keeps it from acting, whoever files."""
    rules = RULES.regions[rule.region].rules
    above = [one for one in rules.values() if rule.family in RULES.families[one.family].overrides]
    return any(one.applies_to >= rule.applies_to for one in above)


def is_beaten(rule: RegionRule) -> bool:
    """Tell whether better rules contradict it, whoever files."""
    rules = RULES.regions[rule.region].rules
    better = [rules[name].applies_to for name in rule.conflicts_with if rules[name].is_preferred_to(rule)]
    return frozenset().union(*better) >= rule.applies_to


BEATEN = [rule for rule in ASKED if is_beaten(rule)]
OVERRIDDEN = [rule for rule in ASKED if is_overridden(rule)]
ACTING = [rule for rule in ASKED if rule not in BEATEN and rule not in OVERRIDDEN]


def changed(rule: RegionRule) -> Case:
    return FIRES[rule.family](a_case(rule), rule)


def said_by(rule: RegionRule, case: Case) -> list[Finding]:
    return [one for one in checks(case.body, case.context) if one.rule == rule.id]


@pytest.mark.parametrize("rule", ACTING, ids=lambda rule: rule.id)
def test_the_rule_speaks_of_a_filing_that_breaks_it_in_words_that_are_complete(rule: RegionRule) -> None:
    found = said_by(rule, changed(rule))

    assert found
    for one in found:
        assert one.code == rule.family.rsplit(".", 1)[-1]
        assert one.source == rule.source
        region = RULES.regions[rule.region].name
        assert one.message.zh.startswith(region.zh)
        assert one.message.en.startswith(region.en)
        assert "{" not in one.message.zh + one.message.en + one.remedy.zh + one.remedy.en


@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: rule.id)
def test_the_rule_has_nothing_to_say_of_a_filing_with_nothing_wrong_about_it(rule: RegionRule) -> None:
    assert not said_by(rule, a_case(rule))


@pytest.mark.parametrize("rule", [*BEATEN, *OVERRIDDEN], ids=lambda rule: rule.id)
def test_a_rule_that_a_better_one_contradicts_is_silent(rule: RegionRule) -> None:
    case = changed(rule)

    assert rule.family not in acting_rules(case.body, case.context)
    assert not said_by(rule, case)


@pytest.mark.parametrize("rule", [one for one in ACTING if one.in_force_from], ids=lambda rule: rule.id)
def test_a_rule_is_silent_on_the_day_before_it_begins(rule: RegionRule) -> None:
    case = changed(rule)
    assert rule.in_force_from is not None

    def on(days: int) -> Case:
        day = rule.in_force_from + timedelta(days=days)  # type: ignore[operator]
        return replace(case, context=replace(case.context, as_of=day))

    assert not said_by(rule, on(-1))
    assert said_by(rule, on(0))


@pytest.mark.parametrize("rule", ACTING, ids=lambda rule: rule.id)
def test_a_rule_weighs_as_much_as_its_sources(rule: RegionRule) -> None:
    expected = severity_of(rule, RULES.families[rule.family])

    weights = {one.severity for one in said_by(rule, changed(rule))}

    assert weights == {expected}


def test_every_family_with_an_evaluator_has_a_case_and_the_other_way_round() -> None:
    assert set(FIRES) == set(EVALUATORS)
    assert set(EVALUATORS) <= set(RULES.families)


def test_every_region_and_what_holds_everywhere_have_rules() -> None:
    assert len(RULES.regions) == 32
    assert NATIONAL in RULES.regions
    assert all(region.rules for region in RULES.regions.values())
