"""What is on file."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from app.routers.schemas.fields import Day, In
from app.routers.schemas.filings import DeadlineOut


class OpenedIn(In):
    """The day on which a website or an APP opened (开通)."""

    on: Day


class RecordedServiceOut(BaseModel):
    """A service on file."""

    id: str
    kind: str
    number: str
    name: str | None
    domains: list[str]
    access_here: bool
    opened_on: date


class RecordOut(BaseModel):
    """A subject on file with its services."""

    id: str
    account_id: str
    subject_number: str
    subject: dict[str, Any]
    services: list[RecordedServiceOut]
    deadlines: list[DeadlineOut]


class RecordPageOut(BaseModel):
    """A page of records."""

    data: list[RecordOut]
    next_cursor: str | None
