"""Certificate numbers by type."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_10

from app.domain.certificate_numbers import (
    CertificateFamily,
    NumberFault,
    family_of,
    fault_of,
    has_unknown_department,
    normalised,
)
from app.domain.filing_body import CertificateType as Type
from tests.domain.samples import (
    HK_RESIDENCE_PERMIT,
    PERMANENT_RESIDENCE,
    RESIDENT_ID,
    TAIWAN_RESIDENCE_PERMIT,
    TODAY,
    ends_with_check,
)

FORM, DATE, CHECK, REGION = (
    NumberFault.WRONG_FORM,
    NumberFault.WRONG_DATE,
    NumberFault.WRONG_CHECK_DIGIT,
    NumberFault.UNASSIGNED_REGION,
)

CREDIT_CODE = "91330000755918469E"
REGISTRATION_NUMBER = "41010500001234" + mod_11_10.calc_check_digit("41010500001234")
ORGANISATION_CODE = "755918469"


def credit_code(first_seventeen: str) -> str:
    return first_seventeen + uscc.calc_check_digit(first_seventeen)


def judge(type_: Type, number: str, as_of: date = TODAY) -> NumberFault | None:
    return fault_of(type_, number, as_of, lambda region: region == "410105")


CASES = [
    (Type.RESIDENT_ID, RESIDENT_ID, None),
    (Type.RESIDENT_ID, ends_with_check("11010519900307123"), REGION),
    (Type.RESIDENT_ID, HK_RESIDENCE_PERMIT, REGION),
    (Type.RESIDENT_ID, "４" + RESIDENT_ID[1:], FORM),
    (Type.BUSINESS_LICENSE, CREDIT_CODE, None),
    (Type.BUSINESS_LICENSE, "91440300708461136T", None),
    (Type.BUSINESS_LICENSE, " 9133 0000 7559 1846 9e ", None),
    (Type.BUSINESS_LICENSE, "91330000755918469F", CHECK),
    (Type.BUSINESS_LICENSE, "91330000755918469I", FORM),
    (Type.BUSINESS_LICENSE, "913300007559184６9E", FORM),
    (Type.BUSINESS_LICENSE, REGISTRATION_NUMBER, None),
    (Type.BUSINESS_LICENSE, REGISTRATION_NUMBER[:-1] + str((int(REGISTRATION_NUMBER[-1]) + 1) % 10), CHECK),
    (Type.BUSINESS_LICENSE, "41010500001234A", FORM),
    (Type.BUSINESS_LICENSE, "", FORM),
    (Type.UNIFIED_SOCIAL_CREDIT_CODE, credit_code("11410000005184603"), None),
    (Type.UNIFIED_SOCIAL_CREDIT_CODE, credit_code("N1410000005184603"), None),
    (Type.UNIFIED_SOCIAL_CREDIT_CODE, credit_code("QQ410000005184603"), None),
    (Type.UNIFIED_SOCIAL_CREDIT_CODE, REGISTRATION_NUMBER, FORM),
    (Type.ORGANIZATION_CODE, "75591846-9", None),
    (Type.ORGANIZATION_CODE, ORGANISATION_CODE, None),
    (Type.ORGANIZATION_CODE, "D2143569X", None),
    (Type.ORGANIZATION_CODE, "d2143569-x", None),
    (Type.ORGANIZATION_CODE, "755918468", CHECK),
    (Type.ORGANIZATION_CODE, "7559-18469", FORM),
    (Type.ORGANIZATION_CODE, CREDIT_CODE, FORM),
    (Type.PUBLIC_INSTITUTION_LICENSE, credit_code("12410000415800123"), None),
    (Type.PUBLIC_INSTITUTION_LICENSE, "75591846-9", None),
    (Type.PUBLIC_INSTITUTION_LICENSE, "141000000123", None),
    (Type.PUBLIC_INSTITUTION_LICENSE, "14100000012A", FORM),
    (Type.PUBLIC_INSTITUTION_LICENSE, "75591846-8", CHECK),
    (Type.PUBLIC_INSTITUTION_LICENSE, "123", FORM),
    (Type.SOCIAL_ORGANIZATION_LICENSE, credit_code("51410000500012345"), None),
    (Type.SOCIAL_ORGANIZATION_LICENSE, "社证字第5021号", None),
    (Type.SOCIAL_ORGANIZATION_LICENSE, "51410000500012345" + "0", CHECK),
    (Type.PRIVATE_NON_ENTERPRISE_LICENSE, "民410000-123", None),
    (Type.FOUNDATION_LICENSE, "基金会", FORM),
    (Type.LAW_FIRM_LICENSE, "24101201010123456", None),
    (Type.LAW_FIRM_LICENSE, "1" * 51, FORM),
    (Type.LAW_FIRM_LICENSE, "<script>alert</script>", FORM),
    (Type.MILITARY_UNIT_CODE, "61234", None),
    (Type.MILITARY_UNIT_CODE, "0123", FORM),
    (Type.MILITARY_UNIT_CODE, "612345", FORM),
    (Type.PASSPORT, "E12345678", None),
    (Type.PASSPORT, "e1234 5678", None),
    (Type.PASSPORT, "E123", FORM),
    (Type.PASSPORT, "E" * 21, FORM),
    (Type.PASSPORT, "ſ1234567", FORM),
    (Type.HK_MACAO_PERMIT, "H12345678", None),
    (Type.HK_MACAO_PERMIT, "m1234567801", None),
    (Type.HK_MACAO_PERMIT, "HA1234567", None),
    (Type.HK_MACAO_PERMIT, "T12345678", FORM),
    (Type.HK_MACAO_PERMIT, "H123456789", FORM),
    (Type.TAIWAN_PERMIT, "12345678", None),
    (Type.TAIWAN_PERMIT, "0123456789(B)", None),
    (Type.TAIWAN_PERMIT, "0123456789b", None),
    (Type.TAIWAN_PERMIT, "123456789", FORM),
    (Type.FOREIGNER_PERMANENT_RESIDENCE, "USA110088123101", None),
    (Type.FOREIGNER_PERMANENT_RESIDENCE, PERMANENT_RESIDENCE, None),
    (Type.FOREIGNER_PERMANENT_RESIDENCE, PERMANENT_RESIDENCE[:-1] + "?", FORM),
    (Type.FOREIGNER_PERMANENT_RESIDENCE, ends_with_check("91184019881331001"), DATE),
    (Type.FOREIGNER_PERMANENT_RESIDENCE, RESIDENT_ID, FORM),
    (Type.HK_MACAO_RESIDENCE_PERMIT, HK_RESIDENCE_PERMIT, None),
    (Type.HK_MACAO_RESIDENCE_PERMIT, TAIWAN_RESIDENCE_PERMIT, REGION),
    (Type.TAIWAN_RESIDENCE_PERMIT, TAIWAN_RESIDENCE_PERMIT, None),
    (Type.TAIWAN_RESIDENCE_PERMIT, RESIDENT_ID, REGION),
]


@pytest.mark.parametrize(("type_", "number", "fault"), CASES)
def test_each_certificate_type_has_its_own_form_and_check(type_: Type, number: str, fault: NumberFault | None) -> None:
    assert judge(type_, number) is fault


def test_every_certificate_type_is_judged_by_some_case() -> None:
    assert {type_ for type_, _, _ in CASES} == set(Type)


@pytest.mark.parametrize(("as_of", "fault"), [(date(2024, 6, 30), FORM), (date(2024, 7, 1), None)])
def test_a_second_letter_in_a_hong_kong_permit_is_known_since_july_2024(as_of: date, fault: NumberFault | None) -> None:
    assert judge(Type.HK_MACAO_PERMIT, "HA1234567", as_of) is fault
    assert judge(Type.HK_MACAO_PERMIT, "H01234567", as_of) is None


@pytest.mark.parametrize(
    ("number", "unknown"),
    [
        (CREDIT_CODE, False),
        (credit_code("N2410000005184603"), False),
        (credit_code("A1410000005184603"), False),
        (credit_code("Y1410000005184603"), False),
        (credit_code("32410000005184603"), False),
        (credit_code("94410000005184603"), True),
        (credit_code("Q1410000005184603"), True),
        (REGISTRATION_NUMBER, False),
    ],
)
def test_an_unknown_department_is_told_but_is_no_fault(number: str, unknown: bool) -> None:
    assert has_unknown_department(number) is unknown
    assert judge(Type.BUSINESS_LICENSE, number) is None


@pytest.mark.parametrize(
    ("type_", "typed", "tidy"),
    [
        (Type.BUSINESS_LICENSE, " 91330000 755918469e", CREDIT_CODE),
        (Type.ORGANIZATION_CODE, "75591846-9", ORGANISATION_CODE),
        (Type.PUBLIC_INSTITUTION_LICENSE, "75591846-9", ORGANISATION_CODE),
        (Type.ORGANIZATION_CODE, "7559-1846-9", "7559-1846-9"),
        (Type.PRIVATE_NON_ENTERPRISE_LICENSE, "民41000-123", "民41000-123"),
        (Type.RESIDENT_ID, "４1010519900307123x", "４1010519900307123X"),
        (Type.PASSPORT, "e1234567ı", "E1234567ı"),
    ],
)
def test_numbers_are_tidied_up_but_look_alike_characters_stay(type_: Type, typed: str, tidy: str) -> None:
    assert normalised(type_, typed) == tidy


def test_papers_of_units_are_one_family_and_each_paper_of_persons_is_its_own() -> None:
    units = {type_ for type_ in Type if family_of(type_) is CertificateFamily.UNIT}
    others = {type_: family_of(type_) for type_ in Type if type_ not in units}

    assert units == {
        Type.BUSINESS_LICENSE,
        Type.ORGANIZATION_CODE,
        Type.UNIFIED_SOCIAL_CREDIT_CODE,
        Type.PUBLIC_INSTITUTION_LICENSE,
        Type.SOCIAL_ORGANIZATION_LICENSE,
        Type.PRIVATE_NON_ENTERPRISE_LICENSE,
        Type.FOUNDATION_LICENSE,
        Type.LAW_FIRM_LICENSE,
    }
    assert len(set(others.values())) == len(others)
    assert {*others.values(), CertificateFamily.UNIT} == set(CertificateFamily)


CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
credit_codes = st.builds(
    lambda kind, region, rest: credit_code(kind + region + rest),
    st.sampled_from(["11", "51", "91", "92"]),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(CREDIT_CHARACTERS, min_size=9, max_size=9),
)


@given(credit_codes)
def test_credit_codes_that_the_oracle_takes_pass(number: str) -> None:
    assert uscc.is_valid(number)
    assert judge(Type.UNIFIED_SOCIAL_CREDIT_CODE, number) is None


@given(credit_codes, st.integers(0, 17), st.sampled_from(CREDIT_CHARACTERS))
def test_one_wrong_character_of_a_credit_code_is_never_overlooked(number: str, place: int, other: str) -> None:
    changed = number[:place] + other + number[place + 1 :]

    assert (judge(Type.UNIFIED_SOCIAL_CREDIT_CODE, changed) is None) == (changed == number)


@given(st.integers(0, 10**14 - 1), st.integers(0, 14), st.integers(0, 9))
def test_one_wrong_digit_of_a_registration_number_is_never_overlooked(serial: int, place: int, digit: int) -> None:
    number = f"{serial:014}" + mod_11_10.calc_check_digit(f"{serial:014}")
    changed = number[:place] + str(digit) + number[place + 1 :]

    assert (judge(Type.BUSINESS_LICENSE, changed) is None) == (changed == number)


@given(st.sampled_from(Type), st.text(max_size=60) | st.text("0123456789ABCHMXabx- ()", max_size=20))
def test_no_text_makes_it_fail_and_what_is_tidy_stays_so(type_: Type, text: str) -> None:
    tidy = normalised(type_, text)

    assert judge(type_, text) is judge(type_, tidy)
    assert normalised(type_, tidy) == tidy
