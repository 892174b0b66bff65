"""A new certificate of the same holder, or of another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from app.domain.certificate_renewals import Renewal, is_of_unit, renewal, renewal_findings
from app.domain.filing_body import Certificate
from app.domain.filing_body import CertificateType as Type
from app.domain.findings import Severity
from tests.domain.a_filing import CONTEXT
from tests.domain.samples import HK_RESIDENCE_PERMIT, RESIDENT_ID, TAIWAN_RESIDENCE_PERMIT, ends_with_check

Paper = tuple[Type, str]

ORGANISATION_CODE = "755918469"
CREDIT_CODE = "91330000755918469E"
MOVED = "91410100755918469" + uscc.calc_check_digit("91410100755918469")
OTHER_CREDIT_CODE = "91440300708461136T"
REGISTRATION_NUMBER = "410100000012342"

LICENCE = (Type.BUSINESS_LICENSE, CREDIT_CODE)
OLD_LICENCE = (Type.BUSINESS_LICENSE, REGISTRATION_NUMBER)
OLD_CODE = (Type.ORGANIZATION_CODE, "75591846-9")
CASES = [
    (LICENCE, (Type.BUSINESS_LICENSE, " 91330000755918469e"), Renewal.SAME),
    (LICENCE, (Type.UNIFIED_SOCIAL_CREDIT_CODE, CREDIT_CODE), Renewal.SAME),
    (OLD_CODE, (Type.ORGANIZATION_CODE, ORGANISATION_CODE), Renewal.SAME),
    (OLD_CODE, LICENCE, Renewal.PROVEN),
    (LICENCE, OLD_CODE, Renewal.PROVEN),
    ((Type.PUBLIC_INSTITUTION_LICENSE, ORGANISATION_CODE), LICENCE, Renewal.PROVEN),
    (LICENCE, (Type.BUSINESS_LICENSE, MOVED), Renewal.PROVEN),
    (OLD_CODE, (Type.BUSINESS_LICENSE, OTHER_CREDIT_CODE), Renewal.ANOTHER),
    (OLD_CODE, (Type.ORGANIZATION_CODE, "D2143569X"), Renewal.ANOTHER),
    (LICENCE, (Type.BUSINESS_LICENSE, OTHER_CREDIT_CODE), Renewal.ANOTHER),
    (OLD_LICENCE, LICENCE, Renewal.UNPROVEN),
    (OLD_LICENCE, OLD_CODE, Renewal.UNPROVEN),
    (LICENCE, OLD_LICENCE, Renewal.UNPROVEN),
    (OLD_LICENCE, (Type.BUSINESS_LICENSE, "330000000012340"), Renewal.ANOTHER),
    (OLD_LICENCE, (Type.LAW_FIRM_LICENSE, "24101201010123456"), Renewal.UNPROVEN),
    ((Type.LAW_FIRM_LICENSE, "24101201010123456"), OLD_LICENCE, Renewal.UNPROVEN),
    (
        (Type.SOCIAL_ORGANIZATION_LICENSE, "社证字第5021号"),
        (Type.SOCIAL_ORGANIZATION_LICENSE, "社证字第5022号"),
        Renewal.UNPROVEN,
    ),
    (
        (Type.RELIGIOUS_SITE_REGISTRATION, "宗场证字（豫）A0123号"),
        (Type.RELIGIOUS_SITE_REGISTRATION, "宗场证字（豫）A0124号"),
        Renewal.UNPROVEN,
    ),
    ((Type.MILITARY_UNIT_CODE, "61234"), (Type.MILITARY_PAID_SERVICE_PERMIT, "61234"), Renewal.UNPROVEN),
    ((Type.RESIDENT_ID, RESIDENT_ID), (Type.RESIDENT_ID, RESIDENT_ID), Renewal.SAME),
    ((Type.RESIDENT_ID, RESIDENT_ID), (Type.RESIDENT_ID, ends_with_check("41010519900307124")), Renewal.ANOTHER),
    ((Type.RESIDENT_ID, RESIDENT_ID), (Type.PASSPORT, "E12345678"), Renewal.ANOTHER),
    ((Type.PASSPORT, "E12345678"), (Type.RESIDENT_ID, RESIDENT_ID), Renewal.UNPROVEN),
    ((Type.PASSPORT, "E12345678"), (Type.PASSPORT, "E87654321"), Renewal.UNPROVEN),
    ((Type.PASSPORT, "12345678"), (Type.TAIWAN_PERMIT, "12345678"), Renewal.UNPROVEN),
    ((Type.HK_MACAO_PERMIT, "H1234567801"), (Type.HK_MACAO_PERMIT, "h1234567802"), Renewal.PROVEN),
    ((Type.HK_MACAO_PERMIT, "H12345678"), (Type.HK_MACAO_PERMIT, "H1234567802"), Renewal.PROVEN),
    ((Type.HK_MACAO_PERMIT, "H1234567801"), (Type.HK_MACAO_PERMIT, "H1234567901"), Renewal.UNPROVEN),
    ((Type.HK_MACAO_PERMIT, "H1234567801"), (Type.HK_MACAO_PERMIT, "M1234567801"), Renewal.UNPROVEN),
    ((Type.HK_MACAO_PERMIT, "H1234567801"), (Type.PASSPORT, "H12345678"), Renewal.UNPROVEN),
    ((Type.TAIWAN_PERMIT, "0123456789(B)"), (Type.TAIWAN_PERMIT, "0123456789C"), Renewal.PROVEN),
    ((Type.TAIWAN_PERMIT, "0123456789A"), (Type.TAIWAN_PERMIT, "0123456789(Z)"), Renewal.PROVEN),
    ((Type.TAIWAN_PERMIT, "0123456789(B)"), (Type.TAIWAN_PERMIT, "12345678"), Renewal.UNPROVEN),
    (
        (Type.HK_MACAO_RESIDENCE_PERMIT, HK_RESIDENCE_PERMIT),
        (Type.HK_MACAO_RESIDENCE_PERMIT, ends_with_check("81000019850615002")),
        Renewal.ANOTHER,
    ),
    (
        (Type.TAIWAN_RESIDENCE_PERMIT, TAIWAN_RESIDENCE_PERMIT),
        (Type.TAIWAN_RESIDENCE_PERMIT, ends_with_check("83000019850615001")),
        Renewal.ANOTHER,
    ),
    (
        (Type.HK_MACAO_RESIDENCE_PERMIT, HK_RESIDENCE_PERMIT),
        (Type.HK_MACAO_PERMIT, "H1234567801"),
        Renewal.UNPROVEN,
    ),
    ((Type.FOREIGNER_PERMANENT_RESIDENCE, "USA110088123101"), (Type.PASSPORT, "E12345678"), Renewal.UNPROVEN),
    ((Type.RESIDENT_ID, RESIDENT_ID), LICENCE, Renewal.ANOTHER),
    (OLD_LICENCE, (Type.PASSPORT, "E12345678"), Renewal.ANOTHER),
]


@pytest.mark.parametrize(("on_file", "new", "outcome"), CASES)
def test_the_numbers_tell_the_same_holder_from_another_as_far_as_they_can(
    on_file: Paper, new: Paper, outcome: Renewal
) -> None:
    assert renewal(on_file, new) is outcome


def found(on_file: Paper, new: Paper) -> list[str]:
    pair = (Certificate(*on_file), Certificate(*new))
    return [
        f"{one.severity} {one.code} {one.pointer}" for one in renewal_findings(*pair, "/subject/certificate", CONTEXT)
    ]


@pytest.mark.fact("S3-06")
def test_the_credit_code_that_took_the_place_of_a_units_organisation_code_is_accepted_without_a_word() -> None:
    assert found(OLD_CODE, LICENCE) == []


@pytest.mark.fact("S3-06")
def test_the_credit_code_that_took_the_place_of_a_registration_number_is_accepted_with_the_registrars_letter() -> None:
    (one,) = renewal_findings(Certificate(*OLD_LICENCE), Certificate(*LICENCE), "/subject/certificate", CONTEXT)

    assert (one.severity, one.code) == (Severity.WARNING, "certificate_holder_unproven")
    assert "工商更名函" in one.remedy.zh
    assert "name_change_letter" in one.remedy.en


def test_another_units_certificate_is_refused_and_the_ways_that_are_open_are_named() -> None:
    other = (Type.BUSINESS_LICENSE, OTHER_CREDIT_CODE)
    (one,) = renewal_findings(Certificate(*LICENCE), Certificate(*other), "/subject/certificate", CONTEXT)

    assert (one.severity, one.code) == (Severity.ERROR, "certificate_of_another_holder")
    assert one.pointer == "/subject/certificate/number"
    assert "注销" in one.remedy.zh
    assert "迁移" in one.remedy.zh
    assert one.source


def test_a_persons_new_passport_is_for_the_reviewer_to_compare() -> None:
    assert found((Type.PASSPORT, "E12345678"), (Type.PASSPORT, "E87654321")) == [
        "warning person_certificate_renumbered /subject/certificate/number"
    ]


def test_the_same_number_needs_no_word() -> None:
    assert found(LICENCE, LICENCE) == []


@pytest.mark.parametrize(
    ("on_file", "new"),
    [
        (Certificate(), Certificate(*LICENCE)),
        (Certificate(Type.BUSINESS_LICENSE), Certificate(*LICENCE)),
        (Certificate(*LICENCE), Certificate(Type.BUSINESS_LICENSE, "")),
        (Certificate(*LICENCE), Certificate(None, OTHER_CREDIT_CODE)),
    ],
)
def test_what_is_not_entered_yet_is_not_compared(on_file: Certificate, new: Certificate) -> None:
    assert list(renewal_findings(on_file, new, "/subject/certificate", CONTEXT)) == []


papers = st.tuples(
    st.sampled_from(Type),
    st.text("0123456789ABHMX()-证", min_size=1, max_size=20)
    | st.sampled_from([CREDIT_CODE, ORGANISATION_CODE, REGISTRATION_NUMBER, RESIDENT_ID]),
)


@given(papers, papers)
def test_whatever_the_papers_there_is_an_outcome_and_never_does_a_unit_become_a_person(
    one: Paper, other: Paper
) -> None:
    outcome = renewal(one, other)

    assert outcome in Renewal
    if is_of_unit(one[0]) != is_of_unit(other[0]):
        assert outcome is Renewal.ANOTHER


@given(papers)
def test_a_certificate_is_the_same_as_itself(one: Paper) -> None:
    assert renewal(one, one) is Renewal.SAME
