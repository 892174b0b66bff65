"""Who files in the demo, and what they enter."""

from dataclasses import dataclass, replace
from typing import Any

from app.demo.numbers import DISTRICT, Numbers

CITY = "410100"
PROVINCE = "410000"
SERVER_ADDRESS = "203.0.113.10"


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the filing's body wants one."""

    name: str
    certificate_number: str
    mobile: str
    email: str
    emergency_phone: str

    @property
    def last_six(self) -> str:
        """Return what the authority asks beside the SMS code."""
        return self.certificate_number[-6:]

    def body(self, *, is_legal_representative: bool) -> dict[str, Any]:
        """Return the JSON of this person."""
        return {
            "name": self.name,
            "certificate": self.certificate(),
            "mobile": self.mobile,
            "email": self.email,
            "emergency_phone": self.emergency_phone,
            "is_legal_representative": is_legal_representative,
        }

    def certificate(self) -> dict[str, Any]:
        """Return the JSON of the resident identity card."""
        return {
            "type": "resident_id",
            "number": self.certificate_number,
            "address": "河南省郑州市金水区花园路1号",
            "valid_from": "2018-05-01",
            "valid_until": "2038-05-01",
        }


@dataclass(frozen=True, slots=True)
class Applicant:
    """One filing's cast. `first_name` of the site is what the reviewer rejects, `site_name` what replaces it."""

    title: str
    nature: str
    subject_name: str
    certificate_type: str
    certificate_number: str
    domain: str
    site_name: str
    contents: tuple[str, ...]
    principal: Person
    service_principal: Person
    first_name: str | None = None

    @property
    def asked(self) -> dict[str, Any]:
        """Return what type verification asks for."""
        certificate = {"type": self.certificate_type, "number": self.certificate_number}
        return {
            "channel": "app",
            "subject": {"nature": self.nature, "certificate": certificate, "region": CITY},
            "service": self.asked_service,
        }

    @property
    def asked_service(self) -> dict[str, Any]:
        """Return by what type verification knows the service."""
        return {"kind": "website", "domain": self.domain}

    def subject(self) -> dict[str, Any]:
        """Return what is entered of the subject beside what was verified."""
        entered: dict[str, Any] = {
            "name": self.subject_name,
            "certificate": {
                "address": "河南省郑州市金水区花园路1号",
                "valid_from": "2019-05-01",
                "valid_until": "2039-05-01" if self.nature == "individual" else None,
            },
            "contact_address": {
                "region": DISTRICT,
                "detail": "河南省郑州市金水区花园路1号1单元101室",
                "floor": "specified",
            },
            "principal": self.principal.body(is_legal_representative=self.nature != "individual"),
        }
        if self.nature != "individual":
            entered["investor_or_superior"] = self.principal.name
            entered["handler"] = "legal_representative"
            entered["legal_representative"] = self.principal.body(is_legal_representative=True)
        return entered

    def service(self, service_id: str) -> dict[str, Any]:
        """Return what is entered of the website beside what was verified."""
        return {
            "id": service_id,
            "name": self.first_name or self.site_name,
            "main_domain": self.domain,
            "home_url": f"www.{self.domain}",
            "contents": list(self.contents),
            "languages": ["zh-Hans"],
            "pre_approvals": [],
            "paid_service": False,
            "principal": self.service_principal.body(is_legal_representative=False),
            "access": [
                {
                    "ip_ranges": [{"from": SERVER_ADDRESS, "to": SERVER_ADDRESS}],
                    "modes": ["cloud"],
                    "server_regions": [PROVINCE],
                }
            ],
        }


def enterprise(numbers: Numbers) -> Applicant:
    """Return a firm whose legal representative files, with another person answering for the website."""
    principal = person(numbers, "赵明远", "principal", "19880312")
    keeper = person(numbers, "钱思齐", "keeper", "19900726")
    return Applicant(
        title="企业 · an enterprise",
        nature="enterprise",
        subject_name="郑州晨星软件有限公司",
        certificate_type="business_license",
        certificate_number=numbers.credit_code("enterprise"),
        domain=f"chenxing-{numbers.label('enterprise')}.cn",
        site_name="郑州晨星软件有限公司官网",
        first_name="天天好运大全",
        contents=("unit_portal",),
        principal=principal,
        service_principal=keeper,
    )


def other_enterprise(numbers: Numbers) -> Applicant:
    """Return another firm, for what two subjects have to do with each other."""
    principal = person(numbers, "李若溪", "other principal", "19850920")
    keeper = person(numbers, "周子安", "other keeper", "19920411")
    return Applicant(
        title="另一家企业 · another enterprise",
        nature="enterprise",
        subject_name="郑州启明网络科技有限公司",
        certificate_type="business_license",
        certificate_number=numbers.credit_code("other enterprise"),
        domain=f"qiming-{numbers.label('other enterprise')}.cn",
        site_name="郑州启明网络科技有限公司官网",
        contents=("unit_portal",),
        principal=principal,
        service_principal=keeper,
    )


def second_site(who: Applicant, numbers: Numbers) -> Applicant:
    """Return the same subject with another website, for which the same person answers."""
    domain = f"docs-{numbers.label('second site')}.cn"
    return replace(who, domain=domain, site_name="晨星软件产品文档", first_name=None)


def individual(numbers: Numbers) -> Applicant:
    """Return a person with a site of their own."""
    someone = person(numbers, "孙知行", "individual", "19950115")
    return Applicant(
        title="个人 · an individual",
        nature="individual",
        subject_name=someone.name,
        certificate_type="resident_id",
        certificate_number=someone.certificate_number,
        domain=f"zhixing-{numbers.label('individual')}.cn",
        site_name="知行的山间手记",
        contents=("personal_space",),
        principal=someone,
        service_principal=someone,
    )


def person(numbers: Numbers, name: str, role: str, born: str) -> Person:
    """Return somebody with a certificate, a phone and a mailbox of their own; `role` tells people of a story apart."""
    return Person(
        name=name,
        certificate_number=numbers.resident_id(role, born),
        mobile=numbers.mobile(f"{role} mobile"),
        email=f"{role.replace(' ', '-')}@example.com",
        emergency_phone=numbers.mobile(f"{role} emergency"),
    )
