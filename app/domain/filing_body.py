"""The body of a filing: what the applicant enters of subject, services and people. A draft may lack any of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SubjectNature(StrEnum):
    """主办单位性质, by the English names of the authority's codes."""

    NATIONAL_DEFENCE = "national_defence"
    GOVERNMENT_AGENCY = "government_agency"
    PUBLIC_INSTITUTION = "public_institution"
    ENTERPRISE = "enterprise"
    INDIVIDUAL = "individual"
    SOCIAL_ORGANIZATION = "social_organization"
    PRIVATE_NON_ENTERPRISE = "private_non_enterprise"
    FOUNDATION = "foundation"
    LAW_FIRM = "law_firm"
    FOREIGN_CULTURAL_CENTRE = "foreign_cultural_centre"
    MASS_ORGANIZATION = "mass_organization"
    JUDICIAL_APPRAISAL_BODY = "judicial_appraisal_body"
    RELIGIOUS_BODY = "religious_body"
    OVERSEAS_BODY = "overseas_body"
    MEDICAL_INSTITUTION = "medical_institution"
    NOTARY_OFFICE = "notary_office"
    COLLECTIVE_ECONOMY = "collective_economy"
    ARBITRATION_BODY = "arbitration_body"

    @property
    def is_unit(self) -> bool:
        """Tell a unit (单位) from a person (个人)."""
        return self is not SubjectNature.INDIVIDUAL


class CertificateType(StrEnum):
    """证件类型; one paper is one type, whatever its number at the authority under each nature (`subject_catalog`)."""

    BUSINESS_LICENSE = "business_license"
    RESIDENT_ID = "resident_id"
    ORGANIZATION_CODE = "organization_code"
    UNIFIED_SOCIAL_CREDIT_CODE = "unified_social_credit_code"
    PUBLIC_INSTITUTION_LICENSE = "public_institution_license"
    SOCIAL_ORGANIZATION_LICENSE = "social_organization_license"
    PRIVATE_NON_ENTERPRISE_LICENSE = "private_non_enterprise_license"
    FOUNDATION_LICENSE = "foundation_license"
    LAW_FIRM_LICENSE = "law_firm_license"
    MILITARY_UNIT_CODE = "military_unit_code"
    PASSPORT = "passport"
    HK_MACAO_PERMIT = "hk_macao_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    FOREIGNER_PERMANENT_RESIDENCE = "foreigner_permanent_residence"
    HK_MACAO_RESIDENCE_PERMIT = "hk_macao_residence_permit"
    TAIWAN_RESIDENCE_PERMIT = "taiwan_residence_permit"
    FOREIGN_CULTURAL_CENTRE_REGISTRATION = "foreign_cultural_centre_registration"
    MILITARY_PAID_SERVICE_PERMIT = "military_paid_service_permit"
    RELIGIOUS_SITE_REGISTRATION = "religious_site_registration"
    FOREIGN_ENTERPRISE_OFFICE_REGISTRATION = "foreign_enterprise_office_registration"
    JUDICIAL_APPRAISAL_LICENSE = "judicial_appraisal_license"
    FOREIGN_TOURISM_OFFICE_APPROVAL = "foreign_tourism_office_approval"
    OVERSEAS_BODY_REGISTRATION = "overseas_body_registration"
    SOCIAL_SERVICE_AGENCY_REGISTRATION = "social_service_agency_registration"
    PRIVATE_SCHOOL_LICENSE = "private_school_license"
    MEDICAL_INSTITUTION_LICENSE = "medical_institution_license"
    NOTARY_OFFICE_LICENSE = "notary_office_license"
    EMBASSY_SCHOOL_LICENSE = "embassy_school_license"
    RURAL_COLLECTIVE_REGISTRATION = "rural_collective_registration"
    ARBITRATION_COMMISSION_REGISTRATION = "arbitration_commission_registration"
    OVERSEAS_NGO_OFFICE_REGISTRATION = "overseas_ngo_office_registration"
    FOREIGN_NEWS_BUREAU_CERTIFICATE = "foreign_news_bureau_certificate"
    HK_MACAO_TAIWAN_TOURISM_OFFICE_APPROVAL = "hk_macao_taiwan_tourism_office_approval"
    SOCIAL_CREDIT_CODE_CERTIFICATE = "social_credit_code_certificate"


class ServiceKind(StrEnum):
    """互联网信息服务: a website or an APP; mini-programs and quick apps are kinds with a suffix letter of their own."""

    WEBSITE = "website"
    APP = "app"
    MINI_PROGRAM = "mini_program"
    QUICK_APP = "quick_app"


class HandlerKind(StrEnum):
    """Who handles a unit's filing: 法定代表人 or 代办人."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    AGENT = "agent"


class FloorKind(StrEnum):
    """Whether a contact address names a floor."""

    SPECIFIED = "specified"
    NONE = "none"


class AccessMode(StrEnum):
    """接入方式."""

    LEASED_LINE = "leased_line"
    HOSTING = "hosting"
    VIRTUAL_HOST = "virtual_host"
    CLOUD = "cloud"
    OTHER = "other"


class ServiceContent(StrEnum):
    """服务内容, in the order of the authority's codes."""

    INSTANT_MESSAGING = "instant_messaging"
    SEARCH_ENGINE = "search_engine"
    GENERAL_PORTAL = "general_portal"
    WEBMAIL = "webmail"
    NEWS = "news"
    PERSONAL_SPACE = "personal_space"
    ADVERTISING = "advertising"
    UNIT_PORTAL = "unit_portal"
    SHOPPING = "shopping"
    PAYMENT = "payment"
    BANKING = "banking"
    SECURITIES = "securities"
    GAMES = "games"
    MUSIC = "music"
    VIDEO = "video"
    PICTURES = "pictures"
    SOFTWARE_DOWNLOAD = "software_download"
    RECRUITMENT = "recruitment"
    DATING = "dating"
    REAL_ESTATE = "real_estate"
    EDUCATION = "education"
    SITE_BUILDING = "site_building"
    WAP = "wap"
    OTHER = "other"
    APP = "app"
    P2P_LENDING = "p2p_lending"
    EQUITY_CROWDFUNDING = "equity_crowdfunding"
    INSURANCE = "insurance"
    CROSS_SECTOR_FINANCE = "cross_sector_finance"
    NON_BANK_PAYMENT = "non_bank_payment"


class PreApproval(StrEnum):
    """前置审批 categories."""

    NEWS = "news"
    PUBLISHING = "publishing"
    EDUCATION = "education"
    HEALTH_CARE = "health_care"
    DRUGS_AND_DEVICES = "drugs_and_devices"
    BULLETIN_BOARD = "bulletin_board"
    CULTURE = "culture"
    BROADCASTING = "broadcasting"
    RIDE_HAILING = "ride_hailing"
    FINANCE = "finance"
    OFF_CAMPUS_TUTORING = "off_campus_tutoring"
    GAMES = "games"
    RELIGION = "religion"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate (证件) as printed; `valid_until` None means for good once `valid_from` is there."""

    type: CertificateType | None = None
    number: str | None = None
    address: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class ContactAddress:
    """通信地址: region code (6 digits, GB/T 2260), the rest in words, and whether a floor is named."""

    region: str | None = None
    detail: str | None = None
    floor: FloorKind | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in a filing (负责人, 法定代表人, 代办人)."""

    name: str | None = None
    certificate: Certificate | None = None
    mobile: str | None = None
    email: str | None = None
    emergency_phone: str | None = None
    is_legal_representative: bool | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """主体 (主办单位): who files."""

    name: str | None = None
    nature: SubjectNature | None = None
    region: str | None = None
    certificate: Certificate | None = None
    contact_address: ContactAddress | None = None
    investor_or_superior: str | None = None
    handler: HandlerKind | None = None
    legal_representative: Person | None = None
    agent: Person | None = None
    principal: Person | None = None


@dataclass(frozen=True, slots=True)
class IpRange:
    """An inclusive range of addresses; a single IP has the same start and end."""

    from_: str
    to: str


@dataclass(frozen=True, slots=True)
class Access:
    """接入信息: where the service is reached."""

    ip_ranges: tuple[IpRange, ...] = ()
    modes: tuple[AccessMode, ...] = ()
    server_regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AppPlatform:
    """One platform that an APP runs on."""

    platform: str | None = None
    name: str | None = None
    package_name: str | None = None
    public_key: str | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """互联网信息服务: a website or an APP; `domains` in lower-case A-label form."""

    id: str
    kind: ServiceKind
    name: str | None = None
    domains: tuple[str, ...] = ()
    main_domain: str | None = None
    home_url: str | None = None
    contents: tuple[ServiceContent, ...] = ()
    languages: tuple[str, ...] = ()
    pre_approvals: tuple[PreApproval, ...] = ()
    paid_service: bool | None = None
    remark: str | None = None
    principal: Person | None = None
    access: tuple[Access, ...] = ()
    platforms: tuple[AppPlatform, ...] = ()


@dataclass(frozen=True, slots=True)
class EmergencyContact:
    """应急联系人."""

    name: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class FilingBody:
    """Everything that the applicant enters."""

    subject: Subject = Subject()
    services: tuple[Service, ...] = ()
    emergency_contacts: tuple[EmergencyContact, ...] = ()
    remark: str | None = None
