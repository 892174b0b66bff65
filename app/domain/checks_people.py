"""The machine pre-review of people and of certificates, whosoever they are."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from app.domain.certificate_numbers import birth_date_in, credit_code_in, fault_of
from app.domain.check_rules import CheckContext, CheckRule
from app.domain.filing_body import Certificate, EmergencyContact, Person
from app.domain.findings import Finding
from app.domain.phone_numbers import is_mobile, is_phone
from app.domain.resident_id import age_on
from app.domain.subject_catalog import has_known_prefix, label_of_certificate

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_EMAIL_LENGTHS = range(6, 129)


def principal_findings(person: Person | None, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """Check somebody who answers for subject or service: complete, papers good, phones and mail of the right form."""
    one = person or Person()
    yield from context.missing(
        pointer, name=one.name, mobile=one.mobile, email=one.email, emergency_phone=one.emergency_phone
    )
    yield from person_findings(one, pointer, context)


def person_findings(one: Person, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """Check what is entered of anybody: the certificate, which all have, and whatever else is there."""
    certificate = one.certificate or Certificate()
    yield from context.missing(f"{pointer}/certificate", type=certificate.type, number=certificate.number)
    allowed = context.rulebook.names(CheckRule.PERSON_CERTIFICATES, context.as_of)
    if certificate.type is not None and certificate.type not in allowed:
        yield context.finding(CheckRule.CERT_TYPE_NOT_FOR_PERSON, f"{pointer}/certificate/type")
    yield from certificate_findings(certificate, f"{pointer}/certificate", context)
    yield from _age_findings(certificate, f"{pointer}/certificate", context)
    if one.mobile and not is_mobile(one.mobile):
        yield context.finding(CheckRule.MOBILE_BAD, f"{pointer}/mobile")
    if one.email and not is_email(one.email):
        yield context.finding(CheckRule.EMAIL_BAD, f"{pointer}/email")
    if one.emergency_phone and not is_phone(one.emergency_phone):
        yield context.finding(CheckRule.EMERGENCY_PHONE_BAD, f"{pointer}/emergency_phone")
    if one.emergency_phone and one.emergency_phone == one.mobile:
        yield context.finding(CheckRule.EMERGENCY_PHONE_DUPLICATE, f"{pointer}/emergency_phone")


def certificate_findings(certificate: Certificate, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """Check a certificate's number and dates."""
    if certificate.type is not None and certificate.number:
        fault = fault_of(certificate.type, certificate.number, context.as_of, context.regions.is_assigned)
        if fault is not None:
            yield context.finding(CheckRule(f"findings.cert_number_{fault.value}"), f"{pointer}/number")
        code = credit_code_in(certificate.type, certificate.number)
        if code is not None and not has_known_prefix(code, context.as_of, context.rulebook):
            yield context.finding(CheckRule.CREDIT_CODE_PREFIX_UNKNOWN, f"{pointer}/number", prefix=code[:2])
    yield from _date_findings(certificate, pointer, context)


def contact_findings(contact: EmergencyContact, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """Check an emergency contact; having none at all is no fault, half a one is."""
    yield from context.missing(pointer, name=contact.name, phone=contact.phone)
    if contact.phone and not is_phone(contact.phone):
        yield context.finding(CheckRule.EMERGENCY_PHONE_BAD, f"{pointer}/phone")


def shared_contact_findings(
    subject_principal: Person | None, service_principal: Person | None, pointer: str, context: CheckContext
) -> Iterator[Finding]:
    """Find one phone or mailbox given for two different people; `pointer` is that of the service's principal."""
    if subject_principal is None or service_principal is None or not _differ(subject_principal, service_principal):
        return
    if service_principal.mobile and service_principal.mobile == subject_principal.mobile:
        yield context.finding(CheckRule.PHONE_SAME_FOR_BOTH, f"{pointer}/mobile")
    if service_principal.email and service_principal.email == subject_principal.email:
        yield context.finding(CheckRule.EMAIL_SAME_FOR_BOTH, f"{pointer}/email")


def is_email(text: str) -> bool:
    """Tell whether a text has the form and the length that the filing system takes for an e-mail address."""
    return len(text) in _EMAIL_LENGTHS and _EMAIL.fullmatch(text) is not None


def certificate_number(person: Person) -> str | None:
    """Return somebody's certificate number in capitals, None while it is not there."""
    number = person.certificate.number if person.certificate else None
    return number.upper() if number else None


def _differ(one: Person, other: Person) -> bool:
    """Tell two people apart; as long as a number is missing they are taken for one."""
    numbers = {certificate_number(one), certificate_number(other)}
    return None not in numbers and len(numbers) > 1


def _age_findings(certificate: Certificate, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """Warn of somebody too young, as far as a good number tells; provinces ask for more years."""
    if certificate.type is None or not certificate.number:
        return
    born = birth_date_in(certificate.type, certificate.number)
    if born is None or fault_of(certificate.type, certificate.number, context.as_of, context.regions.is_assigned):
        return
    youngest = context.rulebook.number(CheckRule.YOUNGEST_PERSON, context.as_of)
    if age_on(context.as_of, born) < youngest:
        yield context.finding(CheckRule.PERSON_UNDER_AGE, f"{pointer}/number", years=youngest)


def _date_findings(certificate: Certificate, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """Check when a certificate is valid; without a last day it is valid for good, unless its type always ends."""
    since, until, today = certificate.valid_from, certificate.valid_until, context.as_of
    always_ends = certificate.type in context.rulebook.names(CheckRule.CERTIFICATES_THAT_END, today)
    if until is None and certificate.type is not None and always_ends:
        paper = label_of_certificate(certificate.type, today, context.rulebook)
        yield context.finding(CheckRule.CERT_END_REQUIRED, f"{pointer}/valid_until", paper=paper)
    elif until is None and since is None:
        yield context.finding(CheckRule.CERT_VALIDITY_UNKNOWN, f"{pointer}/valid_from")
    if since is not None and since > today:
        yield context.finding(CheckRule.CERT_NOT_YET_VALID, f"{pointer}/valid_from", since=since)
    if until is None:
        return
    if since is not None and until < since:
        yield context.finding(CheckRule.CERT_DATES_REVERSED, f"{pointer}/valid_until")
    elif until < today:
        yield context.finding(CheckRule.CERT_EXPIRED, f"{pointer}/valid_until", until=until)
    elif until < months_after(today, context.rulebook.number(CheckRule.CERT_EXPIRING_MONTHS, today)):
        yield context.finding(CheckRule.CERT_EXPIRING, f"{pointer}/valid_until")


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
