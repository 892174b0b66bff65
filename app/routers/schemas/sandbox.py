"""Sandbox calls."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, model_validator

from app.domain.filing_body import ServiceKind, SubjectNature
from app.routers.schemas.fields import (
    Clean,
    Day,
    DomainText,
    Flag,
    Id,
    In,
    Line,
    Pointer,
    RegionCode,
    Whole,
    chosen_wrongly,
)
from app.routers.schemas.type_verifications import CertificateIn


class AdvanceIn(In):
    """How far time moves: one of the two."""

    hours: Annotated[float, Field(ge=0, le=24 * 366, allow_inf_nan=False)] | None = None
    working_days: Annotated[Whole, Field(ge=0, le=366)] | None = None

    @model_validator(mode="after")
    def _is_one_of_them(self) -> Self:
        if (self.hours is None) == (self.working_days is None):
            raise chosen_wrongly("请填写 hours 与 working_days 之一。", "Give either hours or working_days.")
        return self


class NowOut(BaseModel):
    """The rules' time."""

    now: datetime


class MessageOut(BaseModel):
    """A message that would have been sent."""

    id: str
    channel: str
    to: str
    code: str | None = None
    text: str
    sent_at: datetime


class MessagePageOut(BaseModel):
    """Messages, newest first."""

    data: list[MessageOut]
    next_cursor: str | None


class SandboxSubjectIn(In):
    """A subject for the national record."""

    nature: SubjectNature
    name: Line
    certificate: CertificateIn
    region: RegionCode


class SandboxServiceIn(In):
    """A service for the national record."""

    kind: ServiceKind
    domain: DomainText | None = None
    name: Annotated[Clean, Field(max_length=255)] | None = None
    access_here: Flag = False

    @model_validator(mode="after")
    def _has_what_it_is_named_by(self) -> Self:
        if (self.kind is ServiceKind.WEBSITE and self.domain is None) or (
            self.kind is not ServiceKind.WEBSITE and self.name is None
        ):
            raise chosen_wrongly("网站请填写 domain，APP 请填写 name。", "A website has a domain, an APP has a name.")
        return self


class SandboxRecordIn(In):
    """Puts a subject with its services on the national record."""

    subject: SandboxSubjectIn
    services: Annotated[list[SandboxServiceIn], Field(max_length=100)]
    account_id: Id | None = None
    blacklisted: Flag | None = None
    under_review: Flag | None = None


class SandboxRecordOut(BaseModel):
    """What was put on record."""

    subject_number: str
    services: list[dict[str, Any]]


class NationalRecordLookupIn(In):
    """Asks for the national record of a certificate."""

    certificate_number: Annotated[Clean, Field(max_length=64, pattern=r"^[0-9A-Za-z-]+$")]


class NationalServiceOut(BaseModel):
    """A service on the national record."""

    number: str
    kind: str
    name: str | None
    domains: list[str]
    provider_ids: list[str]


class NationalRecordOut(BaseModel):
    """A subject on the national record."""

    subject_number: str
    name: str
    nature: str
    region: str
    services: list[NationalServiceOut]


class RealNameIn(StrEnum):
    """Whether the holder proved who they are."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    UNKNOWN = "unknown"


class DomainFactsIn(In):
    """What the registrar would say of a domain."""

    domain: DomainText
    holder: Line | None = None
    real_name: RealNameIn = RealNameIn.UNKNOWN
    expires_on: Day | None = None
    registrar_approved: Flag | None = None
    suffix_approved: Flag | None = None


class DomainFactsOut(BaseModel):
    """What was said."""

    domain: str


class SmsEntryOut(BaseModel):
    """What the authority's page answers: verified, wrong, returned, expired or already_verified."""

    outcome: str
    tries_left: int
    all_verified: bool
    waiting_for: int


class AuthoritySwitchesIn(In):
    """Rules of the authority to turn on or off; what is not named stays as it is. All are off at first."""

    refuse_cancelling_only_access: Flag | None = None
    sms_entered_at_authority: Flag | None = None


class AuthoritySwitchesOut(BaseModel):
    """How each rule stands."""

    refuse_cancelling_only_access: bool
    sms_entered_at_authority: bool


class VerdictIn(StrEnum):
    """What the authority decides."""

    ACCEPT = "accept"
    REJECT = "reject"


class AuthorityDecisionIn(In):
    """Decides a filing in authority review at once."""

    filing_id: Id
    outcome: VerdictIn
    code: Annotated[Clean, Field(max_length=32, pattern=r"^[0-9A-Za-z_]+$")] | None = None
    pointer: Pointer | None = None
