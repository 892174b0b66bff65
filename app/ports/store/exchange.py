"""The exchange with the authority."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app.domain.exchange import Handover, SmsVerification


@dataclass(frozen=True, slots=True)
class Callback:
    """A message of the authority, as stored; `sequence` orders those of one receipt."""

    id: str
    receipt: str
    sequence: int
    type: str
    payload: dict[str, Any]
    received_at: datetime
    applied_at: datetime | None = None


class ExchangeStore(Protocol):
    """Hand-overs, SMS recipients and the authority's messages."""

    async def add_handover(self, handover: Handover) -> None:
        """Add a hand-over."""
        ...

    async def open_handover(self, filing_id: str, *, lock: bool = False) -> Handover | None:
        """Find the hand-over of a filing that is not closed."""
        ...

    async def by_receipt(self, receipt: str) -> Handover | None:
        """Find a hand-over by the authority's receipt."""
        ...

    async def get_handover(self, handover_id: str) -> Handover | None:
        """Find a hand-over by its id."""
        ...

    async def handover_ids_of(self, filing_id: str) -> tuple[str, ...]:
        """Return the ids of all hand-overs of a filing, oldest first."""
        ...

    async def filings_of(self, provider_id: str, handover_ids: Sequence[str]) -> dict[str, str]:
        """Return the filing of each of these hand-overs that is a tenant's."""
        ...

    async def sent_of(self, filing_ids: Sequence[str]) -> frozenset[str]:
        """Return those of the filings whose open hand-over is marked as being sent."""
        ...

    async def save_handover(self, handover: Handover) -> None:
        """Save a hand-over."""
        ...

    async def add_sms(self, recipients: Sequence[SmsVerification]) -> None:
        """Add the recipients of a hand-over."""
        ...

    async def sms_of(self, filing_id: str) -> tuple[SmsVerification, ...]:
        """Return the recipients of a filing's latest hand-over."""
        ...

    async def sms_by_person(self, phone: str, certificate_last6: str) -> tuple[SmsVerification, ...]:
        """Find the latest rows of a person across tenants, newest first, at most ten."""
        ...

    async def save_sms(self, recipient: SmsVerification) -> None:
        """Save one recipient."""
        ...

    async def add_callback(self, callback: Callback) -> bool:
        """Keep a message; False where it was kept before."""
        ...

    async def callback(self, callback_id: str, *, lock: bool = False) -> Callback | None:
        """Find a message."""
        ...

    async def callback_applied(self, callback_id: str, now: datetime) -> None:
        """Mark a message as applied."""
        ...

    async def erase_of(self, filing_id: str) -> None:
        """Erase who had to enter codes for a filing, and what the authority's messages about it said."""
        ...
