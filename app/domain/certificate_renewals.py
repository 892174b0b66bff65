"""Whether the certificate that a change filing brings is of the same holder as the one on file.

A subject may change its certificate's number, as units did when three certificates became one (三证合一); it may not
become another subject. The numbers decide as far as they can. The nature never changes, so whether the new type goes
with it is the matter of `checks_subject`.
"""

from collections.abc import Iterator
from enum import StrEnum

from app.domain.certificate_numbers import CertificateFamily, family_of, normalised, organisation_code_in
from app.domain.check_rules import CheckContext
from app.domain.filing_body import Certificate
from app.domain.filing_body import CertificateType as Type
from app.domain.findings import Finding

_UNITS = frozenset({CertificateFamily.UNIT, CertificateFamily.MILITARY_UNIT})
# Like the resident id these bear a citizen's number (公民身份号码), given once for life; but their holders have other
# papers too, which a resident of the mainland does not file with.
_RESIDENCE_PERMITS = frozenset({Type.HK_MACAO_RESIDENCE_PERMIT, Type.TAIWAN_RESIDENCE_PERMIT})
_REGISTRATION_NUMBER_LENGTH = 15
# A letter and eight digits are the holder's, the two digits after them count the cards.
_HK_MACAO_HOLDER = slice(0, 9)
# The letter after the digits, with or without brackets, counts the cards.
_TAIWAN_CARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ()"


class RenewalRule(StrEnum):
    """The rules asked for here."""

    ANOTHER_HOLDER = "findings.certificate_of_another_holder"
    UNIT_UNPROVEN = "findings.certificate_holder_unproven"
    PERSON_UNPROVEN = "findings.person_certificate_renumbered"


class Renewal(StrEnum):
    """What the numbers of two certificates say of their holders."""

    SAME = "same"
    PROVEN = "proven"
    UNPROVEN = "unproven"
    ANOTHER = "another"


def renewal(on_file: tuple[Type, str], new: tuple[Type, str]) -> Renewal:
    """Compare a new certificate with the one on file, each a type and a number as typed or tidied up."""
    was, now = (type_ for type_, _ in (on_file, new))
    if family_of(was) is family_of(now) and normalised(*on_file) == normalised(*new):
        return Renewal.SAME
    if is_of_unit(was) is not is_of_unit(now):
        return Renewal.ANOTHER
    return _of_units(on_file, new) if is_of_unit(was) else _of_persons(on_file, new)


def renewal_findings(on_file: Certificate, new: Certificate, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """Say what is to be said of a subject's new certificate; `pointer` is that of the certificate.

    Nothing, as long as a type or number is missing: that is a finding of its own.
    """
    if on_file.type is None or not on_file.number or new.type is None or not new.number:
        return
    match renewal((on_file.type, on_file.number), (new.type, new.number)):
        case Renewal.ANOTHER:
            yield context.finding(RenewalRule.ANOTHER_HOLDER, f"{pointer}/number")
        case Renewal.UNPROVEN:
            unit = is_of_unit(new.type)
            rule = RenewalRule.UNIT_UNPROVEN if unit else RenewalRule.PERSON_UNPROVEN
            yield context.finding(rule, f"{pointer}/number")
        case _:
            return


def is_of_unit(type_: Type) -> bool:
    """Tell the papers of units (单位) from those of persons."""
    return family_of(type_) in _UNITS


def _of_units(on_file: tuple[Type, str], new: tuple[Type, str]) -> Renewal:
    """Compare the organisation codes where both numbers show one.

    A registration number is a unit's for as long as it is registered, but no part of the credit code that follows it.
    """
    was, now = organisation_code_in(*on_file), organisation_code_in(*new)
    if was is not None and now is not None:
        return Renewal.PROVEN if was == now else Renewal.ANOTHER
    if _is_registration_number(*on_file) and _is_registration_number(*new):
        return Renewal.ANOTHER
    return Renewal.UNPROVEN


def _of_persons(on_file: tuple[Type, str], new: tuple[Type, str]) -> Renewal:
    """Tell the next card of a permit by what stays on it; passports and other permits get new numbers."""
    (was, _), (now, _) = on_file, new
    if was is Type.RESIDENT_ID or (was is now and was in _RESIDENCE_PERMITS):
        return Renewal.ANOTHER
    holder = _holder_on_permit(*on_file)
    if was is now and holder is not None and holder == _holder_on_permit(*new):
        return Renewal.PROVEN
    return Renewal.UNPROVEN


def _is_registration_number(type_: Type, number: str) -> bool:
    tidy = normalised(type_, number)
    return len(tidy) == _REGISTRATION_NUMBER_LENGTH and tidy.isdecimal()


def _holder_on_permit(type_: Type, number: str) -> str | None:
    """Return the part of a permit's number that stays the same from card to card; None for papers without such."""
    tidy = normalised(type_, number)
    match type_:
        case Type.HK_MACAO_PERMIT:
            return tidy[_HK_MACAO_HOLDER]
        case Type.TAIWAN_PERMIT:
            return tidy.rstrip(_TAIWAN_CARD)
        case _:
            return None
