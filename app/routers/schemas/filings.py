"""Filings."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from app.domain.deregistrations import Consequence
from app.domain.filing_types import FilingType
from app.domain.profile import Channel
from app.routers.schemas.fields import Id, In, Line, chosen_wrongly


class ProductIn(In):
    """产品验证: an authorization code, or a server of the account."""

    authorization_code: Line | None = None
    resource_id: Id | None = None

    @model_validator(mode="after")
    def _is_one_of_them(self) -> Self:
        if (self.authorization_code is None) == (self.resource_id is None):
            raise chosen_wrongly(
                "请填写 authorization_code 与 resource_id 之一。", "Give either authorization_code or resource_id."
            )
        return self


class FilingIn(In):
    """Begins a filing from a type verification."""

    type_verification_id: Id
    product: ProductIn
    copy_from: Id | None = None


class FilingOfRecordIn(In):
    """Begins a filing about what is on file: a change, a deregistration, cancelled access."""

    filing_type: FilingType
    channel: Channel = Channel.APP
    record_id: Id
    service_id: Id | None = None
    reason_code: Line | None = None
    acknowledged: Annotated[list[Consequence], Field(max_length=10, default_factory=list)]


class MigrationIn(In):
    """Begins the filing of a migration that the target has accepted."""

    filing_type: Literal["migrate_service"]
    channel: Channel = Channel.APP
    transfer_id: Id
    product: ProductIn


BEGINNINGS: tuple[type[In], ...] = (FilingIn, FilingOfRecordIn, MigrationIn)


class ServicesIn(In):
    """Adds the services of a type verification to a draft."""

    type_verification_id: Id
    product: ProductIn


class ClaimIn(In):
    """Begins a claim (认领备案) from a type verification."""

    type_verification_id: Id


class DeadlineOut(BaseModel):
    """Something that falls due, and what follows then."""

    kind: str
    due_at: datetime
    consequence: str
    provisional: bool


class FindingOut(BaseModel):
    """What a reviewer or the authority found fault with."""

    pointer: str
    code: str
    message: str
    remedy: str
    retry: str
    by: str
    note: str | None = None


class ProductOut(BaseModel):
    """What the filing was verified against."""

    service_id: str
    resource_id: str
    resource_external_id: str
    authorization_code_id: str | None


class ServiceNumberOut(BaseModel):
    """The number of one service."""

    service_id: str
    number: str


class NumbersOut(BaseModel):
    """What the authority gave out."""

    subject: str | None
    services: list[ServiceNumberOut]


class FilingOut(BaseModel):
    """One filing."""

    id: str
    state: str
    state_label: str
    filing_type: str
    filing_type_label: str
    channel: str
    account_id: str
    revision: int
    confirmed: bool
    allowed_actions: list[str]
    editable: list[str]
    deadlines: list[DeadlineOut]
    returned_because: str | None
    abandoned_because: str | None
    held: bool
    findings: list[FindingOut]
    subject: dict[str, Any]
    services: list[dict[str, Any]]
    emergency_contacts: list[dict[str, Any]]
    remark: str | None
    product: ProductOut | None
    products: list[ProductOut]
    authenticity: list[dict[str, Any]]
    numbers: NumbersOut
    record_id: str | None
    type_verification_id: str | None
    transfer_id: str | None
    reason_code: str | None
    acknowledged: list[str]
    assignee: str | None = None
    rules_as_of: str
    submitted_at: datetime | None
    created_at: datetime
    updated_at: datetime
    data_kept_until: datetime | None
    erased_at: datetime | None


class FilingPageOut(BaseModel):
    """A page of filings."""

    data: list[FilingOut]
    next_cursor: str | None


class CheckOut(BaseModel):
    """A rule that speaks of one place."""

    rule: str
    code: str
    severity: str
    pointer: str
    message: str
    remedy: str
    source: str


class CheckPageOut(BaseModel):
    """Every rule that speaks."""

    data: list[CheckOut]
    next_cursor: str | None


class RequirementOut(BaseModel):
    """A paper wanted, and why; its `for` is a JSON Pointer. `on_file` tells one taken over from what is on file."""

    kind: str
    required: bool
    formats: list[str]
    max_bytes: int
    reason: str
    notes: str
    step: str
    template: str | None
    alternatives: list[str]
    satisfied: bool
    state_label: str
    on_file: bool
    rule: str
    source: str


class RequirementPageOut(BaseModel):
    """The papers wanted."""

    data: list[RequirementOut]
    next_cursor: str | None


class TimelineEntryOut(BaseModel):
    """One event; `from` is the state before."""

    id: str
    at: datetime
    actor: str
    event: str
    to: str
    note: str | None
    deadline: dict[str, Any] | None


class TimelinePageOut(BaseModel):
    """A filing's events, oldest first."""

    data: list[TimelineEntryOut]
    next_cursor: str | None
