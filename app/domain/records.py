"""What is on file through this provider (备案记录): a subject with its services."""

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.filing_body import ServiceKind, Subject


@dataclass(frozen=True, slots=True)
class RecordedService:
    """A service on file: its number, its names, whether it has access here, and the day it opened."""

    id: str
    kind: ServiceKind
    number: str
    name: str
    domains: tuple[str, ...]
    access_here: bool
    opened_on: date


@dataclass(frozen=True, slots=True)
class Record:
    """A subject on file of one account."""

    id: str
    provider_id: str
    account_id: str
    subject_number: str
    subject: Subject
    services: tuple[RecordedService, ...]
    created_at: datetime
    updated_at: datetime
