"""Stored type verifications."""

from datetime import datetime
from typing import Protocol

from app.domain.filings import TypeVerification


class VerificationStore(Protocol):
    """Type verifications of a provider."""

    async def add(self, verification: TypeVerification) -> None:
        """Store one with the facts that it was made from."""
        ...

    async def get(self, provider_id: str, verification_id: str, *, lock: bool = False) -> TypeVerification | None:
        """Find one."""
        ...

    async def use(self, verification_id: str, filing_id: str) -> None:
        """Remember which filing it serves."""
        ...

    async def erase_of(self, filing_id: str) -> None:
        """Take away those that a filing was begun from or added to with."""
        ...

    async def erase_unused(self, expired_before: datetime) -> None:
        """Take away those that nothing came of and that ran out before a moment."""
        ...
