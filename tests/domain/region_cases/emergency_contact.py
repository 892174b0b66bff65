"""Emergency phones that are the principals' own, or nobody's by name."""

from dataclasses import replace

from app.domain.filing_body import EmergencyContact
from app.domain.region_rules import RegionRule
from tests.domain.region_cases.a_case import LANDLINE, MOBILE, Case


def own_mobile(case: Case, _: RegionRule) -> Case:
    return case.everybody(emergency_phone=MOBILE)


def shared(case: Case, _: RegionRule) -> Case:
    return case.somebody_else(emergency_phone=LANDLINE)


def not_named(case: Case, _: RegionRule) -> Case:
    """Enter a contact whom the remarks do not name."""
    return replace(case, body=replace(case.body, emergency_contacts=(EmergencyContact("王五", LANDLINE),)))


FIRES = {
    "emergency_contact.differs_from_mobile": own_mobile,
    "emergency_contact.may_equal_mobile": own_mobile,
    "emergency_contact.name_in_remark": not_named,
    "emergency_contact.third_person": own_mobile,
    "emergency_contact.two_principals_differ": shared,
}
