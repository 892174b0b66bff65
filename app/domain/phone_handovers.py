"""Hand-overs of one purpose of a filing to a phone, by a link that stands in a QR code.

Not to be mistaken for the hand-over of a filing to the authority (`app.domain.exchange`).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.materials import MaterialKind
from app.domain.rulebook import Rulebook


class PhoneHandoverRule(StrEnum):
    """The rules asked for here."""

    VALIDITY = "handovers.validity"


class HandoverPurpose(StrEnum):
    """The one thing that a phone may do with a link."""

    MATERIALS = "materials"
    PORTRAIT = "portrait"
    VIDEO = "video"

    def allows(self, kind: MaterialKind) -> bool:
        """Tell whether a phone with this purpose may bring and see papers of a kind."""
        if self is HandoverPurpose.MATERIALS:
            return kind not in _OF_A_FACE
        return kind.value == self.value


_OF_A_FACE = (MaterialKind.PORTRAIT, MaterialKind.VIDEO)


class HandoverStanding(StrEnum):
    """Where a hand-over stands, as whoever shows its QR code is told."""

    WAITING = "waiting"
    OPENED = "opened"
    DONE = "done"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class PhoneHandover:
    """One link for one purpose of one filing. `token_index` is the keyed hash of its token, which nobody keeps.

    `opened_at` is when a phone first opened it, `done_at` when whoever holds the phone said to be done.
    """

    id: str
    provider_id: str
    account_id: str
    filing_id: str
    purpose: HandoverPurpose
    token_index: bytes
    created_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None
    done_at: datetime | None = None
    revoked_at: datetime | None = None

    def is_usable(self, now: datetime) -> bool:
        """Tell whether the link still opens something."""
        return self.revoked_at is None and now < self.expires_at

    def standing(self, now: datetime) -> HandoverStanding:
        """Return where it stands; what was done stays done, whatever became of the link afterwards."""
        if self.done_at is not None:
            return HandoverStanding.DONE
        if self.revoked_at is not None:
            return HandoverStanding.REVOKED
        if now >= self.expires_at:
            return HandoverStanding.EXPIRED
        return HandoverStanding.WAITING if self.opened_at is None else HandoverStanding.OPENED


def expires_at(now: datetime, as_of: date, rulebook: Rulebook) -> datetime:
    """Return until when a link made now can be used."""
    return now + timedelta(hours=rulebook.at(PhoneHandoverRule.VALIDITY, as_of).value)


def masked_name(name: str) -> str:
    """Hide a name from whoever finds the phone: what its owner knows it by stays, a third at each end at most two."""
    kept = min(2, len(name) // 3)
    if kept == 0:
        return name[:1] + "*" * (len(name) - 1)
    return name[:kept] + "*" * (len(name) - 2 * kept) + name[-kept:]
