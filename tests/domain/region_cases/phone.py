"""Numbers that are too few, of another province, or on record for somebody else."""

from app.domain.region_rules import RegionRule
from tests.domain.region_cases.a_case import (
    LANDLINE,
    MOBILE,
    OTHER_MOBILE,
    Case,
    a_certificate,
    an_id,
    on_record,
)
from tests.domain.region_cases.address import from_another_region

ELSEWHERE = "710000"


def one_number_for_all(case: Case, _: RegionRule) -> Case:
    return case.everybody(emergency_phone=MOBILE)


def one_number_for_two(case: Case, _: RegionRule) -> Case:
    return case.somebody_else(mobile=MOBILE, emergency_phone=MOBILE).subject_principal(emergency_phone=MOBILE)


def one_mobile_for_two(case: Case, _: RegionRule) -> Case:
    return case.somebody_else(mobile=MOBILE)


def two_mobiles_of_one(case: Case, _: RegionRule) -> Case:
    return case.service_principal(mobile=OTHER_MOBILE)


def mobile_as_emergency_phone(case: Case, _: RegionRule) -> Case:
    return case.everybody(emergency_phone=OTHER_MOBILE)


def mobile_from_elsewhere(case: Case, _: RegionRule) -> Case:
    return case.facts(phone_provinces={MOBILE: ELSEWHERE, LANDLINE: case.province})


def landline_from_elsewhere(case: Case, _: RegionRule) -> Case:
    return case.facts(phone_provinces={MOBILE: case.province, LANDLINE: ELSEWHERE})


def person_and_mobile_from_elsewhere(case: Case, rule: RegionRule) -> Case:
    return mobile_from_elsewhere(from_another_region(case, rule), rule)


def on_record_elsewhere(case: Case, _: RegionRule) -> Case:
    return on_record(case)


def on_record_for_somebody_else(case: Case, _: RegionRule) -> Case:
    return on_record(case, certificate=a_certificate(an_id(case.province, "19881115", "001")).number)


FIRES = {
    "phone.distinct_min_different_persons": one_number_for_two,
    "phone.distinct_min_same_person": one_number_for_all,
    "phone.distinct_min_total": one_number_for_all,
    "phone.landline_local": landline_from_elsewhere,
    "phone.landline_not_mobile": one_number_for_all,
    "phone.landline_required": mobile_as_emergency_phone,
    "phone.local_attribution": mobile_from_elsewhere,
    "phone.local_attribution_nonlocal_individual": person_and_mobile_from_elsewhere,
    "phone.local_attribution_unit": mobile_from_elsewhere,
    "phone.principals_differ": one_mobile_for_two,
    "phone.same_person_same_contacts": two_mobiles_of_one,
    "phone.shared_only_with_self": on_record_for_somebody_else,
    "phone.unique_across_subjects": on_record_elsewhere,
}
