"""Names of websites that a region does not take."""

from app.domain.region_rules import RegionRule
from tests.domain.region_cases.a_case import Case, Change
from tests.domain.region_cases.content import named_with_a_word


def named(name: str) -> Change:
    return lambda case, _: case.service(name=name)


def made_of_words(case: Case, rule: RegionRule) -> Case:
    return case.service(name="".join(rule.value[:2]))


def beginning_with_a_word(case: Case, rule: RegionRule) -> Case:
    return case.service(name=f"{rule.value[0]}示例园地")


FIRES = {
    "name.admin_place": named("云南省示例园地"),
    "name.college_label": named_with_a_word,
    "name.forbidden_patterns": made_of_words,
    "name.individual_business_words": named_with_a_word,
    "name.individual_forbidden": named_with_a_word,
    "name.individual_form": named("示例"),
    "name.local_portal": named_with_a_word,
    "name.national_or_admin": named("中国示例园地"),
    "name.national_prefix": beginning_with_a_word,
    "name.no_domain_english_person": named("Example"),
    "name.no_english": named("示例Example园地"),
    "name.pure_english": named("Example"),
    "name.remark_if_unclear": lambda case, _: case.service(remark=None),
    "name.words_need_approval": named_with_a_word,
}
