"""Resumable uploads: a file that comes in pieces, over as many connections as it takes."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Upload:
    """One file on its way. `metadata` is what the sender said of it, as it was sent; `expires_at` is real time.

    With `filing_id` it can become a paper of that filing only. `ended` it is used, given up or swept away.
    """

    id: str
    provider_id: str
    account_id: str
    filing_id: str | None
    bytes: int
    received: int
    metadata: str
    created_at: datetime
    expires_at: datetime
    ended: bool = False

    @property
    def complete(self) -> bool:
        """Tell whether every byte is here."""
        return self.received == self.bytes

    def is_over(self, now: datetime) -> bool:
        """Tell whether nothing more can be done with it."""
        return self.ended or self.expires_at <= now

    def may_be_of(self, filing_id: str, account_id: str) -> bool:
        """Tell whether it may become a paper of this filing of this account."""
        return self.account_id == account_id and self.filing_id in (None, filing_id)


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of an upload that came without a break: from `offset`, in an object of their own."""

    upload_id: str
    number: int
    offset: int
    bytes: int
    sha256: str
    object_key: str


@dataclass(frozen=True, slots=True)
class OpenUploads:
    """How much an account has under way."""

    count: int
    bytes: int

    def leave_room_for(self, size: int, *, most: int, most_bytes: int) -> bool:
        """Tell whether one more of this size may begin."""
        return self.count < most and self.bytes + size <= most_bytes
