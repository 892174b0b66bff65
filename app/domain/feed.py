"""Events beside a filing's own timeline: of records, obligations and transfers, for whoever follows them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class FeedEventType(StrEnum):
    """What clients are told of."""

    RECORD_CHANGED = "record.changed"
    OBLIGATION_DUE = "obligation.due"


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One event; `about_id` is the obligation or the record that it is about, `data` holds no personal data."""

    id: str
    provider_id: str
    account_id: str
    type: FeedEventType
    at: datetime
    about_id: str
    record_id: str | None = None
    filing_id: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
