"""What whoever plays a case may send."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from authority_sandbox.wire import AskedService, Domain, Id, Name, Region, Wire, Word

Pointer = Annotated[str, Field(pattern=r"^(/[^\r\n]*)?$", max_length=512)]


class ClockIn(Wire):
    """Where sandbox time is to stand: real time plus so many seconds."""

    offset_seconds: Annotated[float, Field(allow_inf_nan=False)]


class RecordedCertificate(Wire):
    """The certificate of a subject put on record."""

    type: Word
    number: Annotated[str, Field(min_length=1, max_length=64)]


class RecordedSubject(Wire):
    """A subject put on record."""

    nature: Word
    name: Name
    certificate: RecordedCertificate
    region: Region


class RecordedService(AskedService):
    """A service put on record, reached through the asking provider or through another."""

    access_here: bool = True


class RecordIn(Wire):
    """What to put on the national record."""

    provider_id: Id
    subject: RecordedSubject
    services: Annotated[list[RecordedService], Field(default_factory=list, max_length=1000)]
    blacklisted: bool = False
    under_review: bool = False
    subject_number: Annotated[str, Field(min_length=1, max_length=64)] | None = None


class RecordLookupIn(Wire):
    """Asks for the record of a certificate, whose number is not for addresses."""

    certificate_number: Annotated[str, Field(min_length=1, max_length=64)]


class DomainFactsIn(Wire):
    """What the registrar would say of a domain."""

    domain: Domain
    real_name: Literal["verified", "unverified", "unknown"]
    holder: Name | None = None
    expires_on: Annotated[date, Field(strict=False)] | None = None
    registrar_approved: bool | None = None
    suffix_approved: bool | None = None


class DecisionIn(Wire):
    """A review decided by hand."""

    receipt: Id
    outcome: Literal["accept", "reject"]
    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None = None
    pointer: Pointer | None = None


class SwitchesIn(Wire):
    """Rules of the authority to turn on or off; what is not named stays as it is."""

    refuse_cancelling_only_access: bool | None = None
    sms_entered_at_authority: bool | None = None
