"""Webhook endpoints, deliveries and events."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from app.domain.feed import FeedEventType
from app.routers.schemas.fields import Flag, In, Line

Types = Annotated[list[FeedEventType], Field(max_length=len(FeedEventType))]
Url = Annotated[str, Field(min_length=1, max_length=2000)]
Description = Annotated[Line, Field(max_length=200)]


class WebhookEndpointIn(In):
    """Where events are to be told; no `event_types` means every one."""

    url: Url
    event_types: Annotated[Types, Field(default_factory=list)]
    description: Description | None = None


class WebhookEndpointPatch(In):
    """What to change; what is absent stays. `rotate_secret` makes a new secret; the old one signs beside it for a day.

    `enabled` false cancels what is on its way; true begins anew with what happens from then on.
    """

    url: Url | None = None
    event_types: Types | None = None
    description: Description | None = None
    enabled: Flag | None = None
    rotate_secret: Flag = False


class WebhookEndpointOut(BaseModel):
    """An endpoint; `secret` is there once, in the answer that made it."""

    id: str
    url: str
    event_types: list[str]
    description: str | None
    enabled: bool
    disabled_because: str | None
    created_at: datetime
    old_secret_until: datetime | None
    secret: str | None = None


class WebhookEndpointPageOut(BaseModel):
    """A page of endpoints."""

    data: list[WebhookEndpointOut]
    next_cursor: str | None


class WebhookDeliveryOut(BaseModel):
    """One event on its way to one endpoint; all times are real time."""

    id: str
    endpoint_id: str
    event_id: str
    event_type: str
    state: str
    attempts: int
    next_attempt_at: datetime | None
    last_status: int | None
    last_error: str | None
    created_at: datetime
    finished_at: datetime | None


class WebhookDeliveryPageOut(BaseModel):
    """A page of deliveries."""

    data: list[WebhookDeliveryOut]
    next_cursor: str | None


class EventOut(BaseModel):
    """What happened, without personal data; `at` is the rules' time."""

    id: str
    type: str
    at: datetime
    filing_id: str | None
    record_id: str | None
    account_id: str
    data: dict[str, Any]


class EventPageOut(BaseModel):
    """A page of events, oldest first; `next_cursor` is null at the end, from where `after` goes on."""

    data: list[EventOut]
    next_cursor: str | None
