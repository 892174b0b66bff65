"""Certificate numbers (证件号码) by certificate type: tidied up, judged, and the families they are looked up in."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from app.domain.filing_body import CertificateType as Type
from app.domain.resident_id import (
    HK_MACAO_REGIONS,
    TAIWAN_REGIONS,
    NumberFault,
    birth_date,
    dated_number_fault,
    residence_permit_fault,
    resident_id_fault,
)
from app.domain.unit_codes import credit_code_fault, organisation_code_fault, registration_number_fault

__all__ = [
    "CertificateFamily",
    "NumberFault",
    "birth_date_in",
    "credit_code_in",
    "family_of",
    "fault_of",
    "normalised",
    "organisation_code_in",
]

_UPPER = {ord(letter): letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"} | {ord(" "): None}

_PASSPORT = re.compile(r"[A-Z0-9]{5,20}")
_HK_MACAO_PERMIT = re.compile(r"[HM][0-9]{8}([0-9]{2})?")
_HK_MACAO_PERMIT_WITH_LETTER = re.compile(r"[HM][A-Z0-9][0-9]{7}([0-9]{2})?")
_TAIWAN_PERMIT = re.compile(r"([0-9]{8}|[0-9]{10})([A-Z]|\([A-Z]\))?")
_OLD_PERMANENT_RESIDENCE = re.compile(r"[A-Z]{3}[0-9]{12}")
_MILITARY_UNIT = re.compile(r"[1-9][0-9]{3,4}")
_INSTITUTION_LICENCE = re.compile(r"[0-9]{12}")
_CREDIT_CODE_LENGTH = re.compile(r"[0-9A-Z]{18}")
# Licences of before the credit code read like 社证字第5021号 or 宗场证字（豫）A010020001号.
_FREE_LICENCE = re.compile(r"[0-9A-Z\u4e00-\u9fff()（）〔〕-]{4,50}")
_ORGANISATION_CODE_IN_CREDIT_CODE = slice(8, 17)

# Permits for residents who are not Chinese citizens are issued since July 2024; their second character is a letter.
_LETTER_IN_PERMIT_SINCE = date(2024, 7, 1)

# Papers with a credit code, or a number of whatever make the office that issues them uses or used.
_FREE_LICENCES = frozenset(
    {
        Type.SOCIAL_ORGANIZATION_LICENSE,
        Type.PRIVATE_NON_ENTERPRISE_LICENSE,
        Type.SOCIAL_SERVICE_AGENCY_REGISTRATION,
        Type.PRIVATE_SCHOOL_LICENSE,
        Type.FOUNDATION_LICENSE,
        Type.LAW_FIRM_LICENSE,
        Type.MILITARY_PAID_SERVICE_PERMIT,
        Type.FOREIGN_CULTURAL_CENTRE_REGISTRATION,
        Type.FOREIGN_TOURISM_OFFICE_APPROVAL,
        Type.EMBASSY_SCHOOL_LICENSE,
        Type.JUDICIAL_APPRAISAL_LICENSE,
        Type.RELIGIOUS_SITE_REGISTRATION,
        Type.OVERSEAS_BODY_REGISTRATION,
        Type.OVERSEAS_NGO_OFFICE_REGISTRATION,
        Type.FOREIGN_NEWS_BUREAU_CERTIFICATE,
        Type.HK_MACAO_TAIWAN_TOURISM_OFFICE_APPROVAL,
        Type.MEDICAL_INSTITUTION_LICENSE,
        Type.NOTARY_OFFICE_LICENSE,
        Type.RURAL_COLLECTIVE_REGISTRATION,
        Type.ARBITRATION_COMMISSION_REGISTRATION,
    }
)
# Until the credit code came these had the registration number (注册号) of 15 digits, which stays good as registered.
_REGISTERED_ENTERPRISES = frozenset({Type.BUSINESS_LICENSE, Type.FOREIGN_ENTERPRISE_OFFICE_REGISTRATION})
_WITH_ORGANISATION_CODE = frozenset({Type.ORGANIZATION_CODE, Type.PUBLIC_INSTITUTION_LICENSE})
_WITH_BIRTH_DATE = frozenset(
    {
        Type.RESIDENT_ID,
        Type.FOREIGNER_PERMANENT_RESIDENCE,
        Type.HK_MACAO_RESIDENCE_PERMIT,
        Type.TAIWAN_RESIDENCE_PERMIT,
    }
)


class CertificateFamily(StrEnum):
    """Families of certificate types within which one number is one subject."""

    UNIT = "unit"
    MILITARY_UNIT = "military_unit"
    RESIDENT_ID = "resident_id"
    PASSPORT = "passport"
    HK_MACAO_PERMIT = "hk_macao_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    FOREIGNER_PERMANENT_RESIDENCE = "foreigner_permanent_residence"
    HK_MACAO_RESIDENCE_PERMIT = "hk_macao_residence_permit"
    TAIWAN_RESIDENCE_PERMIT = "taiwan_residence_permit"


_OTHER_FAMILIES = {
    Type.MILITARY_UNIT_CODE: CertificateFamily.MILITARY_UNIT,
    Type.RESIDENT_ID: CertificateFamily.RESIDENT_ID,
    Type.PASSPORT: CertificateFamily.PASSPORT,
    Type.HK_MACAO_PERMIT: CertificateFamily.HK_MACAO_PERMIT,
    Type.TAIWAN_PERMIT: CertificateFamily.TAIWAN_PERMIT,
    Type.FOREIGNER_PERMANENT_RESIDENCE: CertificateFamily.FOREIGNER_PERMANENT_RESIDENCE,
    Type.HK_MACAO_RESIDENCE_PERMIT: CertificateFamily.HK_MACAO_RESIDENCE_PERMIT,
    Type.TAIWAN_RESIDENCE_PERMIT: CertificateFamily.TAIWAN_RESIDENCE_PERMIT,
}


def family_of(type_: Type) -> CertificateFamily:
    """Return the family within which the national record matches a number.

    The same number under another type of one family is the same subject, whose type on file differs: a finding, not a
    second subject. The credit code stands on a unit's licence and on its code certificate alike, so all papers of
    units are one family; military unit codes are too short to be told from others and stay alone. Papers of persons
    are numbered by different offices, whose numbers can coincide: each is a family of its own. A unit's organisation
    code and its later credit code are one family but two numbers; nothing here turns one into the other, because a
    filing is looked up by the number that is on file.
    """
    return _OTHER_FAMILIES.get(type_, CertificateFamily.UNIT)


def lookup_key(type_: Type, number: str) -> str:
    """Return what a number is looked up by: itself, within its family."""
    return f"{family_of(type_).value}:{number}"


def normalised(type_: Type, number: str) -> str:
    """Tidy up a number as typed: no ASCII spaces, capital ASCII letters, organisation codes without hyphen.

    Full-width and other look-alike characters stay, so that `fault_of` refuses them.
    """
    tidy = number.translate(_UPPER)
    if type_ in _WITH_ORGANISATION_CODE and tidy[8:9] == "-" and len(tidy) == 10:
        return tidy.replace("-", "")
    return tidy


def credit_code_in(type_: Type, number: str) -> str | None:
    """Return the credit code on a unit's paper, tidied up; None where it bears another number or a wrong one."""
    tidy = normalised(type_, number)
    return tidy if family_of(type_) is CertificateFamily.UNIT and credit_code_fault(tidy) is None else None


def organisation_code_in(type_: Type, number: str) -> str | None:
    """Return the organisation code (组织机构代码) that a unit's number is or holds, None where there is none to see.

    A credit code holds it in its characters 9 to 17.
    """
    code = credit_code_in(type_, number)
    if code is not None:
        return code[_ORGANISATION_CODE_IN_CREDIT_CODE]
    tidy = normalised(type_, number)
    return tidy if type_ in _WITH_ORGANISATION_CODE and organisation_code_fault(tidy) is None else None


def birth_date_in(type_: Type, number: str) -> date | None:
    """Return the day of birth that a person's number carries; None where it carries none or no real day."""
    return birth_date(normalised(type_, number)) if type_ in _WITH_BIRTH_DATE else None


def fault_of(type_: Type, number: str, as_of: date, is_assigned_region: Callable[[str], bool]) -> NumberFault | None:
    """Judge a number, as typed or tidied up, by the rules of its certificate type; None is a good one.

    `is_assigned_region` is `Regions.is_assigned`; `as_of` is the day of judging (births lie before it, newer forms of
    permits are known from their day on).
    """
    tidy = normalised(type_, number)
    match type_:
        case Type.RESIDENT_ID:
            return resident_id_fault(tidy, as_of, is_assigned_region)
        case Type.HK_MACAO_RESIDENCE_PERMIT:
            return residence_permit_fault(tidy, as_of, HK_MACAO_REGIONS)
        case Type.TAIWAN_RESIDENCE_PERMIT:
            return residence_permit_fault(tidy, as_of, TAIWAN_REGIONS)
        case Type.FOREIGNER_PERMANENT_RESIDENCE:
            return _permanent_residence_fault(tidy, as_of)
        case Type.PASSPORT:
            return _form_fault(_PASSPORT, tidy)
        case Type.HK_MACAO_PERMIT:
            newer = as_of >= _LETTER_IN_PERMIT_SINCE
            return _form_fault(_HK_MACAO_PERMIT_WITH_LETTER if newer else _HK_MACAO_PERMIT, tidy)
        case Type.TAIWAN_PERMIT:
            return _form_fault(_TAIWAN_PERMIT, tidy)
        case _:
            return _unit_fault(type_, tidy)


def _unit_fault(type_: Type, number: str) -> NumberFault | None:
    if type_ is Type.MILITARY_UNIT_CODE:
        return _form_fault(_MILITARY_UNIT, number)
    if type_ is Type.ORGANIZATION_CODE:
        return organisation_code_fault(number)
    if type_ in _REGISTERED_ENTERPRISES and len(number) == 15:
        return registration_number_fault(number)
    if type_ is Type.PUBLIC_INSTITUTION_LICENSE and len(number) == 9:
        return organisation_code_fault(number)
    if type_ is Type.PUBLIC_INSTITUTION_LICENSE and len(number) == 12:
        return _form_fault(_INSTITUTION_LICENCE, number)
    if type_ in _FREE_LICENCES and not _CREDIT_CODE_LENGTH.fullmatch(number):
        return _form_fault(_FREE_LICENCE, number)
    return credit_code_fault(number)


def _permanent_residence_fault(number: str, as_of: date) -> NumberFault | None:
    """Judge a 外国人永久居留身份证: three letters and twelve digits, or since 2023-12 eighteen characters from 9 on."""
    if _OLD_PERMANENT_RESIDENCE.fullmatch(number):
        return None
    return dated_number_fault(number, as_of) if number.startswith("9") else NumberFault.WRONG_FORM


def _form_fault(form: re.Pattern[str], number: str) -> NumberFault | None:
    return None if form.fullmatch(number) else NumberFault.WRONG_FORM
