"""Numbers of units: unified social credit code, old registration number, organisation code."""

import re

from stdnum.iso7064 import mod_11_10

from app.domain.resident_id import NumberFault

_CREDIT_CHARACTER = "0-9A-HJ-NPQRTUWXY"
_CREDIT_CODE = re.compile(f"[{_CREDIT_CHARACTER}]{{2}}[0-9]{{6}}[{_CREDIT_CHARACTER}]{{10}}")
_CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WORTH = {character: worth for worth, character in enumerate(_CREDIT_CHARACTERS)}
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_REGISTRATION_NUMBER = re.compile(r"[0-9]{15}")
_ORGANISATION_CODE = re.compile(r"[0-9A-Z]{8}-?[0-9X]")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code_fault(number: str) -> NumberFault | None:
    """Judge a unified social credit code (统一社会信用代码), 18 characters, by GB 32100.

    Nothing is asked of the region inside: units that moved keep theirs. Nor of the first two characters: one not known
    is worth a warning (`subject_catalog.has_known_prefix`), no fault.
    """
    if not _CREDIT_CODE.fullmatch(number):
        return NumberFault.WRONG_FORM
    total = sum([_CREDIT_WORTH[character] * weight for character, weight in zip(number, _CREDIT_WEIGHTS, strict=False)])
    if number[17] != _CREDIT_CHARACTERS[-total % 31]:
        return NumberFault.WRONG_CHECK_DIGIT
    return None


def registration_number_fault(number: str) -> NumberFault | None:
    """Judge an old business registration number (注册号), 15 digits, check digit by ISO 7064 MOD 11,10."""
    if not _REGISTRATION_NUMBER.fullmatch(number):
        return NumberFault.WRONG_FORM
    return None if mod_11_10.is_valid(number) else NumberFault.WRONG_CHECK_DIGIT


def organisation_code_fault(number: str) -> NumberFault | None:
    """Judge an organisation code (组织机构代码), 8 characters and a check character, by GB 11714; hyphen optional."""
    if not _ORGANISATION_CODE.fullmatch(number):
        return NumberFault.WRONG_FORM
    total = sum(weight * int(character, 36) for weight, character in zip(_ORGANISATION_WEIGHTS, number, strict=False))
    check = "0123456789X"[-total % 11]
    return None if number[-1] == check else NumberFault.WRONG_CHECK_DIGIT
