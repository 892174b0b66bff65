"""Type verification."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from app.domain.filing_body import CertificateType, ServiceKind, SubjectNature
from app.domain.profile import Channel
from app.routers.schemas.fields import Clean, DomainText, Id, In, RegionCode, chosen_wrongly


class CertificateIn(In):
    """Which certificate, and its number."""

    type: CertificateType
    number: Annotated[Clean, Field(max_length=255)]


class AskedSubjectIn(In):
    """The subject as far as the type depends on it."""

    nature: SubjectNature
    certificate: CertificateIn
    region: RegionCode


class AskedServiceIn(In):
    """A website with its domain or domains, or an APP with its name."""

    kind: ServiceKind
    domain: DomainText | None = None
    domains: Annotated[list[DomainText], Field(min_length=1, max_length=10)] | None = None
    name: Annotated[Clean, Field(max_length=255)] | None = None

    @model_validator(mode="after")
    def _has_what_it_is_named_by(self) -> Self:
        is_website = self.kind is ServiceKind.WEBSITE
        named = (self.domain is not None) + (self.domains is not None)
        if is_website and named != 1:
            raise chosen_wrongly(
                "网站请填写 domain 与 domains 之一。", "A website is named by either domain or domains."
            )
        if not is_website and (self.name is None or named):
            raise chosen_wrongly("APP 请只填写 name。", "An APP is named by its name alone.")
        return self


class TypeVerificationIn(In):
    """What has to be filed? One service, or several that shall share an order."""

    account_id: Id | None = None
    filing_id: Id | None = None
    channel: Channel = Channel.APP
    subject: AskedSubjectIn
    service: AskedServiceIn | None = None
    services: Annotated[list[AskedServiceIn], Field(min_length=1, max_length=10)] | None = None

    @model_validator(mode="after")
    def _has_one_of_service_and_services(self) -> Self:
        if (self.service is None) == (self.services is None):
            raise chosen_wrongly("请填写 service 与 services 之一。", "Give either service or services.")
        return self


class ReasonOut(BaseModel):
    """A rule that spoke."""

    rule: str
    message: str
    source: str
    in_force_from: str


class TypeRefusalOut(BaseModel):
    """Why nothing can be filed now."""

    code: str
    rule: str
    message: str
    source: str
    remedy: str


class VerdictOut(BaseModel):
    """The outcome for one service; `heading` and `state_label` are the provider's words, where it has any."""

    verdict: str
    filing_type: str | None
    filing_type_label: str | None
    heading: str | None
    state_label: str | None
    subject_on_record: bool
    service_on_record: bool
    must_be_offline: bool
    may_be_served_meanwhile: bool
    sms_required: bool
    channels: list[str]
    reasons: list[ReasonOut]
    warnings: list[ReasonOut]
    refusal: TypeRefusalOut | None


class TypeVerificationOut(VerdictOut):
    """The outcome for the order; `services` has one verdict a service where several were asked for."""

    id: str
    account_id: str
    services: list[VerdictOut] | None = None
    expires_at: datetime
    created_at: datetime
    rules_as_of: str
    rulebook_digest: str
    filing_id: str | None = None
    addition_to: str | None = None
