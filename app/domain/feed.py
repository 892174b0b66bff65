"""Events that clients follow: of filings, codes, records, obligations and transfers."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class FeedEventType(StrEnum):
    """What clients are told of."""

    FILING_STATE_CHANGED = "filing.state_changed"
    DEADLINE_APPROACHING = "filing.deadline_approaching"
    CODE_CONSUMED = "authorization_code.consumed"
    RECORD_CHANGED = "record.changed"
    OBLIGATION_DUE = "obligation.due"


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One event; `about_id` is what it is about (a filing, a code, an obligation, a record).

    `data` holds no personal data.
    """

    id: str
    provider_id: str
    account_id: str
    type: FeedEventType
    at: datetime
    about_id: str
    record_id: str | None = None
    filing_id: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
