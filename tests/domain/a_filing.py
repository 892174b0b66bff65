"""Bodies of filings with nothing wrong about them, and the small world they are judged in."""

from dataclasses import replace
from datetime import date
from typing import Any

from stdnum.cn import uscc

from app.adapters.region_codes import region_codes
from app.domain.check_rules import CheckContext
from app.domain.filing_body import (
    Access,
    AccessMode,
    AppPlatform,
    Certificate,
    CertificateType,
    ContactAddress,
    FilingBody,
    HandlerKind,
    IpRange,
    Person,
    Service,
    ServiceContent,
    ServiceKind,
    Subject,
    SubjectNature,
)
from app.domain.filing_types import FilingType
from tests.domain.few_suffixes import FEW_SUFFIXES
from tests.domain.samples import TODAY, ends_with_check
from tests.real_rules import GENERAL_RULES

REGIONS = region_codes()
CONTEXT = CheckContext(FilingType.FIRST_FILING, TODAY, GENERAL_RULES, REGIONS, FEW_SUFFIXES)

CREDIT_CODE = "91410100MA9A1B2C3" + uscc.calc_check_digit("91410100MA9A1B2C3")
ZHANG_SAN = ends_with_check("41010519900307123")
LI_SI = ends_with_check("41010519881115002")
WANG_WU = ends_with_check("44030619920620003")


def a_person(**changes: Any) -> Person:
    person = Person(
        name="张三",
        certificate=Certificate(CertificateType.RESIDENT_ID, ZHANG_SAN, None, date(2019, 5, 1), date(2039, 5, 1)),
        mobile="13800000001",
        email="zhangsan@example.cn",
        emergency_phone="13900000001",
    )
    return replace(person, **changes)


def another_person(**changes: Any) -> Person:
    person = a_person(
        name="李四",
        certificate=Certificate(CertificateType.RESIDENT_ID, LI_SI, None, date(2020, 1, 1), None),
        mobile="13800000002",
        email="lisi@example.cn",
        emergency_phone="0371-65551234",
    )
    return replace(person, **changes)


def a_website(**changes: Any) -> Service:
    service = Service(
        id="svc_1",
        kind=ServiceKind.WEBSITE,
        name="示例科技官方网站",
        domains=("example.cn",),
        main_domain="example.cn",
        home_url="www.example.cn",
        contents=(ServiceContent.UNIT_PORTAL,),
        languages=("zh-Hans",),
        principal=another_person(),
        access=(Access((IpRange("203.0.113.10", "203.0.113.10"),), (AccessMode.CLOUD,), ("410000",)),),
    )
    return replace(service, **changes)


def an_app(**changes: Any) -> Service:
    return replace(
        a_website(id="svc_2"),
        kind=ServiceKind.APP,
        **{
            "name": "示例助手",
            "domains": (),
            "main_domain": None,
            "home_url": None,
            "platforms": (AppPlatform("android", "示例助手", "cn.example.app", "A1B2" * 64, "0f" * 16),),
        }
        | changes,
    )


def an_enterprise(**changes: Any) -> Subject:
    subject = Subject(
        name="示例科技有限公司",
        nature=SubjectNature.ENTERPRISE,
        region="410100",
        certificate=Certificate(
            CertificateType.BUSINESS_LICENSE, CREDIT_CODE, "河南省郑州市金水区示例路1号", date(2019, 5, 1), None
        ),
        contact_address=ContactAddress("410105", "示例路1号2单元301室"),
        handler=HandlerKind.LEGAL_REPRESENTATIVE,
        principal=a_person(is_legal_representative=True),
    )
    return replace(subject, **changes)


def an_individual(**changes: Any) -> Subject:
    subject = Subject(
        name="张三",
        nature=SubjectNature.INDIVIDUAL,
        region="410105",
        certificate=a_person().certificate,
        contact_address=ContactAddress("410105", "示例路1号2单元301室"),
        principal=a_person(),
    )
    return replace(subject, **changes)


def a_body(subject: Subject | None = None, *services: Service) -> FilingBody:
    return FilingBody(subject=subject or an_enterprise(), services=services or (a_website(),))
