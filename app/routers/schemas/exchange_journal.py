"""What went between us and the authority."""

from datetime import datetime

from pydantic import BaseModel

from app.domain.exchange_journal import Exchanged, Outcome


class ExchangeEntryOut(BaseModel):
    """One kind of thing that happened to a hand-over, and how often.

    `detail` names the call that failed and how, or the message; `message` says in words what it means.
    """

    id: str
    filing_id: str
    submission_id: str
    exchanged: Exchanged
    outcome: Outcome
    detail: str
    unusual: bool
    times: int
    first_at: datetime
    last_at: datetime
    message: str


class ExchangeOfFilingOut(BaseModel):
    """All that went on about one filing, oldest first."""

    data: list[ExchangeEntryOut]


class UnusualExchangePageOut(BaseModel):
    """What was out of the ordinary, newest first."""

    data: list[ExchangeEntryOut]
    next_cursor: str | None
