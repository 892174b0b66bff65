"""How many of the regions' rules are acted upon: those that hold a value, by a check, a paper, a term or another rule.

That each of them acts is shown elsewhere: `tests/rules/test_region_rules_speak.py` for checks,
`tests/rules/test_regions_agree.py` and `test_region_papers_agree.py` for the rest.
"""

from collections import Counter

import pytest

from app.domain.papers_of_regions import PAPERS_OF_FAMILIES
from app.domain.region_evaluators import EVALUATORS
from app.domain.region_rules import RegionRule
from tests.real_rules import RULEBOOK

RULES = RULEBOOK.region_rules
WITH_VALUE = [rule for region in RULES.regions.values() for rule in region.rules.values() if rule.value is not None]
# The term of the authority's review, which `app.domain.deadlines` takes from the region.
TERMS = frozenset({"other.authority_review_days"})
LEAST_SHARE = 0.7


def is_enforced(rule: RegionRule) -> bool:
    """Tell whether a rule acts: by itself, in a paper's notes, in a deadline, or through the rule that says it."""
    return (
        rule.said_by is not None
        or rule.family in EVALUATORS
        or rule.family in PAPERS_OF_FAMILIES
        or rule.family in TERMS
    )


def test_more_than_two_thirds_of_the_rules_with_a_value_are_enforced(capsys: pytest.CaptureFixture[str]) -> None:
    enforced = [rule for rule in WITH_VALUE if is_enforced(rule)]
    share = len(enforced) / len(WITH_VALUE)

    with capsys.disabled():
        print(f"\n{len(enforced)} of {len(WITH_VALUE)} regional rules with a value are enforced: {share:.1%}")
    assert share >= LEAST_SHARE


def test_of_what_two_regions_or_more_ask_everything_is_enforced_that_does_not_merely_advise() -> None:
    regions = Counter(rule.family for rule in WITH_VALUE)
    told_only = {
        rule.family
        for rule in WITH_VALUE
        if regions[rule.family] > 1 and not is_enforced(rule) and RULES.families[rule.family].acts_in != "advice"
    }

    assert told_only == set()


@pytest.mark.parametrize(
    "topic", ["principal", "cross_region", "age", "phone", "domain", "materials", "count_limit", "sms"]
)
def test_of_these_topics_every_rule_that_does_not_merely_advise_is_enforced(topic: str) -> None:
    told_only = {
        rule.family
        for rule in WITH_VALUE
        if RULES.families[rule.family].topic == topic
        and not is_enforced(rule)
        and RULES.families[rule.family].acts_in != "advice"
    }

    assert told_only == set()
