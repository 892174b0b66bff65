"""The authority's natures and certificates, by number and by name."""

from collections import Counter

import pytest
from stdnum.cn import uscc

from app.domain.certificate_numbers import fault_of
from app.domain.check_rules import CheckRule
from app.domain.filing_body import CertificateType as Type
from app.domain.filing_body import SubjectNature as Nature
from app.domain.subject_catalog import (
    certificate_numbered,
    certificates,
    certificates_of,
    has_known_prefix,
    label_of_certificate,
    label_of_nature,
    listed,
    nature_numbered,
    natures,
    number_of_certificate,
    number_of_nature,
)
from app.domain.texts import Text
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

NUMBERS_OF_NATURES = {
    Nature.NATIONAL_DEFENCE: 1,
    Nature.GOVERNMENT_AGENCY: 2,
    Nature.PUBLIC_INSTITUTION: 3,
    Nature.ENTERPRISE: 4,
    Nature.INDIVIDUAL: 5,
    Nature.SOCIAL_ORGANIZATION: 6,
    Nature.PRIVATE_NON_ENTERPRISE: 9,
    Nature.FOUNDATION: 10,
    Nature.LAW_FIRM: 11,
    Nature.FOREIGN_CULTURAL_CENTRE: 12,
    Nature.MASS_ORGANIZATION: 13,
    Nature.JUDICIAL_APPRAISAL_BODY: 14,
    Nature.RELIGIOUS_BODY: 15,
    Nature.OVERSEAS_BODY: 16,
    Nature.MEDICAL_INSTITUTION: 17,
    Nature.NOTARY_OFFICE: 18,
    Nature.COLLECTIVE_ECONOMY: 19,
    Nature.ARBITRATION_BODY: 20,
}

PAPERS = {
    Nature.NATIONAL_DEFENCE: {Type.MILITARY_UNIT_CODE: 5, Type.MILITARY_PAID_SERVICE_PERMIT: 23},
    Nature.GOVERNMENT_AGENCY: {Type.ORGANIZATION_CODE: 9, Type.UNIFIED_SOCIAL_CREDIT_CODE: 13},
    Nature.PUBLIC_INSTITUTION: {
        Type.ORGANIZATION_CODE: 3,
        Type.PUBLIC_INSTITUTION_LICENSE: 4,
        Type.UNIFIED_SOCIAL_CREDIT_CODE: 15,
    },
    Nature.ENTERPRISE: {
        Type.BUSINESS_LICENSE: 1,
        Type.ORGANIZATION_CODE: 12,
        Type.FOREIGN_ENTERPRISE_OFFICE_REGISTRATION: 27,
    },
    Nature.INDIVIDUAL: {
        Type.RESIDENT_ID: 2,
        Type.PASSPORT: 7,
        Type.TAIWAN_PERMIT: 11,
        Type.HK_MACAO_PERMIT: 14,
        Type.FOREIGNER_PERMANENT_RESIDENCE: 30,
        Type.HK_MACAO_RESIDENCE_PERMIT: 41,
        Type.TAIWAN_RESIDENCE_PERMIT: 42,
    },
    Nature.SOCIAL_ORGANIZATION: {Type.SOCIAL_ORGANIZATION_LICENSE: 6, Type.ORGANIZATION_CODE: 10},
    Nature.PRIVATE_NON_ENTERPRISE: {
        Type.ORGANIZATION_CODE: 16,
        Type.PRIVATE_NON_ENTERPRISE_LICENSE: 17,
        Type.SOCIAL_SERVICE_AGENCY_REGISTRATION: 36,
        Type.PRIVATE_SCHOOL_LICENSE: 37,
    },
    Nature.FOUNDATION: {Type.ORGANIZATION_CODE: 18, Type.FOUNDATION_LICENSE: 19},
    Nature.LAW_FIRM: {Type.ORGANIZATION_CODE: 20, Type.LAW_FIRM_LICENSE: 21},
    Nature.FOREIGN_CULTURAL_CENTRE: {
        Type.FOREIGN_CULTURAL_CENTRE_REGISTRATION: 22,
        Type.FOREIGN_TOURISM_OFFICE_APPROVAL: 34,
        Type.EMBASSY_SCHOOL_LICENSE: 40,
    },
    Nature.MASS_ORGANIZATION: {Type.UNIFIED_SOCIAL_CREDIT_CODE: 24},
    Nature.JUDICIAL_APPRAISAL_BODY: {Type.JUDICIAL_APPRAISAL_LICENSE: 28},
    Nature.RELIGIOUS_BODY: {Type.RELIGIOUS_SITE_REGISTRATION: 25},
    Nature.OVERSEAS_BODY: {Type.OVERSEAS_BODY_REGISTRATION: 35},
    Nature.MEDICAL_INSTITUTION: {Type.MEDICAL_INSTITUTION_LICENSE: 38},
    Nature.NOTARY_OFFICE: {Type.NOTARY_OFFICE_LICENSE: 39},
    Nature.COLLECTIVE_ECONOMY: {Type.RURAL_COLLECTIVE_REGISTRATION: 43},
    Nature.ARBITRATION_BODY: {Type.ARBITRATION_COMMISSION_REGISTRATION: 44},
}

WITHOUT_NATURE = {
    Type.OVERSEAS_NGO_OFFICE_REGISTRATION: 46,
    Type.FOREIGN_NEWS_BUREAU_CERTIFICATE: 47,
    Type.HK_MACAO_TAIWAN_TOURISM_OFFICE_APPROVAL: 48,
    Type.SOCIAL_CREDIT_CODE_CERTIFICATE: 49,
}


def test_every_nature_has_the_authoritys_number_a_name_and_a_source_in_the_order_of_the_numbers() -> None:
    entries = natures(TODAY, RULEBOOK)

    assert {entry.nature: entry.number for entry in entries} == NUMBERS_OF_NATURES
    assert [entry.number for entry in entries] == sorted(NUMBERS_OF_NATURES.values())
    assert all(entry.label.zh and entry.label.en and entry.source for entry in entries)


@pytest.mark.parametrize("nature", Nature)
def test_a_nature_is_found_by_its_number_and_told_by_its_name(nature: Nature) -> None:
    number = number_of_nature(nature, TODAY, RULEBOOK)

    assert number == NUMBERS_OF_NATURES[nature]
    assert nature_numbered(number, TODAY, RULEBOOK) is nature
    assert label_of_nature(nature, TODAY, RULEBOOK) in {entry.label for entry in natures(TODAY, RULEBOOK)}


@pytest.mark.parametrize("number", [0, 7, 8, 21])
def test_a_number_that_is_no_natures_is_none(number: int) -> None:
    assert nature_numbered(number, TODAY, RULEBOOK) is None


@pytest.mark.parametrize("nature", Nature)
def test_a_paper_has_its_number_under_each_nature_that_may_use_it_and_none_under_the_others(nature: Nature) -> None:
    numbers = {type_: number_of_certificate(nature, type_, TODAY, RULEBOOK) for type_ in Type}

    numbered = {type_: number for type_, number in numbers.items() if number is not None}
    assert numbered == PAPERS[nature]
    assert set(certificates_of(nature, TODAY, RULEBOOK)) == set(numbered)
    assert all(certificate_numbered(number, TODAY, RULEBOOK) is type_ for type_, number in numbered.items())


def test_no_number_is_given_twice_and_they_stand_in_order() -> None:
    numbers = [entry.number for entry in certificates(TODAY, RULEBOOK)]

    assert max(Counter(numbers).values()) == 1
    assert numbers == sorted(numbers)


def test_every_paper_is_of_a_nature_but_the_four_whose_nature_no_source_tells() -> None:
    entries = certificates(TODAY, RULEBOOK)

    assert {entry.type for entry in entries} == set(Type)
    assert {entry.type: entry.number for entry in entries if not entry.natures} == WITHOUT_NATURE
    assert all(entry.label.zh and entry.label.en and entry.source for entry in entries)


@pytest.mark.parametrize("number", [8, 26, 29, 31, 32, 33, 45, 50])
def test_a_number_that_is_no_papers_is_none_the_officers_card_among_them(number: int) -> None:
    assert certificate_numbered(number, TODAY, RULEBOOK) is None


def test_the_papers_of_the_people_in_a_filing_are_those_of_individuals() -> None:
    allowed = RULEBOOK.names(CheckRule.PERSON_CERTIFICATES, TODAY)

    assert set(allowed) == {type_.value for type_ in certificates_of(Nature.INDIVIDUAL, TODAY, RULEBOOK)}


def test_papers_and_natures_are_called_by_their_chinese_names() -> None:
    assert label_of_nature(Nature.INDIVIDUAL, TODAY, RULEBOOK).zh == "个人"
    assert label_of_certificate(Type.TAIWAN_PERMIT, TODAY, RULEBOOK).zh == "台湾居民来往大陆通行证"


def test_several_names_make_one_enumeration() -> None:
    assert listed([Text("甲", "A"), Text("乙", "B")]) == Text("甲、乙", "A, B")


def credit_code(prefix: str) -> str:
    return prefix + "410000005184603" + str(uscc.calc_check_digit(prefix + "410000005184603"))


@pytest.mark.parametrize(
    "prefix",
    [
        *("11", "12", "13", "31", "32", "33", "34", "35", "41", "51", "52", "53", "54", "61", "62", "71", "72"),
        *("81", "91", "92", "93", "A1", "N1", "N2", "N3", "Y1"),
    ],
)
def test_the_departments_that_register_units_are_known(prefix: str) -> None:
    assert has_known_prefix(credit_code(prefix), TODAY, RULEBOOK)


@pytest.mark.parametrize("prefix", ["94", "Q1", "00", "G1", "1A"])
def test_a_prefix_that_is_not_known_is_no_fault_of_the_number(prefix: str) -> None:
    assert not has_known_prefix(credit_code(prefix), TODAY, RULEBOOK)
    assert fault_of(Type.BUSINESS_LICENSE, credit_code(prefix), TODAY, lambda _: False) is None
