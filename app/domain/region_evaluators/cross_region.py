"""Who may file away from home (跨省): individuals whose certificate is of another region, and foreigners.

Where the certificate is of tells the address printed on it, and as long as none is entered its number.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from app.domain.certificate_homes import home_of
from app.domain.filing_body import Certificate, Person
from app.domain.provinces import province_of
from app.domain.region_evaluators.people import is_from_abroad
from app.domain.region_questions import Evaluator, Question, Said
from app.domain.region_rules import RegionRule

_NUMBER = "/subject/certificate/number"
_SHENZHEN = "4403"


def _from_elsewhere(_: RegionRule, question: Question) -> Iterator[Said]:
    """Find an individual whose certificate is of another region."""
    if _is_from_elsewhere(question):
        yield Said(_NUMBER)


def _from_elsewhere_on_record(rule: RegionRule, question: Question) -> Iterator[Said]:
    """Find such an individual who is on record already."""
    if question.context.on_file is not None:
        yield from _from_elsewhere(rule, question)


def _from_elsewhere_in_shenzhen(rule: RegionRule, question: Question) -> Iterator[Said]:
    subject = question.body.subject
    address = subject.contact_address.region if subject.contact_address is not None else None
    if any((one or "").startswith(_SHENZHEN) for one in (subject.region, address)):
        yield from _from_elsewhere(rule, question)


def _from_abroad(_: RegionRule, question: Question) -> Iterator[Said]:
    if is_from_abroad(Person(certificate=_certificate(question))):
        yield Said("/subject/certificate/type")


def _is_from_elsewhere(question: Question) -> bool:
    home = home_of(_certificate(question), question.context.regions)
    return home is not None and home != province_of(question.body.subject.region or "")


def _certificate(question: Question) -> Certificate:
    return question.body.subject.certificate or Certificate()


EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {
        "cross_region.existing_nonlocal_individual": _from_elsewhere_on_record,
        "cross_region.foreign_individual": _from_abroad,
        "cross_region.individual_allowed": _from_elsewhere,
        "cross_region.individual_allowed_old": _from_elsewhere,
        "cross_region.individual_allowed_tx": _from_elsewhere,
        "cross_region.individual_police_proof": _from_elsewhere_on_record,
        "cross_region.individual_proof_tx": _from_elsewhere,
        "cross_region.permit_min_validity": _from_elsewhere,
        "cross_region.permit_status_proof": _from_elsewhere,
        "cross_region.shenzhen_permit": _from_elsewhere_in_shenzhen,
        "cross_region.student_card": _from_elsewhere,
        "cross_region.student_proof": _from_elsewhere,
    }
)
