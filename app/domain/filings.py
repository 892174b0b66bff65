"""A filing (备案订单): one order of one account, and what goes with it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.filing_body import FilingBody
from app.domain.filing_states import AbandonedBecause, ReturnedBecause, State
from app.domain.filing_types import FilingType


@dataclass(frozen=True, slots=True)
class Product:
    """What one service was verified against (产品验证): a server, and the authorization code where one was used."""

    service_id: str
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
class OnFile:
    """What was on file when a filing of something filed was begun.

    `body` has the places of the filing's own body, as far as they are known: all of them where the record is held here
    (`complete`), else what the national record tells. `numbers` are those of the services by their id in the filing;
    `subject_number` is that of the filing's subject, None where a migration brings a service to a subject that is not
    on file here. `only_access` tells that this provider is the only one through whom the services are reached.
    """

    body: FilingBody
    complete: bool
    subject_number: str | None
    numbers: tuple[ServiceNumber, ...] = ()
    only_access: bool = False

    def number_of(self, service_id: str) -> str | None:
        """Return the number of a service that is on file."""
        return next((one.number for one in self.numbers if one.service_id == service_id), None)


@dataclass(frozen=True, slots=True)
class Filing:
    """One order. `revision` grows with any change of body, materials or state, and is its ETag.

    What it was begun from is a type verification, a record (`record_id`) or an accepted migration (`transfer_id`);
    `record_id` names the record that it is about, and for what puts something on file the one that it led to.
    `products` has what each service was verified against; types that need none have none. `reason_code` and
    `acknowledged` belong to deregistrations and cancelled access. `first_look_by` is the reviewer who passed it where
    another must pass it too. From `erased_at` on nothing is left of what was entered.
    """

    id: str
    provider_id: str
    account_id: str
    filing_type: FilingType
    channel: str
    state: State
    revision: int
    type_verification_id: str | None
    products: tuple[Product, ...]
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
    claim_ends_at: datetime | None = None
    first_look_by: str | None = None
    record_id: str | None = None
    subject_number: str | None = None
    service_numbers: tuple[ServiceNumber, ...] = ()
    on_file: OnFile | None = None
    transfer_id: str | None = None
    reason_code: str | None = None
    acknowledged: tuple[str, ...] = ()
    erased_at: datetime | None = None

    @property
    def is_confirmed(self) -> bool:
        """Tell whether the applicant agreed to exactly this revision."""
        return self.confirmed_revision == self.revision


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that falls due for a filing, an obligation or a transfer; `due_at` in the rules' time."""

    owner_id: str
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
    addition_to: str | None = None
    """The draft that the services asked for are to be added to."""
