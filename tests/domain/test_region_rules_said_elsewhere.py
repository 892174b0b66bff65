"""Rules on names, domains, contents and people from elsewhere that hold for all: the rulebook's own says them."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.checks import checks
from app.domain.filing_body import ServiceContent, ServiceKind
from app.domain.filings import OnFile
from app.domain.region_rules import RegionRule
from app.domain.website_names import NameRule
from tests.domain.region_cases.a_case import Case, Change, a_case
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

RULES = RULEBOOK.region_rules


def service(**changes: Any) -> Change:
    return lambda case, _: case.service(**changes)


def named_with_each_word(case: Case, rule: RegionRule) -> Case:
    return case.service(name="".join(("示例", *rule.value)))


def from_another_province(case: Case, _: RegionRule) -> Case:
    certificate = case.body.subject.certificate
    assert certificate is not None
    return case.subject(certificate=replace(certificate, address="黑龙江省哈尔滨市南岗区示例路1号"))


def of_another_name_than_filed(case: Case, _: RegionRule) -> Case:
    filed = OnFile(case.service(name="另一个名称").body, True, None)
    return replace(case, context=replace(case.context, on_file=filed))


BROKEN: dict[str, Change] = {
    "content.home_url": service(home_url="www.example.com"),
    "content.individual_choices": service(contents=(ServiceContent.NEWS,)),
    "content.other_needs_remark": service(contents=(ServiceContent.OTHER,), remark=None),
    "cross_region.unit": from_another_province,
    "cross_region.unit_local_certificate": from_another_province,
    "domain.app_no_www": service(kind=ServiceKind.APP, domains=("www.example.cn",)),
    "domain.registrable_only": service(domains=("a.example.cn",)),
    "name.app": service(kind=ServiceKind.APP, name="购物"),
    "name.approval_words": named_with_each_word,
    "name.equals_record_on_access": of_another_name_than_filed,
    "name.forbidden_forms": service(name="example.cn"),
    "name.individual_forbidden": named_with_each_word,
    "name.min_chinese_chars": service(name="示例"),
    "name.national_prefixes": lambda case, rule: case.service(name=f"{rule.value[0]}示例园地"),
    "name.sensitive_words": named_with_each_word,
}
TOPICS = ("content.", "cross_region.", "domain.", "name.")
SAID_ELSEWHERE = [
    rule
    for region in RULES.regions.values()
    for rule in region.rules.values()
    if rule.said_by is not None and rule.family.startswith(TOPICS)
]
IN_CHECKS = [rule for rule in SAID_ELSEWHERE if not str(rule.said_by).startswith("materials.")]


@pytest.mark.parametrize("rule", IN_CHECKS, ids=lambda rule: rule.id)
def test_the_rule_of_the_rulebook_speaks_of_a_filing_that_breaks_the_regions(rule: RegionRule) -> None:
    def said(case: Case) -> list[str]:
        return [one.rule for one in checks(case.body, case.context) if one.rule == rule.said_by]

    # What a unit offers is nothing for an individual.
    good = a_case(rule).service(contents=(ServiceContent.PERSONAL_SPACE,))

    assert said(BROKEN[rule.family](good, rule))
    assert not said(good)


def test_each_of_them_has_a_case_and_no_other_has() -> None:
    assert {rule.family for rule in IN_CHECKS} == set(BROKEN)


@pytest.mark.parametrize(
    ("family", "words"),
    [
        ("name.national_prefixes", NameRule.NATIONAL_WORD_LIST),
        ("name.sensitive_words", NameRule.SENSITIVE_WORD_LIST),
        ("name.individual_forbidden", NameRule.UNIT_WORD_LIST),
    ],
)
def test_the_rulebook_lists_every_word_of_the_regions(family: str, words: NameRule) -> None:
    (rule,) = [one for one in SAID_ELSEWHERE if one.family == family]

    assert set(rule.value) <= set(RULEBOOK.names(words, TODAY))


def test_the_fewest_characters_of_a_name_are_the_same_everywhere() -> None:
    fewest = {rule.value for rule in SAID_ELSEWHERE if rule.family == "name.min_chinese_chars"}

    assert fewest == {RULEBOOK.number(NameRule.MIN_CHARACTERS, TODAY)}
