"""Filings in any region that no regional rule has anything to say of, and what is known around them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from stdnum.cn import uscc

from app.domain.check_rules import CheckContext
from app.domain.domain_eligibility import RealName, RegistrarAnswer
from app.domain.filing_body import Certificate, CertificateType, FilingBody, Person, Service, Subject, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.filings import OnFile
from app.domain.region_facts import PersonOnRecord, RegionFacts
from app.domain.region_rules import NATIONAL, RegionRule, Whom
from tests.domain.a_filing import REGIONS, a_person, a_website, an_enterprise, an_individual
from tests.domain.few_suffixes import FEW_SUFFIXES
from tests.domain.samples import TODAY, ends_with_check
from tests.real_rules import RULEBOOK

MOBILE, OTHER_MOBILE, LANDLINE = "13800000001", "13800000002", "010-65551234"
REMARK = (
    "应急电话由李四接听，李四为办公室主任；开通后介绍学习笔记，计划2027年1月开通；站内不含任何单位信息，不实则接受注销"
)
REGISTERED = RegistrarAnswer(None, RealName.VERIFIED, TODAY.replace(year=2030), True, True)
# Any region will do for what holds everywhere.
ANYWHERE = "410000"


@dataclass(frozen=True, slots=True)
class Case:
    """One filing with what is known beside it."""

    body: FilingBody
    context: CheckContext

    @property
    def province(self) -> str:
        region = self.body.subject.region
        assert region is not None
        return REGIONS.province_of(region)

    @property
    def principal(self) -> Person:
        assert self.body.subject.principal is not None
        return self.body.subject.principal

    def subject(self, **changes: Any) -> "Case":
        """Change the subject."""
        return replace(self, body=replace(self.body, subject=replace(self.body.subject, **changes)))

    def subject_principal(self, **changes: Any) -> "Case":
        """Change who answers for the subject."""
        return self.subject(principal=replace(self.principal, **changes))

    def service(self, **changes: Any) -> "Case":
        """Change the service."""
        return replace(self, body=replace(self.body, services=(replace(self.body.services[0], **changes),)))

    def service_principal(self, **changes: Any) -> "Case":
        """Change who answers for the service."""
        one = self.body.services[0].principal
        assert one is not None
        return self.service(principal=replace(one, **changes))

    def everybody(self, **changes: Any) -> "Case":
        """Change the one person who stands in both places."""
        return self.subject_principal(**changes).service_principal(**changes)

    def somebody_else(self, **changes: Any) -> "Case":
        """Let another person answer for the service."""
        return self.service_principal(**{**somebody_else_of(self.province), **changes})

    def address(self, **changes: Any) -> "Case":
        """Change the contact address."""
        address = self.body.subject.contact_address
        assert address is not None
        return self.subject(contact_address=replace(address, **changes))

    def facts(self, **changes: Any) -> "Case":
        """Change what is known beside the body."""
        facts = replace(self.context.region_facts, **changes)
        return replace(self, context=replace(self.context, region_facts=facts))


Change = Callable[[Case, RegionRule], Case]


@cache
def a_district(province: str) -> str:
    """Return a district of a province, the first that is neither a place holder nor governed by the province itself."""
    return next(code for code in REGIONS.names if code.startswith(province[:2]) and code[4:] != "00" and code[2] != "9")


def an_id(province: str, born: str = "19900307", serial: str = "123") -> str:
    """Make a resident id number of a province; an odd serial is a man's."""
    return ends_with_check(f"{a_district(province)}{born}{serial}")


def a_certificate(number: str, type_: CertificateType = CertificateType.RESIDENT_ID) -> Certificate:
    return Certificate(type_, number, None, TODAY.replace(year=2019), TODAY.replace(year=2039))


def somebody_else_of(province: str) -> dict[str, Any]:
    """Return who is another than the principal, with phones of their own."""
    return {
        "name": "李四",
        "certificate": a_certificate(an_id(province, "19881115", "001")),
        "mobile": OTHER_MOBILE,
        "email": "lisi@example.cn",
        "emergency_phone": "010-65555678",
        "is_legal_representative": False,
    }


def a_case(rule: RegionRule) -> Case:
    """Make a filing that a rule is about, with nothing wrong about it."""
    province = _anywhere(rule) if rule.region == NATIONAL else rule.region
    filing_type = FilingType(min(rule.filing_types)) if rule.filing_types else FilingType.FIRST_FILING
    person = a_person(
        certificate=a_certificate(an_id(province)),
        mobile=MOBILE,
        emergency_phone=LANDLINE,
        is_legal_representative=True,
    )
    subject = _subject(rule, province, person)
    domain = "example.gov.cn" if rule.applies_to == {Whom.GOVERNMENT} else "example.cn"
    body = FilingBody(subject=subject, services=(replace(a_service(person), domains=(domain,)),), remark=REMARK)
    facts = RegionFacts(
        people_on_record=(),
        phone_provinces={MOBILE: province, LANDLINE: province},
        registrations={domain: replace(REGISTERED, holder=subject.name)},
        services_on_record=0,
        subject_numbers=1,
    )
    context = CheckContext(filing_type, TODAY, RULEBOOK, REGIONS, FEW_SUFFIXES, OnFile(body, True, None), facts)
    return Case(body, context)


def _anywhere(rule: RegionRule) -> str:
    """Return a province that leaves a national rule as it is: ANYWHERE, or else the first such."""
    rules = RULEBOOK.region_rules
    louder = {rule.family, *(one.id for one in rules.families.values() if rule.family in one.overrides)}
    return next(code for code in (ANYWHERE, *rules.regions) if louder.isdisjoint(rules.regions[code].rules))


def a_service(person: Person) -> Service:
    return a_website(principal=person, remark=f"{REMARK}；不涉及前置审批")


def on_record(case: Case, **changes: Any) -> Case:
    """Put the principal on record under another subject."""
    number = case.principal.certificate.number if case.principal.certificate else None
    assert number is not None
    other = PersonOnRecord(subject=credit_code("92"), certificate=number, mobile=MOBILE, answers_for_service=True)
    return case.facts(people_on_record=(replace(other, **changes),))


def credit_code(prefix: str, province: str = ANYWHERE) -> str:
    """Make the credit code of a unit; that of a sole trader begins with 92."""
    start = f"{prefix}{a_district(province)}MA9A1B2C3"
    return start + str(uscc.calc_check_digit(start))


def _subject(rule: RegionRule, province: str, person: Person) -> Subject:
    region = a_district(province)
    address = an_enterprise().contact_address
    assert address is not None
    if rule.applies_to == {Whom.INDIVIDUAL}:
        return an_individual(
            region=region,
            certificate=person.certificate,
            principal=replace(person, is_legal_representative=None),
            contact_address=replace(address, region=region),
        )
    printed = Certificate(
        CertificateType.BUSINESS_LICENSE,
        credit_code("91", province),
        f"{REGIONS.full_name_of(region)}示例路1号",
        TODAY.replace(year=2019),
        None,
    )
    government = rule.applies_to == {Whom.GOVERNMENT}
    return an_enterprise(
        region=region,
        nature=SubjectNature.GOVERNMENT_AGENCY if government else SubjectNature.ENTERPRISE,
        certificate=printed,
        principal=person,
        contact_address=replace(address, region=region),
    )
