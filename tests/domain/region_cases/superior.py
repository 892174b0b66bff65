"""Investors and superior bodies that are not who the region wants there."""

from app.domain.region_rules import RegionRule
from tests.domain.region_cases.a_case import Case


def person(case: Case, _: RegionRule) -> Case:
    return case.subject(investor_or_superior=case.principal.name)


def unit(case: Case, _: RegionRule) -> Case:
    return case.subject(investor_or_superior="示例集团有限公司")


FIRES = {
    "other.superior_is_legal_rep": unit,
    "other.superior_is_unit": person,
}
