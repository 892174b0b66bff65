"""A filing (备案订单): one order of one account, and what goes with it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.filing_body import FilingBody
from app.domain.filing_states import AbandonedBecause, ReturnedBecause, State
from app.domain.filing_types import FilingType


@dataclass(frozen=True, slots=True)
class Product:
    """What the filing was verified against (产品验证): a server, and the authorization code where one was used."""

    resource_id: str
    resource_external_id: str
    authorization_code_id: str | None


@dataclass(frozen=True, slots=True)
class ReviewFinding:
    """What a reviewer or the authority found fault with; `by` is `provider` or `authority`."""

    pointer: str
    code: str
    by: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ServiceNumber:
    """The number that the authority gave to one service."""

    service_id: str
    number: str


@dataclass(frozen=True, slots=True)
class Filing:
    """One order. `revision` grows with any change of body, materials or state, and is its ETag."""

    id: str
    provider_id: str
    account_id: str
    filing_type: FilingType
    channel: str
    state: State
    revision: int
    type_verification_id: str
    product: Product
    body: FilingBody
    created_at: datetime
    updated_at: datetime
    rules_as_of: date
    rulebook_digest: str
    confirmed_revision: int | None = None
    submitted_at: datetime | None = None
    submitted_digest: str | None = None
    returned_because: ReturnedBecause | None = None
    abandoned_because: AbandonedBecause | None = None
    held: bool = False
    findings: tuple[ReviewFinding, ...] = ()
    assignee: str | None = None
    record_id: str | None = None
    subject_number: str | None = None
    service_numbers: tuple[ServiceNumber, ...] = ()

    @property
    def is_confirmed(self) -> bool:
        """Tell whether the applicant agreed to exactly this revision."""
        return self.confirmed_revision == self.revision


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that falls due for a filing; `due_at` in the rules' time."""

    filing_id: str
    kind: str
    due_at: datetime
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event in a filing's life; `note` holds no personal data."""

    id: str
    filing_id: str
    at: datetime
    actor: str
    actor_id: str | None
    event: str
    from_state: State | None
    to_state: State
    note: str | None = None
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class TypeVerification:
    """A stored type verification (验证备案类型): what was asked, the facts, and the verdict as it was given."""

    id: str
    provider_id: str
    account_id: str
    channel: str
    asked: dict[str, Any]
    certificate_index: bytes
    facts: list[dict[str, Any]]
    answer: dict[str, Any]
    filing_type: FilingType | None
    as_of: date
    rulebook_digest: str
    created_at: datetime
    expires_at: datetime
    filing_id: str | None = None
