"""Domains that a region does not file, and registrations that do not do."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.domain.domain_eligibility import RealName
from app.domain.filing_body import SubjectNature
from app.domain.region_rules import RegionRule
from tests.domain.region_cases.a_case import REGISTERED, Case, Change
from tests.domain.samples import TODAY

ENGLISH, STRANGER = "Example Technology Co., Ltd.", "别家科技有限公司"
# A region that says nothing of its own about who may hold a unit's domain.
WITHOUT_HOLDERS = "120101"


def named(*domains: str, **more: Any) -> Change:
    return lambda case, _: case.service(domains=domains, **more)


def registered(**changes: Any) -> Change:
    """Let the registrar say something else of the domain."""
    return lambda case, _: case.facts(registrations={"example.cn": replace(REGISTERED, **changes)})


def below_a_suffix(case: Case, rule: RegionRule) -> Case:
    return case.service(domains=(f"example{rule.value[0]}",))


def with_a_word(case: Case, rule: RegionRule) -> Case:
    return case.service(domains=(f"{rule.value[0]}示例.cn",), remark=None)


def of_an_institution(case: Case, _: RegionRule) -> Case:
    return case.subject(nature=SubjectNature.PUBLIC_INSTITUTION).service(domains=("example.com",))


def held_by_the_representative(case: Case, rule: RegionRule) -> Case:
    return registered(holder=case.principal.name)(case, rule)


def held_by_a_stranger_elsewhere(case: Case, rule: RegionRule) -> Case:
    return registered(holder=STRANGER)(case, rule).subject(region=WITHOUT_HOLDERS)


def with_narrow_brackets(case: Case, rule: RegionRule) -> Case:
    return registered(holder="示例(北京)科技有限公司")(case, rule).subject(name="示例（北京）科技有限公司")


FIRES = {
    "domain.approved_suffixes": named("example.io"),
    "domain.blocked_suffixes": below_a_suffix,
    "domain.china_label": with_a_word,
    "domain.five_checks": registered(expires_on=TODAY - timedelta(days=1)),
    "domain.foreign_parent": registered(holder=ENGLISH),
    "domain.foreign_registered": registered(registrar_approved=False),
    "domain.foreign_registrar": registered(registrar_approved=False),
    "domain.government_suffix": named("example.cn"),
    "domain.holder": registered(holder=STRANGER),
    "domain.holder_brackets": with_narrow_brackets,
    "domain.holder_individual": registered(holder=STRANGER),
    "domain.holder_not_legal_rep": held_by_the_representative,
    "domain.holder_old": registered(holder=STRANGER),
    "domain.holder_script": registered(holder=ENGLISH),
    "domain.holder_tx": registered(holder=STRANGER),
    "domain.holder_unit": held_by_a_stranger_elsewhere,
    "domain.label_needs_approval": with_a_word,
    "domain.label_words": with_a_word,
    "domain.min_validity": registered(expires_on=TODAY + timedelta(days=31)),
    "domain.one_per_site": named("example.cn", "example.com"),
    "domain.one_prefix_per_site": named("example.cn", "another.cn"),
    "domain.org_individual": below_a_suffix,
    "domain.org_legacy_access": below_a_suffix,
    "domain.pre2018_foreign": registered(registrar_approved=False),
    "domain.public_institution_suffix": of_an_institution,
    "domain.real_name_wait": registered(real_name=RealName.UNVERIFIED),
    "domain.reserved_suffixes_defence": below_a_suffix,
    "domain.reserved_suffixes_education": below_a_suffix,
    "domain.reserved_suffixes_government": below_a_suffix,
    "domain.reserved_suffixes_non_profit": below_a_suffix,
    "domain.reserved_suffixes_research": below_a_suffix,
}
