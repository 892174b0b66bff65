"""The exchange with the authority: one hand-over of a filing, and the people who verify by SMS."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HandoverState(StrEnum):
    """Where one hand-over stands; from `sending` on the filing can't be withdrawn."""

    QUEUED = "queued"
    SENDING = "sending"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Handover:
    """One hand-over of a filing to the authority; its id makes the submission idempotent."""

    id: str
    filing_id: str
    provider_id: str
    state: HandoverState
    created_at: datetime
    receipt: str | None = None


class SmsState(StrEnum):
    """Where one recipient stands."""

    PENDING = "pending"
    VERIFIED = "verified"
    EXPIRED = "expired"


class SmsEntry(StrEnum):
    """Where a gateway's codes are entered: here, and relayed, or at the authority's own page."""

    RELAY = "relay"
    AUTHORITY_SITE = "authority_site"


@dataclass(frozen=True, slots=True)
class SmsVerification:
    """One person's SMS verification (短信核验) within one hand-over.

    `entered_at_authority` tells that the code is entered at the authority's own page, and never passes through here.
    """

    id: str
    filing_id: str
    handover_id: str
    roles: tuple[str, ...]
    phone: str
    certificate_last6: str
    state: SmsState
    expires_at: datetime
    resends_left: int
    entered_at_authority: bool = False
