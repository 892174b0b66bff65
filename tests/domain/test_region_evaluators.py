"""What the evaluators of regional rules let pass, and where exactly they see a fault: cases near the edge."""

from dataclasses import replace

import pytest

from app.domain.checks import checks
from app.domain.filing_body import CertificateType
from app.domain.region_rules import RegionRule
from tests.domain.a_filing import REGIONS
from tests.domain.region_cases import FIRES
from tests.domain.region_cases.a_case import (
    LANDLINE,
    MOBILE,
    OTHER_MOBILE,
    Case,
    Change,
    a_case,
    a_certificate,
    somebody_else_of,
)
from tests.domain.region_cases.age import aged
from tests.domain.region_cases.certificates_of_people import with_passport, with_residence_permit
from tests.domain.samples import RESIDENT_ID
from tests.real_rules import RULEBOOK

PASSPORT = a_certificate("E12345678", CertificateType.PASSPORT)


def detail(words: str) -> Change:
    return lambda case, _: case.address(detail=words)


def district(name: str, words: str = "示例路1号2单元301室") -> Change:
    """Enter a district of the province by its name."""

    def change(case: Case, _: RegionRule) -> Case:
        own = case.province[:2]
        code = next(code for code, one in REGIONS.names.items() if one == name and code.startswith(own))
        return case.address(region=code, detail=words)

    return change


def chosen(region: str, entered: str) -> Change:
    return lambda case, _: case.subject(region=region).address(region=entered)


def printed(address: str) -> Change:
    """Print another address on the certificate."""

    def change(case: Case, _: RegionRule) -> Case:
        certificate = case.body.subject.certificate
        assert certificate is not None
        return case.subject(certificate=replace(certificate, address=address))

    return change


def named_in_remark(case: Case, rule: RegionRule) -> Case:
    return replace(FIRES[rule.family](case, rule), body=replace(FIRES[rule.family](case, rule).body, remark="王五接听"))


def no_remark(case: Case, _: RegionRule) -> Case:
    return replace(case.service(remark=None), body=replace(case.service(remark=None).body, remark=None))


def principal_on_file_is(case: Case, rule: RegionRule) -> Case:
    """Let the service's principal be another than on file."""
    return case.service_principal(**somebody_else_of(case.province))


CASES: list[tuple[str, Change, list[str]]] = [
    # address
    ("110000.address.door_number", detail("示例路一号"), []),
    ("110000.address.door_number", detail("示例大厦甲座"), ["/subject/contact_address/detail"]),
    ("110000.address.no_shixiaqu", district("市辖区"), ["/subject/contact_address/region"]),
    ("110000.address.no_shixiaqu", detail("市辖区示例路1号"), ["/subject/contact_address/detail"]),
    ("110000.address.current_districts", detail("西城区示例路1号"), []),
    ("120000.address.free_trade_zone", district("滨海新区", "自贸区示例路1号"), []),
    ("120000.address.free_trade_zone", district("和平区", "自贸区示例路1号"), ["/subject/contact_address/region"]),
    ("120000.address.huayuan", district("南开区", "华苑示例路1号"), []),
    ("120000.address.huayuan", district("和平区", "华苑示例路1号"), ["/subject/contact_address/region"]),
    ("310000.address.room_number", detail("示例路1弄2号301室"), []),
    ("310000.address.room_number", detail("示例路1弄2号"), ["/subject/contact_address/detail"]),
    ("320000.address.village_level", detail("示例镇示例村"), []),
    ("320000.address.village_level", detail("示例镇"), ["/subject/contact_address/detail"]),
    ("330000.address.region_matches", chosen("330000", "330106"), []),
    ("330000.address.region_matches", chosen("330100", "330106"), []),
    ("330000.address.region_matches", chosen("330200", "330106"), ["/subject/contact_address/region"]),
    ("330000.address.region_matches", chosen("330105", "330106"), ["/subject/contact_address/region"]),
    ("410000.address.same_city_as_certificate", printed("河南省示例路1号"), []),
    ("410000.address.same_city_as_certificate", printed("河南省新乡市示例路1号"), ["/subject/contact_address/region"]),
    # age
    ("410000.age.min_unit", aged(18), []),
    (
        "410000.age.min_unit",
        aged(17),
        ["/subject/principal/certificate/number", "/services/0/principal/certificate/number"],
    ),
    ("440000.age.min_unit", aged(16), []),
    ("120000.age.max_service_principal_female", aged(56, serial="123"), []),
    ("120000.age.max_service_principal_male", aged(60, serial="123"), []),
    ("120000.age.max_service_principal_male", aged(61, serial="122"), []),
    ("230000.age.max_service_principal", aged(65), []),
    ("630000.age.proof_below_22", aged(22), []),
    # phones
    ("210000.phone.distinct_min_different_persons", lambda case, _: case.somebody_else(emergency_phone=LANDLINE), []),
    ("210000.phone.distinct_min_different_persons", lambda case, _: case.everybody(emergency_phone=MOBILE), []),
    (
        "210000.phone.distinct_min_same_person",
        lambda case, _: case.somebody_else(mobile=MOBILE, emergency_phone=MOBILE),
        [],
    ),
    ("110000.phone.distinct_min_same_person", lambda case, _: case.everybody(emergency_phone=None), []),
    ("640000.phone.principals_differ", lambda case, _: case.everybody(mobile=OTHER_MOBILE), []),
    ("320000.phone.landline_required", lambda case, _: case.everybody(emergency_phone=None), []),
    ("130000.phone.landline_local", lambda case, _: case.everybody(emergency_phone=OTHER_MOBILE), []),
    ("610000.phone.local_attribution", lambda case, _: case.everybody(mobile=None), []),
    # emergency phones
    (
        "120000.emergency_contact.differs_from_mobile",
        lambda case, _: case.somebody_else(emergency_phone=MOBILE),
        ["/services/0/principal/emergency_phone"],
    ),
    ("500000.emergency_contact.differs_from_mobile", lambda case, _: case.somebody_else(emergency_phone=MOBILE), []),
    (
        "620000.emergency_contact.third_person",
        no_remark,
        ["/subject/principal/emergency_phone", "/services/0/principal/emergency_phone"],
    ),
    ("500000.emergency_contact.name_in_remark", named_in_remark, []),
    ("500000.emergency_contact.name_in_remark", no_remark, ["/remark"]),
    ("410000.emergency_contact.two_principals_differ", lambda case, _: case, []),
    # principals
    ("320000.principal.sole_trader_legal_rep", lambda case, _: case.subject(certificate=None), []),
    ("350000.principal.foreign_legal_rep_delegates", with_passport, ["/services/0/principal/certificate/type"]),
    (
        "350000.principal.foreign_legal_rep_delegates",
        lambda case, rule: with_passport(case, rule).service_principal(certificate=a_certificate(RESIDENT_ID)),
        [],
    ),
    ("370000.principal.foreign_legal_rep_delegates", with_residence_permit, ["/subject/principal/certificate/type"]),
    ("130000.principal.foreign_legal_rep_delegates", lambda case, _: case.service_principal(certificate=PASSPORT), []),
    ("310000.principal.hkmt_certificate", with_passport, []),
    ("310000.principal.hkmt_certificate", with_residence_permit, []),
    ("430000.principal.change_needs_new_letter", principal_on_file_is, ["/services/0/principal/certificate/number"]),
]


@pytest.mark.parametrize(("name", "change", "expected"), CASES)
def test_a_rule_speaks_exactly_where_something_is_wrong(name: str, change: Change, expected: list[str]) -> None:
    region, family = name.split(".", 1)
    rule = RULEBOOK.region_rules.regions[region].rules[family]

    case = change(a_case(rule), rule)

    assert [one.pointer for one in checks(case.body, case.context) if one.rule == rule.id] == expected


def test_a_service_that_was_not_on_file_has_nobody_to_compare_with() -> None:
    rule = RULEBOOK.region_rules.regions["430000"].rules["principal.change_needs_new_letter"]
    case = a_case(rule).somebody_else()
    on_file = replace(case.context.on_file, body=replace(case.body, services=()))  # type: ignore[type-var]

    for known in (on_file, None):
        context = replace(case.context, on_file=known)
        assert not [one for one in checks(case.body, context) if one.rule == rule.id]
