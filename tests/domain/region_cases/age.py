"""People who are too young or too old."""

from app.domain.region_rules import RegionRule
from tests.domain.region_cases.a_case import Case, Change, a_certificate, an_id
from tests.domain.samples import TODAY


def aged(years: int, serial: str = "123") -> Change:
    """Make the one person of a filing so old."""

    def change(case: Case, _: RegionRule) -> Case:
        born = f"{TODAY.year - years}0101"
        certificate = a_certificate(an_id(case.province, born, serial))
        return case.everybody(certificate=certificate)

    return change


def just_below(case: Case, rule: RegionRule) -> Case:
    return aged(rule.value - 1)(case, rule)


def just_above(case: Case, rule: RegionRule) -> Case:
    return aged(rule.value + 1)(case, rule)


def woman_above(case: Case, rule: RegionRule) -> Case:
    return aged(rule.value + 1, serial="122")(case, rule)


FIRES = {
    "age.max_service_principal": just_above,
    "age.max_service_principal_female": woman_above,
    "age.max_service_principal_male": just_above,
    "age.min_individual": just_below,
    "age.min_student": just_below,
    "age.min_unit": just_below,
    "age.min_with_guardian": aged(17),
    "age.min_with_income_proof": aged(17),
    "age.minor_guardian": aged(17),
    "age.minor_guardian_old": aged(12),
    "age.minor_proof": aged(17),
    "age.proof_below_22": just_below,
}
