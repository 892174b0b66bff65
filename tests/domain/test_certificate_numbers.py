"""Certificate numbers by type."""

from datetime import date
from string import ascii_lowercase, ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_10

from app.domain.certificate_numbers import (
    CertificateFamily,
    NumberFault,
    birth_date_in,
    credit_code_in,
    family_of,
    fault_of,
    lookup_key,
    normalised,
    organisation_code_in,
)
from app.domain.filing_body import CertificateType as Type
from app.domain.unit_codes import registration_number_fault
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
    (Type.LAW_FIRM_LICENSE, "1" * 50, None),
    (Type.LAW_FIRM_LICENSE, "执业证1", None),
    (Type.SOCIAL_ORGANIZATION_LICENSE, "社会证", FORM),
    (Type.FOREIGN_ENTERPRISE_OFFICE_REGISTRATION, credit_code("91310000717854321"), None),
    (Type.FOREIGN_ENTERPRISE_OFFICE_REGISTRATION, REGISTRATION_NUMBER, None),
    (Type.FOREIGN_ENTERPRISE_OFFICE_REGISTRATION, "企外沪驻字第1号", FORM),
    (Type.SOCIAL_CREDIT_CODE_CERTIFICATE, credit_code("13410000005184603"), None),
    (Type.SOCIAL_CREDIT_CODE_CERTIFICATE, "社证字第5021号", FORM),
    (Type.SOCIAL_SERVICE_AGENCY_REGISTRATION, credit_code("52410000500012345"), None),
    (Type.PRIVATE_SCHOOL_LICENSE, "教民141010570000018号", None),
    (Type.MILITARY_PAID_SERVICE_PERMIT, "军服字第012号", None),
    (Type.FOREIGN_CULTURAL_CENTRE_REGISTRATION, credit_code("41110000500012345"), None),
    (Type.FOREIGN_TOURISM_OFFICE_APPROVAL, credit_code("61110000500012345"), None),
    (Type.EMBASSY_SCHOOL_LICENSE, "京教外字〔2010〕1号", None),
    (Type.JUDICIAL_APPRAISAL_LICENSE, "410008123", None),
    (Type.RELIGIOUS_SITE_REGISTRATION, "宗场证字（豫）A010020001号", None),
    (Type.RELIGIOUS_SITE_REGISTRATION, "宗场证字(豫)A010020001号", None),
    (Type.RELIGIOUS_SITE_REGISTRATION, "宗场证字“豫”A010020001号", FORM),
    (Type.OVERSEAS_BODY_REGISTRATION, "外机0001", None),
    (Type.OVERSEAS_NGO_OFFICE_REGISTRATION, credit_code("G1110000717854321"), None),
    (Type.FOREIGN_NEWS_BUREAU_CERTIFICATE, credit_code("21110000717854321"), None),
    (Type.HK_MACAO_TAIWAN_TOURISM_OFFICE_APPROVAL, credit_code("62110000717854321")[:-1] + "I", FORM),
    (Type.MEDICAL_INSTITUTION_LICENSE, "PDY10001941010511A1001", None),
    (Type.NOTARY_OFFICE_LICENSE, credit_code("32410000415800123"), None),
    (Type.RURAL_COLLECTIVE_REGISTRATION, credit_code("N2410105MF1234567"), None),
    (Type.ARBITRATION_COMMISSION_REGISTRATION, credit_code("35410000415800123"), None),
    (Type.MILITARY_UNIT_CODE, "61234", None),
    (Type.MILITARY_UNIT_CODE, "6123", None),
    (Type.MILITARY_UNIT_CODE, "612", FORM),
    (Type.MILITARY_UNIT_CODE, "0123", FORM),
    (Type.MILITARY_UNIT_CODE, "612345", FORM),
    (Type.PASSPORT, "E12345678", None),
    (Type.PASSPORT, "e1234 5678", None),
    (Type.PASSPORT, "E123", FORM),
    (Type.PASSPORT, "E1234", None),
    (Type.PASSPORT, "E" * 20, None),
    (Type.PASSPORT, "E" * 21, FORM),
    (Type.PASSPORT, "ſ1234567", FORM),
    (Type.HK_MACAO_PERMIT, "H12345678", None),
    (Type.HK_MACAO_PERMIT, "m1234567801", None),
    (Type.HK_MACAO_PERMIT, "HA1234567", None),
    (Type.HK_MACAO_PERMIT, "MZ123456701", None),
    (Type.HK_MACAO_PERMIT, "H1234567", FORM),
    (Type.HK_MACAO_PERMIT, "HAB123456", FORM),
    (Type.HK_MACAO_PERMIT, "H123456780A", FORM),
    (Type.HK_MACAO_PERMIT, "T12345678", FORM),
    (Type.HK_MACAO_PERMIT, "H123456789", FORM),
    (Type.TAIWAN_PERMIT, "12345678", None),
    (Type.TAIWAN_PERMIT, "0123456789(B)", None),
    (Type.TAIWAN_PERMIT, "0123456789b", None),
    (Type.TAIWAN_PERMIT, "0123456789", None),
    (Type.TAIWAN_PERMIT, "12345678A", None),
    (Type.TAIWAN_PERMIT, "1234567", FORM),
    (Type.TAIWAN_PERMIT, "0123456789(B", FORM),
    (Type.TAIWAN_PERMIT, "123456789", FORM),
    (Type.FOREIGNER_PERMANENT_RESIDENCE, "USA110088123101", None),
    (Type.FOREIGNER_PERMANENT_RESIDENCE, "US1100881231012", FORM),
    (Type.FOREIGNER_PERMANENT_RESIDENCE, "USA11008812310", FORM),
    (Type.FOREIGNER_PERMANENT_RESIDENCE, "USA1100881231010", FORM),
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


# Before the credit code, and where it never came, these bore numbers of whatever make their offices used.
NUMBERED_FREELY = set(Type) - {
    *(Type.BUSINESS_LICENSE, Type.FOREIGN_ENTERPRISE_OFFICE_REGISTRATION, Type.PUBLIC_INSTITUTION_LICENSE),
    *(Type.ORGANIZATION_CODE, Type.UNIFIED_SOCIAL_CREDIT_CODE, Type.SOCIAL_CREDIT_CODE_CERTIFICATE),
    *(Type.MILITARY_UNIT_CODE, Type.RESIDENT_ID, Type.PASSPORT, Type.HK_MACAO_PERMIT, Type.TAIWAN_PERMIT),
    *(Type.FOREIGNER_PERMANENT_RESIDENCE, Type.HK_MACAO_RESIDENCE_PERMIT, Type.TAIWAN_RESIDENCE_PERMIT),
}


@pytest.mark.parametrize("type_", Type)
def test_only_some_papers_take_a_number_of_any_make(type_: Type) -> None:
    assert (judge(type_, "豫教证字〔2010〕第1号") is None) == (type_ in NUMBERED_FREELY)


@pytest.mark.parametrize("type_", sorted(NUMBERED_FREELY))
def test_even_these_do_not_take_a_credit_code_with_a_slip(type_: Type) -> None:
    assert judge(type_, CREDIT_CODE) is None
    assert judge(type_, "91330000755918469F") is CHECK


@pytest.mark.parametrize(("as_of", "fault"), [(date(2024, 6, 30), FORM), (date(2024, 7, 1), None)])
def test_a_second_letter_in_a_hong_kong_permit_is_known_since_july_2024(as_of: date, fault: NumberFault | None) -> None:
    assert judge(Type.HK_MACAO_PERMIT, "HA1234567", as_of) is fault
    assert judge(Type.HK_MACAO_PERMIT, "H01234567", as_of) is None


@pytest.mark.fact("S4-05")
@pytest.mark.parametrize(
    ("type_", "number"),
    [
        (Type.BUSINESS_LICENSE, REGISTRATION_NUMBER),
        (Type.ORGANIZATION_CODE, ORGANISATION_CODE),
        (Type.PUBLIC_INSTITUTION_LICENSE, "141000000123"),
        (Type.SOCIAL_ORGANIZATION_LICENSE, "社证字第5021号"),
    ],
)
def test_papers_of_before_the_three_in_one_reform_stay_good_as_they_were_registered(type_: Type, number: str) -> None:
    assert judge(type_, number) is None


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
        (Type.PASSPORT, ascii_lowercase, ascii_uppercase),
    ],
)
def test_numbers_are_tidied_up_but_look_alike_characters_stay(type_: Type, typed: str, tidy: str) -> None:
    assert normalised(type_, typed) == tidy


def test_papers_of_units_are_one_family_and_each_paper_of_persons_is_its_own() -> None:
    others = {type_: family_of(type_) for type_ in Type if family_of(type_) is not CertificateFamily.UNIT}

    assert set(others) == {
        Type.MILITARY_UNIT_CODE,
        Type.RESIDENT_ID,
        Type.PASSPORT,
        Type.HK_MACAO_PERMIT,
        Type.TAIWAN_PERMIT,
        Type.FOREIGNER_PERMANENT_RESIDENCE,
        Type.HK_MACAO_RESIDENCE_PERMIT,
        Type.TAIWAN_RESIDENCE_PERMIT,
    }
    assert len(set(others.values())) == len(others)
    assert {*others.values(), CertificateFamily.UNIT} == set(CertificateFamily)


@pytest.mark.parametrize(
    ("type_", "number", "credit", "organisation"),
    [
        (Type.BUSINESS_LICENSE, " 91330000755918469e", CREDIT_CODE, ORGANISATION_CODE),
        (Type.RURAL_COLLECTIVE_REGISTRATION, CREDIT_CODE, CREDIT_CODE, ORGANISATION_CODE),
        (Type.BUSINESS_LICENSE, "91330000755918469F", None, None),
        (Type.BUSINESS_LICENSE, REGISTRATION_NUMBER, None, None),
        (Type.ORGANIZATION_CODE, "75591846-9", None, ORGANISATION_CODE),
        (Type.ORGANIZATION_CODE, "75591846-8", None, None),
        (Type.PUBLIC_INSTITUTION_LICENSE, ORGANISATION_CODE, None, ORGANISATION_CODE),
        (Type.LAW_FIRM_LICENSE, ORGANISATION_CODE, None, None),
        (Type.MILITARY_UNIT_CODE, "61234", None, None),
        (Type.PASSPORT, CREDIT_CODE, None, None),
    ],
)
def test_a_units_number_shows_its_credit_code_and_its_organisation_code(
    type_: Type, number: str, credit: str | None, organisation: str | None
) -> None:
    assert credit_code_in(type_, number) == credit
    assert organisation_code_in(type_, number) == organisation


@pytest.mark.parametrize(
    ("type_", "number", "born"),
    [
        (Type.RESIDENT_ID, RESIDENT_ID.lower(), date(1990, 3, 7)),
        (Type.HK_MACAO_RESIDENCE_PERMIT, HK_RESIDENCE_PERMIT, date(1985, 6, 15)),
        (Type.TAIWAN_RESIDENCE_PERMIT, TAIWAN_RESIDENCE_PERMIT, date(1985, 6, 15)),
        (Type.FOREIGNER_PERMANENT_RESIDENCE, PERMANENT_RESIDENCE, date(1988, 12, 31)),
        (Type.FOREIGNER_PERMANENT_RESIDENCE, "USA110088123101", None),
        (Type.PASSPORT, RESIDENT_ID, None),
    ],
)
def test_papers_with_a_citizens_number_tell_the_day_of_birth(type_: Type, number: str, born: date | None) -> None:
    assert birth_date_in(type_, number) == born


CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_CHECKS_OF_A_ONE_IN_EACH_PLACE = "YWN4C5FEB26JP7M13"
CREDIT_CHECKS_OF_EACH_FIRST_CHARACTER = "0YXWUTRQPNMLKJHGFEDCBA987654321"
ORGANISATION_CHECKS_OF_A_ONE_IN_EACH_PLACE = "84216379"


@pytest.mark.parametrize(("place", "check"), list(enumerate(CREDIT_CHECKS_OF_A_ONE_IN_EACH_PLACE)))
def test_each_place_of_a_credit_code_has_the_weight_of_gb_32100(place: int, check: str) -> None:
    number = "0" * place + "1" + "0" * (16 - place)

    assert judge(Type.UNIFIED_SOCIAL_CREDIT_CODE, number + check) is None
    for other in set(CREDIT_CHARACTERS) - {check}:
        assert judge(Type.UNIFIED_SOCIAL_CREDIT_CODE, number + other) is CHECK


@pytest.mark.parametrize(
    ("first", "check"), list(zip(CREDIT_CHARACTERS, CREDIT_CHECKS_OF_EACH_FIRST_CHARACTER, strict=True))
)
def test_each_character_of_a_credit_code_has_the_worth_of_gb_32100(first: str, check: str) -> None:
    assert judge(Type.UNIFIED_SOCIAL_CREDIT_CODE, first + "0" * 16 + check) is None


@pytest.mark.parametrize("letter", "IOSVZ_ÄА")
def test_a_credit_code_has_none_of_the_letters_that_look_like_others(letter: str) -> None:
    for place in range(18):
        number = CREDIT_CODE[:place] + letter + CREDIT_CODE[place + 1 :]
        assert judge(Type.UNIFIED_SOCIAL_CREDIT_CODE, number) is FORM


@pytest.mark.parametrize("place", range(2, 8))
def test_the_region_in_a_credit_code_is_of_digits(place: int) -> None:
    assert judge(Type.BUSINESS_LICENSE, CREDIT_CODE[:place] + "A" + CREDIT_CODE[place + 1 :]) is FORM


@pytest.mark.parametrize("number", [CREDIT_CODE[:-1], CREDIT_CODE + "0", "0" + CREDIT_CODE, CREDIT_CODE + "\n"])
def test_a_credit_code_has_eighteen_characters(number: str) -> None:
    assert judge(Type.UNIFIED_SOCIAL_CREDIT_CODE, number) is FORM


@pytest.mark.parametrize(("place", "check"), list(enumerate(ORGANISATION_CHECKS_OF_A_ONE_IN_EACH_PLACE)))
def test_each_place_of_an_organisation_code_has_the_weight_of_gb_11714(place: int, check: str) -> None:
    number = "0" * place + "1" + "0" * (7 - place)

    assert judge(Type.ORGANIZATION_CODE, number + check) is None
    for other in set("0123456789X") - {check}:
        assert judge(Type.ORGANIZATION_CODE, number + other) is CHECK


@pytest.mark.parametrize(
    "number", ["000000000", "40000000X", "A00000003", "Z00000005", "0000000A2", "0000000B0", "D2143569X", "708461136"]
)
def test_letters_in_an_organisation_code_are_worth_ten_to_thirty_five(number: str) -> None:
    assert judge(Type.ORGANIZATION_CODE, number) is None
    assert judge(Type.ORGANIZATION_CODE, f"{number[:8]}-{number[8]}") is None


@pytest.mark.parametrize("number", ["0000000A", "0000000000", "00000000A", "0000000Ä2", "00000000--0", "00000000_0"])
def test_an_organisation_code_has_eight_characters_and_a_check_character(number: str) -> None:
    assert judge(Type.ORGANIZATION_CODE, number) is FORM


@pytest.mark.parametrize("number", ["000000000000005", "100000000000006", "410100000012342", "330000000012340"])
def test_a_registration_number_ends_with_the_digit_of_iso_7064_mod_11_10_and_no_other(number: str) -> None:
    passing = [digit for digit in "0123456789" if judge(Type.BUSINESS_LICENSE, number[:-1] + digit) is None]

    assert passing == [number[-1]]


credit_codes = st.builds(
    lambda kind, region, rest: credit_code(kind + region + rest),
    st.sampled_from(["11", "51", "91", "92"]),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(CREDIT_CHARACTERS, min_size=9, max_size=9),
)


def test_a_registration_number_has_fifteen_digits_though_its_check_would_fit_others() -> None:
    for serial in ("0" * 13, "0" * 15):
        assert registration_number_fault(serial + mod_11_10.calc_check_digit(serial)) is FORM


@given(credit_codes)
def test_credit_codes_that_the_oracle_takes_pass(number: str) -> None:
    assert uscc.is_valid(number)
    assert judge(Type.UNIFIED_SOCIAL_CREDIT_CODE, number) is None


@given(credit_codes, st.integers(0, 17), st.sampled_from(CREDIT_CHARACTERS))
def test_one_wrong_character_of_a_credit_code_is_never_overlooked(number: str, place: int, other: str) -> None:
    changed = number[:place] + other + number[place + 1 :]

    assert (judge(Type.UNIFIED_SOCIAL_CREDIT_CODE, changed) is None) == (changed == number)


@given(credit_codes, st.integers(0, 16))
def test_two_neighbours_swapped_in_a_credit_code_are_never_overlooked(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert (judge(Type.UNIFIED_SOCIAL_CREDIT_CODE, swapped) is None) == (swapped == number)


def organisation_code(first_eight: str) -> str:
    """Work an organisation code out in the words of the standard: 11 less the remainder, 10 being X and 11 being 0."""
    total = sum(int(digit) * weight for digit, weight in zip(first_eight, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return first_eight + {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


organisation_codes = st.builds(organisation_code, st.text("0123456789", min_size=8, max_size=8))


@given(organisation_codes, st.integers(0, 8), st.sampled_from("0123456789X"))
def test_one_wrong_digit_of_an_organisation_code_is_never_overlooked(number: str, place: int, digit: str) -> None:
    # A letter in the body can be worth as much as a digit, modulo 11.
    digit = digit if place == 8 else digit.replace("X", "0")
    changed = number[:place] + digit + number[place + 1 :]

    assert (judge(Type.ORGANIZATION_CODE, changed) is None) == (changed == number)


@given(organisation_codes, st.integers(0, 6))
def test_two_neighbours_swapped_in_an_organisation_code_are_never_overlooked(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert (judge(Type.ORGANIZATION_CODE, swapped) is None) == (swapped == number)


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


def test_a_number_is_looked_up_within_its_family_of_papers() -> None:
    on_the_licence = lookup_key(Type.BUSINESS_LICENSE, "91410100MA9A1B2C3X")

    assert lookup_key(Type.ORGANIZATION_CODE, "91410100MA9A1B2C3X") == on_the_licence
    assert lookup_key(Type.PASSPORT, "E12345678") != lookup_key(Type.HK_MACAO_PERMIT, "E12345678")
