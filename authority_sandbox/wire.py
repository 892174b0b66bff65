"""What a provider may send: strict shapes, unknown keys refused except inside the filing's own parts."""

import math
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from authority_sandbox.domains import plain_domain
from authority_sandbox.numbers import ABBREVIATIONS

_DEEPEST = 32


def _province_known(code: str) -> str:
    if code[:2] not in ABBREVIATIONS:
        raise ValueError("no province of the mainland")
    return code


Kind = Literal["website", "app", "mini_program", "quick_app"]
FilingType = Literal[
    "first_filing",
    "add_service_here",
    "add_service_elsewhere",
    "add_access",
    "change_subject",
    "change_service",
    "change_both",
    "deregister_subject",
    "deregister_service",
    "cancel_access",
    "migrate_service",
]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Name = Annotated[str, Field(min_length=1, max_length=255, pattern=r"\S")]
# What a filing says may be blank: that is for the authority to refuse, with its own code.
Written = Annotated[str, Field(max_length=512)]
Number = Annotated[str, Field(min_length=1, max_length=64)]
Region = Annotated[str, Field(pattern=r"^[0-9]{6}$"), AfterValidator(_province_known)]
Phone = Annotated[str, Field(pattern=r"^\+?[0-9]{5,20}$")]
Domain = Annotated[str, Field(min_length=1, max_length=253), AfterValidator(plain_domain)]
Last6 = Annotated[str, Field(min_length=1, max_length=6)]


class Wire(BaseModel):
    """A request body; text that PostgreSQL cannot hold and endless nesting are refused here."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, data: Any) -> Any:
        waiting = [(data, 0)]
        while waiting:
            value, depth = waiting.pop()
            _check_value(value, depth)
            if isinstance(value, dict):
                waiting += [(part, depth + 1) for pair in value.items() for part in pair]
            elif isinstance(value, list):
                waiting += [(part, depth + 1) for part in value]
        return data


def _check_value(value: object, depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(value, str) and ("\x00" in value or _has_surrogate(value)):
        raise ValueError("text with characters that cannot be stored")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("numbers must be finite")


def _has_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


class OpenWire(Wire):
    """A part of a filing: what the sandbox reads is checked, the rest is kept as it came."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


class AskedCertificate(Wire):
    """A certificate to look up; the caller's `family` is informative, the sandbox goes by the type."""

    type: Word
    number: Annotated[str, Field(min_length=1, max_length=64)]
    family: str | None = None


class AskedService(Wire):
    """A website by its domain, anything else by its name."""

    kind: Kind
    domain: Domain | None = None
    name: Name | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        if (self.domain if self.kind == "website" else self.name) is None:
            raise ValueError("a website needs its domain, any other kind its name")
        return self

    @property
    def asked(self) -> str:
        """The name that identifies the service."""
        return (self.domain if self.kind == "website" else self.name) or ""


class LookupIn(Wire):
    """A question to the national record."""

    provider_id: Id
    certificate: AskedCertificate | None = None
    services: Annotated[list[AskedService], Field(default_factory=list, max_length=1000)]


class SubmittedCertificate(OpenWire):
    """The certificate of a submitted subject."""

    type: Word
    number: Annotated[str, Field(min_length=1, max_length=64)]


class SubmittedPerson(OpenWire):
    """A principal (负责人) of a submission."""

    name: Written | None = None


class SubmittedSubject(OpenWire):
    """The subject of a submission."""

    name: Written
    nature: Word
    region: Region
    certificate: SubmittedCertificate
    principal: SubmittedPerson | None = None


class SubmittedService(OpenWire):
    """A service of a submission; `number` names one on record, whose name may then be left out."""

    id: Id
    kind: Kind
    name: Written | None = None
    domains: Annotated[list[Domain], Field(default_factory=list, max_length=100)]
    home_url: Written | None = None
    number: Number | None = None

    @property
    def written_name(self) -> str | None:
        """The name, None where it is left out or blank."""
        return self.name if self.name and self.name.strip() else None


class SmsRecipientIn(Wire):
    """A person to send a code to."""

    roles: Annotated[list[Annotated[str, Field(min_length=1, max_length=64)]], Field(min_length=1, max_length=20)]
    phone: Phone
    certificate_last6: Last6


class SubmittedPaper(Wire):
    """A picture of a page; `for` says where in the filing it belongs. `content` is base64 and is not kept."""

    kind: Word
    for_: Annotated[str, Field(alias="for", max_length=200)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    bytes: Annotated[int, Field(ge=0)]
    media_type: Annotated[str, Field(max_length=64)]
    content: str | None = None


NEW_NAMES = frozenset({"first_filing", "add_service_here", "add_service_elsewhere"})
_NAMED_OR_NUMBERED = frozenset({"add_access", "migrate_service"})
_WITHOUT_SERVICES = frozenset({"change_subject", "deregister_subject"})


class SubmissionIn(Wire):
    """A filing that a provider hands over."""

    submission_id: Id
    provider_id: Id
    filing_type: FilingType
    province: Region
    subject: SubmittedSubject
    services: Annotated[list[SubmittedService], Field(default_factory=list, max_length=100)]
    subject_number: Number | None = None
    reason_code: Annotated[str, Field(max_length=64)] | None = None
    sms_recipients: Annotated[list[SmsRecipientIn], Field(default_factory=list, max_length=100)]
    papers: Annotated[list[SubmittedPaper], Field(default_factory=list, max_length=2000)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.services and self.filing_type not in _WITHOUT_SERVICES:
            raise ValueError("this filing type needs a service")
        if len({service.id for service in self.services}) != len(self.services):
            raise ValueError("two services have the same id")
        domains = [name for service in self.services if service.kind == "website" for name in set(service.domains)]
        if len(set(domains)) != len(domains):
            raise ValueError("two websites have the same domain")
        for service in self.services:
            if service.kind == "website" and not service.domains and self._wants_domain(service):
                raise ValueError("a website needs a domain")
        return self

    def _wants_domain(self, service: SubmittedService) -> bool:
        return self.filing_type in NEW_NAMES or (self.filing_type in _NAMED_OR_NUMBERED and service.number is None)


class SmsCheckIn(Wire):
    """A code that somebody entered."""

    phone: Phone
    certificate_last6: Last6
    code: Annotated[str, Field(min_length=1, max_length=16)]


class SmsResendIn(Wire):
    """A wish for a new code; `resends_left` is how many are left as far as whoever wishes knows."""

    phone: Phone
    resends_left: Annotated[int, Field(ge=0, le=2)] | None = None


class DomainFactsLookupIn(Wire):
    """A question about domains."""

    domains: Annotated[list[Domain], Field(max_length=1000)]
