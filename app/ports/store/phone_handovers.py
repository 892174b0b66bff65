"""Hand-overs of a filing to a phone."""

from datetime import datetime
from typing import Protocol

from app.domain.phone_handovers import PhoneHandover


class PhoneHandoverStore(Protocol):
    """Links for phones; a filing has one that is not revoked, at most."""

    async def add(self, handover: PhoneHandover) -> None:
        """Add one, after the filing's last was revoked."""
        ...

    async def get(self, provider_id: str, filing_id: str, handover_id: str) -> PhoneHandover | None:
        """Find one of a filing, revoked or not."""
        ...

    async def by_token(self, token_index: bytes) -> PhoneHandover | None:
        """Find one by the hash of its token, of whatever provider, revoked or not."""
        ...

    async def of_filing(self, provider_id: str, filing_id: str) -> tuple[PhoneHandover, ...]:
        """Return all of a filing, newest first."""
        ...

    async def revoke_open(self, filing_id: str, now: datetime) -> bool:
        """Revoke the one that is open; False where none is."""
        ...

    async def note_opened(self, handover_id: str, now: datetime) -> bool:
        """Note the first time that a phone opened it; False where that was noted before."""
        ...

    async def set_done(self, handover_id: str, done_at: datetime | None) -> None:
        """Note that whoever holds the phone says to be done, or goes on after all."""
        ...
