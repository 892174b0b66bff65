"""Filings."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, model_validator

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
    product: ProductOut
    authenticity: list[dict[str, Any]]
    numbers: NumbersOut
    record_id: str | None
    type_verification_id: str
    assignee: str | None = None
    rules_as_of: str
    submitted_at: datetime | None
    created_at: datetime
    updated_at: datetime


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
    """A paper wanted; its `for` is a JSON Pointer."""

    kind: str
    required: bool
    formats: list[str]
    max_bytes: int
    notes: str
    template: str | None
    alternatives: list[str]
    satisfied: bool
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
