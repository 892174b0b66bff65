"""The body of a filing as a merge patch: any part of it, null to remove."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.domain.filing_body import (
    AccessMode,
    CertificateType,
    FloorKind,
    HandlerKind,
    PreApproval,
    ServiceContent,
    ServiceKind,
    SubjectNature,
)
from app.routers.schemas.fields import (
    Clean,
    Day,
    DomainText,
    Flag,
    Id,
    In,
    LanguageTag,
    Line,
    Name,
    Phone,
    RegionCode,
    Words,
)


class CertificatePatch(In):
    """A certificate as printed."""

    type: CertificateType | None = None
    number: Line | None = None
    address: Words | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None


class ContactAddressPatch(In):
    """通信地址."""

    region: RegionCode | None = None
    detail: Words | None = None
    floor: FloorKind | None = None


class PersonPatch(In):
    """A person named in the filing."""

    name: Annotated[Clean, Field(max_length=128)] | None = None
    certificate: CertificatePatch | None = None
    mobile: Phone | None = None
    email: Annotated[Clean, Field(max_length=128)] | None = None
    emergency_phone: Phone | None = None
    is_legal_representative: Flag | None = None


class SubjectPatch(In):
    """主体."""

    name: Line | None = None
    nature: SubjectNature | None = None
    region: RegionCode | None = None
    certificate: CertificatePatch | None = None
    contact_address: ContactAddressPatch | None = None
    investor_or_superior: Line | None = None
    handler: HandlerKind | None = None
    legal_representative: PersonPatch | None = None
    agent: PersonPatch | None = None
    principal: PersonPatch | None = None


class IpRangePatch(In):
    """An inclusive range; a single address has the same start and end."""

    from_: Annotated[Clean, Field(alias="from", max_length=45)]
    to: Annotated[Clean, Field(max_length=45)]


class AccessPatch(In):
    """接入信息."""

    ip_ranges: Annotated[list[IpRangePatch], Field(max_length=100)] | None = None
    modes: Annotated[list[AccessMode], Field(max_length=10)] | None = None
    server_regions: Annotated[list[RegionCode], Field(max_length=40)] | None = None


class Platform(StrEnum):
    """What an APP runs on."""

    ANDROID = "android"
    IOS = "ios"
    HARMONYOS = "harmonyos"


class PlatformPatch(In):
    """One platform of an APP."""

    platform: Platform | None = None
    name: Line | None = None
    package_name: Line | None = None
    public_key: Annotated[Clean, Field(max_length=4096)] | None = None
    fingerprint: Annotated[Clean, Field(max_length=200)] | None = None


class ServicePatch(In):
    """A website or an APP, matched by `id`, or by position where none is given."""

    id: Id | None = None
    kind: ServiceKind | None = None
    name: Name | None = None
    domains: Annotated[list[DomainText], Field(max_length=100)] | None = None
    main_domain: DomainText | None = None
    home_url: Line | None = None
    contents: Annotated[list[ServiceContent], Field(max_length=40)] | None = None
    languages: Annotated[list[LanguageTag], Field(max_length=20)] | None = None
    pre_approvals: Annotated[list[PreApproval], Field(max_length=20)] | None = None
    paid_service: Flag | None = None
    remark: Words | None = None
    principal: PersonPatch | None = None
    access: Annotated[list[AccessPatch], Field(max_length=20)] | None = None
    platforms: Annotated[list[PlatformPatch], Field(max_length=20)] | None = None


class EmergencyContactPatch(In):
    """应急联系人."""

    name: Annotated[Clean, Field(max_length=128)] | None = None
    phone: Phone | None = None


class FilingPatch(In):
    """Any part of the body (RFC 7396)."""

    subject: SubjectPatch | None = None
    services: Annotated[list[ServicePatch], Field(max_length=100)] | None = None
    emergency_contacts: Annotated[list[EmergencyContactPatch], Field(max_length=10)] | None = None
    remark: Words | None = None
