"""What a form may ask of a filing: each place by its name, with what the filing says there."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import idna

from app.domain.filing_body import Access, Certificate, ContactAddress, Person, Service, Subject
from app.domain.material_places import PaperQuestion, Place, Spot, number_of, spots
from app.domain.provinces import province_of
from app.domain.rulebook import Rulebook
from app.domain.service_catalog import ServiceCatalogRule, coded_values
from app.domain.service_kinds import kind_of_service
from app.domain.subject_catalog import label_of_certificate, label_of_nature


class DocumentPlace(StrEnum):
    """What stands in braces in the text of a form."""

    AUTHORITY = "authority"
    PROVIDER = "provider"
    FILING_TYPE = "filing_type"
    SUBJECT = "subject"
    SUBJECT_NATURE = "subject_nature"
    SUBJECT_CERTIFICATE = "subject_certificate"
    SUBJECT_NUMBER = "subject_number"
    SUBJECT_ADDRESS = "subject_address"
    CONTACT_ADDRESS = "contact_address"
    REPRESENTATIVE = "representative"
    PERSON = "person"
    """Whom a letter appoints or who gives it; for a service, who answers for it."""
    PERSON_ROLE = "person_role"
    PERSON_CERTIFICATE = "person_certificate"
    PERSON_NUMBER = "person_number"
    PERSON_MOBILE = "person_mobile"
    PERSON_EMERGENCY_PHONE = "person_emergency_phone"
    PERSON_EMAIL = "person_email"
    SERVICES = "services"
    """The service that the paper is about, else all of them."""
    DOMAINS = "domains"
    ADDRESSES = "addresses"
    ACCESS_MODES = "access_modes"
    SERVER_REGIONS = "server_regions"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the filing says, None while it says nothing, and how long the line to write on is then, in letters.

    `is_number` marks a phone or certificate number, which only some callers may read.
    """

    value: str | None
    ems: int = 10
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Naming:
    """What words the filing's codes stand for: the rules of a day, the provider, and what it calls the type."""

    as_of: date
    rulebook: Rulebook
    provider: str
    filing_type: str


def entries(spot: Spot, naming: Naming) -> Mapping[str, Entry]:
    """Return what the filing says at every place, seen from whom or what the paper is about."""
    question = spot.question
    services = (spot.service,) if spot.service is not None else question.body.services
    return {
        DocumentPlace.PROVIDER: Entry(cleaned(naming.provider)),
        DocumentPlace.FILING_TYPE: Entry(naming.filing_type),
        **_of_subject(question, naming),
        **_of_person(spot, naming),
        **_of_services(services, question, naming),
    }


def cleaned(words: str | None) -> str | None:
    """Return words as they may stand on a line: no control or invisible characters, one space for any space."""
    visible = "".join(" " if letter.isspace() else letter for letter in words or "" if _is_visible(letter))
    return " ".join(visible.split()) or None


def _is_visible(letter: str) -> bool:
    """Tell what can be printed from what only steers: direction marks would turn the rest of the line round."""
    is_variant = "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"
    return letter.isspace() or not (is_variant or unicodedata.category(letter) in ("Cc", "Cf", "Cs"))


def _of_subject(question: PaperQuestion, naming: Naming) -> dict[str, Entry]:
    subject, regions = question.body.subject, question.regions
    province = regions.name_of(province_of(subject.region)) if subject.region else None
    nature = subject.nature and label_of_nature(subject.nature, naming.as_of, naming.rulebook).zh
    papers = subject.certificate or Certificate()
    return {
        DocumentPlace.AUTHORITY: Entry(province and f"{province}通信管理局", 8),
        DocumentPlace.SUBJECT: Entry(cleaned(subject.name), 16),
        DocumentPlace.SUBJECT_NATURE: Entry(nature),
        DocumentPlace.SUBJECT_CERTIFICATE: Entry(_certificate(papers, naming), 8),
        DocumentPlace.SUBJECT_NUMBER: Entry(cleaned(papers.number), 14, is_number=True),
        DocumentPlace.SUBJECT_ADDRESS: Entry(cleaned(papers.address), 20),
        DocumentPlace.CONTACT_ADDRESS: Entry(_contact_address(subject.contact_address, question), 20),
        DocumentPlace.REPRESENTATIVE: Entry(cleaned(_representative(subject).name), 8),
    }


def _representative(subject: Subject) -> Person:
    """Return who stands for a unit, as far as somebody is known to; an individual stands for itself."""
    principal = subject.principal or Person()
    is_own = principal.is_legal_representative or (subject.nature is not None and not subject.nature.is_unit)
    return subject.legal_representative or (principal if is_own else Person())


def _contact_address(address: ContactAddress | None, question: PaperQuestion) -> str | None:
    if address is None:
        return None
    region = question.regions.full_name_of(address.region) if address.region else None
    detail = cleaned(address.detail) or ""
    return (region or "") + detail.removeprefix(region or "") or None


def _of_person(spot: Spot, naming: Naming) -> dict[str, Entry]:
    person = spot.person if spot.service is None else spot.service.principal or Person()
    papers = person.certificate or Certificate()
    return {
        DocumentPlace.PERSON: Entry(cleaned(person.name), 8),
        DocumentPlace.PERSON_ROLE: Entry("、".join(_roles(spot)) or None),
        DocumentPlace.PERSON_CERTIFICATE: Entry(_certificate(papers, naming), 8),
        DocumentPlace.PERSON_NUMBER: Entry(cleaned(papers.number), 14, is_number=True),
        DocumentPlace.PERSON_MOBILE: Entry(cleaned(person.mobile), is_number=True),
        DocumentPlace.PERSON_EMERGENCY_PHONE: Entry(cleaned(person.emergency_phone), is_number=True),
        DocumentPlace.PERSON_EMAIL: Entry(cleaned(person.email), 14),
    }


_ROLES = ((Place.SUBJECT_PRINCIPAL, "主体负责人"), (Place.SERVICE_PRINCIPAL, "互联网信息服务负责人"))


def _roles(spot: Spot) -> list[str]:
    """Return for what the person at a place answers: one letter may appoint to both."""
    number = number_of(spot.person)
    return [
        role
        for place, role in _ROLES
        if any(
            other.pointer == spot.pointer or (number is not None and number_of(other.person) == number)
            for other in spots(place, spot.question)
        )
    ]


def _of_services(services: Iterable[Service | None], question: PaperQuestion, naming: Naming) -> dict[str, Entry]:
    shown = [service for service in services if service is not None]
    access = [access for service in shown for access in service.access]
    modes = {
        one.code: one.label.zh for one in coded_values(ServiceCatalogRule.ACCESS_MODES, naming.as_of, naming.rulebook)
    }
    regions = [question.regions.name_of(code) or code for one in access for code in one.server_regions]
    return {
        DocumentPlace.SERVICES: Entry(_listed(_service(service, naming) for service in shown), 20),
        DocumentPlace.DOMAINS: Entry(_listed(_domain(one) for service in shown for one in service.domains), 20),
        DocumentPlace.ADDRESSES: Entry(_listed(_addresses(access)), 20),
        DocumentPlace.ACCESS_MODES: Entry(_listed(modes[mode] for one in access for mode in one.modes)),
        DocumentPlace.SERVER_REGIONS: Entry(_listed(regions)),
    }


def _service(service: Service, naming: Naming) -> str:
    kind = kind_of_service(service.kind, naming.as_of, naming.rulebook).label.zh
    name = cleaned(service.name)
    return f"{kind}“{name}”" if name else kind + (_domain(service.domains[0]) if service.domains else "")


def _domain(name: str) -> str:
    """Return a name as people know it, with its form in ASCII where that is another."""
    try:
        shown = idna.decode(name)
    except idna.IDNAError:
        return cleaned(name) or ""
    return name if shown == name else f"{shown}（{name}）"


def _addresses(access: Iterable[Access]) -> list[str]:
    ranges = (one for each in access for one in each.ip_ranges)
    return [one.from_ if one.from_ == one.to else f"{one.from_}-{one.to}" for one in ranges]


def _certificate(papers: Certificate, naming: Naming) -> str | None:
    return papers.type and label_of_certificate(papers.type, naming.as_of, naming.rulebook).zh


def _listed(words: Iterable[str]) -> str | None:
    return "、".join(dict.fromkeys(words)) or None
