"""The machine pre-review of the subject (主体): complete, filed in its own province, its people consistent."""

from collections.abc import Iterator

from app.domain.certificate_numbers import credit_code_in
from app.domain.check_rules import CheckContext, CheckRule
from app.domain.checks_people import certificate_findings, certificate_number, person_findings, principal_findings
from app.domain.filing_body import Certificate, ContactAddress, HandlerKind, Person, Subject, SubjectNature
from app.domain.findings import Finding
from app.domain.rejection_rules import RejectionRule
from app.domain.subject_catalog import CatalogRule, certificates_of, label_of_certificate, label_of_nature, listed

_CREDIT_CODE_REGION = slice(2, 8)


def subject_findings(subject: Subject, context: CheckContext) -> Iterator[Finding]:
    """Check everything under /subject."""
    certificate, address = subject.certificate or Certificate(), subject.contact_address or ContactAddress()
    yield from context.missing("/subject", name=subject.name, nature=subject.nature, region=subject.region)
    yield from context.missing("/subject/certificate", type=certificate.type, number=certificate.number)
    yield from context.missing("/subject/contact_address", region=address.region, detail=address.detail)
    yield from _known_region_findings(subject.region, "/subject/region", context)
    yield from _known_region_findings(address.region, "/subject/contact_address/region", context)
    yield from _nature_findings(subject.nature, certificate, context)
    yield from certificate_findings(certificate, "/subject/certificate", context)
    if subject.nature is SubjectNature.INDIVIDUAL:
        yield from _person_region_findings(subject, address, context)
    elif subject.nature is not None:
        yield from _unit_findings(subject, certificate, address, context)
    yield from principal_findings(subject.principal, "/subject/principal", context)


def _nature_findings(
    nature: SubjectNature | None, certificate: Certificate, context: CheckContext
) -> Iterator[Finding]:
    """Check that the catalogue lists the certificate for the nature, and say which ones it lists."""
    if nature is None or certificate.type is None:
        return
    as_of, rulebook = context.as_of, context.rulebook
    allowed = certificates_of(nature, as_of, rulebook)
    if certificate.type not in allowed:
        yield context.finding(
            CheckRule.CERT_TYPE_NOT_FOR_NATURE,
            "/subject/certificate/type",
            nature=label_of_nature(nature, as_of, rulebook),
            paper=label_of_certificate(certificate.type, as_of, rulebook),
            papers=listed(label_of_certificate(type_, as_of, rulebook) for type_ in allowed),
            table=CatalogRule.CERTIFICATES.value,
        )


def _known_region_findings(region: str | None, pointer: str, context: CheckContext) -> Iterator[Finding]:
    """Check that a region is one of today's on the mainland."""
    if region and not context.regions.is_current(region):
        yield context.finding(CheckRule.REGION_UNKNOWN, pointer)


def _person_region_findings(subject: Subject, address: ContactAddress, context: CheckContext) -> Iterator[Finding]:
    """A person files where the contact address lies; where the certificate was issued does not matter."""
    if subject.region and address.region and _province(address.region, context) != _province(subject.region, context):
        yield context.finding(RejectionRule.CROSS_PROVINCE, "/subject/contact_address/region")


def _unit_findings(
    subject: Subject, certificate: Certificate, address: ContactAddress, context: CheckContext
) -> Iterator[Finding]:
    """Check what only units have: the printed address, who handles the filing, the legal representative."""
    yield from context.missing("/subject/certificate", address=certificate.address)
    yield from context.missing("/subject", handler=subject.handler)
    if subject.region:
        yield from _unit_region_findings(subject.region, certificate, address, context)
    yield from _representative_findings(subject, context)
    if subject.handler is HandlerKind.AGENT:
        agent = subject.agent or Person()
        yield from context.missing("/subject/agent", name=agent.name, mobile=agent.mobile)
        yield from person_findings(agent, "/subject/agent", context)


def _unit_region_findings(
    region: str, certificate: Certificate, address: ContactAddress, context: CheckContext
) -> Iterator[Finding]:
    """A unit files in the province of the address printed on its certificate; all else is a hint."""
    province = _province(region, context)
    if certificate.address:
        printed = context.regions.province_named_in(certificate.address)
        if printed is None:
            yield context.finding(CheckRule.REGION_UNCLEAR, "/subject/certificate/address")
        elif printed != province:
            yield context.finding(RejectionRule.CROSS_PROVINCE, "/subject/certificate/address")
        else:
            yield from _city_findings(region, certificate.address, context)
    if address.region and _province(address.region, context) != province:
        yield context.finding(CheckRule.CONTACT_ADDRESS_ELSEWHERE, "/subject/contact_address/region")
    carried = _region_in_credit_code(certificate, context)
    if carried is not None and _province(carried, context) != province:
        yield context.finding(CheckRule.CREDIT_REGION_DIFFERS, "/subject/certificate/number")


def _city_findings(region: str, printed: str, context: CheckContext) -> Iterator[Finding]:
    """The city of the filing is the printed one too, as far as both are said; the district may be another."""
    city = context.regions.city_named_in(printed, region)
    if city is not None and region != _province(region, context) and city[:4] != region[:4]:
        name = context.regions.name_of(city)
        yield context.finding(CheckRule.REGION_CITY_DIFFERS, "/subject/region", city=name)


def _region_in_credit_code(certificate: Certificate, context: CheckContext) -> str | None:
    """Return the region that a good credit code carries; national registers (100000) carry none."""
    if certificate.type is None or certificate.number is None:
        return None
    code = credit_code_in(certificate.type, certificate.number)
    if code is None or _province(code[_CREDIT_CODE_REGION], context) not in context.regions.provinces:
        return None
    return code[_CREDIT_CODE_REGION]


def _representative_findings(subject: Subject, context: CheckContext) -> Iterator[Finding]:
    """Check the legal representative: entered once, as the subject's principal or apart, and nobody else."""
    principal, representative = subject.principal or Person(), subject.legal_representative
    if principal.is_legal_representative is False:
        yield context.finding(CheckRule.PRINCIPAL_NOT_LEGAL_REP, "/subject/principal/is_legal_representative")
    if representative is None and principal.is_legal_representative:
        return
    entered = representative or Person()
    yield from context.missing("/subject/legal_representative", name=entered.name)
    yield from person_findings(entered, "/subject/legal_representative", context)
    if principal.is_legal_representative and _is_somebody_else(principal, entered):
        yield context.finding(CheckRule.LEGAL_REP_DIFFERS, "/subject/legal_representative")


def _is_somebody_else(one: Person, other: Person) -> bool:
    """Tell whether name or certificate number differ, as far as both are there."""
    pairs = ((one.name, other.name), (certificate_number(one), certificate_number(other)))
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def _province(region: str, context: CheckContext) -> str:
    """Return the province of a region."""
    return context.regions.province_of(region)
