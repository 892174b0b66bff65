"""The authority (管局) as the service needs it: the national record, submissions and SMS codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app.domain.exchange import SmsEntry


class AuthorityUnavailableError(Exception):
    """The authority could not be reached, or gave no answer that can be trusted; what it did is unknown."""


class CallRefusedError(AuthorityUnavailableError):
    """The authority is there and refuses the call itself: a fault of ours that waiting does not cure.

    `status` is the HTTP status, or what is like it; `code` the other side's word for it, empty where it has none.
    """

    def __init__(self, asked: str, status: int, code: str) -> None:
        said = f" ({code})" if code else ""
        super().__init__(f"{asked}: unexpected status {status}{said}")
        self.status = status
        self.code = code

    @property
    def is_of_the_content(self) -> bool:
        """Tell a refusal of what was sent from one of who sent it or where to: only the former concerns one filing."""
        return self.status in _OF_THE_CONTENT


# Bad request, conflict, too large, unprocessable: the next filing may fare better.
_OF_THE_CONTENT = (400, 409, 413, 422)


@dataclass(frozen=True, slots=True)
class AskedSubject:
    """A certificate to look up on the national record."""

    type: str
    number: str
    family: str


@dataclass(frozen=True, slots=True)
class AskedService:
    """A domain (A-label form) or an APP's name to look up."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class SubjectOnRecord:
    """A subject as the national record has it."""

    subject_number: str
    nature: str
    name: str
    region: str
    services_left: int
    under_review: bool
    blacklisted: bool


@dataclass(frozen=True, slots=True)
class ServiceOnRecord:
    """A service as the national record has it, found by its longest filed name.

    `filed_name` is what it was found by (a website's domain), `name` what it is called on file; None where the record
    does not tell. `only_access` says that the asking provider is the only one that gives it access.
    """

    filed_name: str
    service_number: str
    subject_number: str
    provider_numbers: tuple[str, ...]
    under_review: bool
    blacklisted: bool
    name: str | None = None
    only_access: bool = False


@dataclass(frozen=True, slots=True)
class LookupAnswer:
    """What the national record says; `services` in the order asked."""

    subject: SubjectOnRecord | None
    services: tuple[ServiceOnRecord | None, ...]
    same_name_elsewhere: tuple[bool, ...]
    services_under_review: tuple[bool, ...] = ()
    services_blacklisted: tuple[bool, ...] = ()
    subject_blacklisted: bool = False
    subject_under_review: bool = False


@dataclass(frozen=True, slots=True)
class SmsRecipient:
    """A person whom the authority sends a code."""

    roles: tuple[str, ...]
    phone: str
    certificate_last6: str


@dataclass(frozen=True, slots=True)
class SubmittedPaper:
    """A page of a paper, within the authority's limits. `for_` is a JSON Pointer, `sha256` (hex) of the content."""

    kind: str
    for_: str
    sha256: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Submission:
    """A filing as it is handed over; `submission_id` makes it idempotent.

    `services` are those of the filing's body; one that is on file has its filing number under `number` beside.
    `reason_code` says why something is deregistered.
    """

    submission_id: str
    provider_number: str
    filing_type: str
    province: str
    subject: dict[str, Any]
    services: tuple[dict[str, Any], ...]
    sms_recipients: tuple[SmsRecipient, ...]
    subject_number: str | None = None
    reason_code: str | None = None
    papers: tuple[SubmittedPaper, ...] = ()


@dataclass(frozen=True, slots=True)
class IntakeRefusal:
    """The authority's refusal at intake; `our_fault` asks nothing of the applicant."""

    code: str
    message: str
    pointer: str | None
    our_fault: bool


@dataclass(frozen=True, slots=True)
class SubmissionAnswer:
    """The receipt, whether the filing waits for SMS codes or goes on to review, and where codes are entered."""

    receipt: str
    sms_due: bool
    sms_expires_at: datetime | None
    refusal: IntakeRefusal | None
    sms_entry: SmsEntry = SmsEntry.RELAY


@dataclass(frozen=True, slots=True)
class SubmissionState:
    """Where a submission stands: awaiting_sms, authority_review, approved, rejected, sms_expired, …"""

    receipt: str
    state: str
    result: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class SmsCheckAnswer:
    """What came of one entered code: verified, wrong, returned, expired or already_verified."""

    outcome: str
    tries_left: int
    all_verified: bool
    waiting_for: int


@dataclass(frozen=True, slots=True)
class ResendAnswer:
    """What came of a wish for a new code: sent, resends_spent, expired, or not_awaited (the phone has verified)."""

    outcome: str
    resends_left: int


class AuthorityGateway(Protocol):
    """One provider-side connection; every call raises AuthorityUnavailableError where there is no answer."""

    async def look_up(
        self, provider_number: str, subject: AskedSubject, services: Sequence[AskedService]
    ) -> LookupAnswer:
        """Ask the national record."""
        ...

    async def submit(self, submission: Submission) -> SubmissionAnswer:
        """Hand a filing over; the same submission id is answered alike however often it is sent."""
        ...

    async def find(self, provider_number: str, submission_id: str) -> SubmissionAnswer | None:
        """Return what was answered to a submission, None where it never arrived; for whoever lost the answer."""
        ...

    async def state_of(self, receipt: str) -> SubmissionState:
        """Ask where a submission stands."""
        ...

    async def sms_entry(self) -> SmsEntry:
        """Tell where codes are entered: whether this gateway takes them at all."""
        ...

    async def check_sms(self, receipt: str, phone: str, certificate_last6: str, code: str) -> SmsCheckAnswer:
        """Relay a code that somebody entered."""
        ...

    async def resend_sms(self, receipt: str, phone: str, resends_left: int) -> ResendAnswer:
        """Ask for a new code, of which `resends_left` are left as far as we know.

        Where fewer are left, this wish came before and its answer was lost: it is answered as sent, and sends nothing.
        """
        ...

    async def check(self) -> None:
        """Raise AuthorityUnavailableError unless the other side is there."""
        ...
