"""The people of a filing, as regional rules ask for them: where they stand, who is who, how old."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.certificate_numbers import birth_date_in
from app.domain.checks_people import certificate_number
from app.domain.filing_body import Certificate, CertificateType, FilingBody, Person, Subject
from app.domain.region_questions import Question
from app.domain.resident_id import age_on

SUBJECT_PRINCIPAL = "/subject/principal"

_SEX_DIGIT = 16


@dataclass(frozen=True, slots=True)
class Placed:
    """A person with the pointer at which they are entered."""

    pointer: str
    person: Person

    @property
    def certificate(self) -> Certificate:
        """Return the person's certificate, an empty one while none is entered."""
        return self.person.certificate or Certificate()


def subject_principal(body: FilingBody) -> Placed:
    """Return who answers for the subject."""
    return Placed(SUBJECT_PRINCIPAL, body.subject.principal or Person())


def service_principals(body: FilingBody) -> Iterator[Placed]:
    """Give who answers for each service, as far as entered."""
    for index, service in enumerate(body.services):
        if service.principal is not None:
            yield Placed(f"/services/{index}/principal", service.principal)


def principals(body: FilingBody) -> Iterator[Placed]:
    """Give the subject's principal and those of the services."""
    yield subject_principal(body)
    yield from service_principals(body)


def legal_representative(subject: Subject) -> Placed:
    """Return the legal representative: entered apart, or the principal who is it."""
    principal = subject.principal or Person()
    if subject.legal_representative is None and principal.is_legal_representative:
        return Placed(SUBJECT_PRINCIPAL, principal)
    return Placed("/subject/legal_representative", subject.legal_representative or Person())


def is_another(one: Person, other: Person) -> bool:
    """Tell two people apart by their certificates; as long as a number is missing they are taken for one."""
    numbers = {certificate_number(one), certificate_number(other)}
    return None not in numbers and len(numbers) > 1


def is_not_legal_representative(placed: Placed, subject: Subject) -> bool:
    """Tell whether somebody is known to be another than the legal representative."""
    if placed.person.is_legal_representative is not None:
        return not placed.person.is_legal_representative
    return is_another(placed.person, legal_representative(subject).person)


def is_from_abroad(person: Person) -> bool:
    """Tell whether somebody shows the certificate of a foreigner."""
    foreign = (CertificateType.PASSPORT, CertificateType.FOREIGNER_PERMANENT_RESIDENCE)
    return person.certificate is not None and person.certificate.type in foreign


def is_without_resident_id(person: Person) -> bool:
    """Tell whether somebody shows another certificate than the resident id card."""
    certificate = person.certificate or Certificate()
    return certificate.type is not None and certificate.type is not CertificateType.RESIDENT_ID


def age_of(placed: Placed, question: Question) -> int | None:
    """Return the full years of somebody, None where the certificate does not tell."""
    certificate = placed.certificate
    if certificate.type is None or not certificate.number:
        return None
    born = birth_date_in(certificate.type, certificate.number)
    return None if born is None else age_on(question.context.as_of, born)


def is_female(placed: Placed) -> bool | None:
    """Tell by the seventeenth digit of a resident id number, which is odd for men; None where there is none."""
    digit = (placed.certificate.number or "")[_SEX_DIGIT : _SEX_DIGIT + 1]
    if placed.certificate.type is not CertificateType.RESIDENT_ID or not digit.isdigit():
        return None
    return int(digit) % 2 == 0


def on_file(question: Question, placed: Placed) -> Person | None:
    """Return who was on file at the same place, None where nothing is known of it."""
    if question.context.on_file is None:
        return None
    filed = question.context.on_file.body
    if placed.pointer == SUBJECT_PRINCIPAL:
        return filed.subject.principal
    service = question.body.services[int(placed.pointer.split("/")[2])]
    return next((one.principal for one in filed.services if one.id == service.id), None)
