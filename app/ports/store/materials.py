"""Papers and authenticity checks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from app.domain.materials import AuthenticityCheck, AuthenticityStatus, Material


class MaterialStore(Protocol):
    """Papers of filings; the bytes are in the object store."""

    async def add(self, material: Material) -> None:
        """Add a paper."""
        ...

    async def get(self, provider_id: str, material_id: str, *, account_id: str | None = None) -> Material | None:
        """Find a paper."""
        ...

    async def of(self, filing_id: str) -> tuple[Material, ...]:
        """Return a filing's papers, oldest first."""
        ...

    async def count_of(self, filing_id: str) -> int:
        """Count a filing's papers."""
        ...

    async def remove(self, material_id: str) -> None:
        """Take a paper away."""
        ...

    async def move(self, filing_id: str, pointers: Mapping[str, str]) -> None:
        """Let papers and checks for the one place, or below it, be for the other: a service before was taken out."""
        ...

    async def shares_of(self, object_key: str) -> int:
        """Count the papers that are the same object and not erased."""
        ...

    async def hold(self, object_key: str) -> bool:
        """Keep a paper that is this object from going until the transaction ends; False where there is none."""
        ...

    async def erase(self, filing_id: str, kinds: Sequence[str], now: datetime) -> tuple[Material, ...]:
        """Mark a filing's papers of these kinds as erased, and its others that are the same object; return them."""
        ...

    async def filings_with(
        self, kinds: Sequence[str], states: Sequence[str], limit: int
    ) -> tuple[tuple[str, str], ...]:
        """Return tenant and id of filings in these states with papers of these kinds that are not erased."""
        ...

    async def add_check(self, check: AuthenticityCheck) -> None:
        """Add an authenticity check."""
        ...

    async def checks_of(self, filing_id: str) -> tuple[AuthenticityCheck, ...]:
        """Return a filing's authenticity checks, oldest first."""
        ...

    async def checks_of_many(self, filing_ids: Sequence[str]) -> dict[str, tuple[AuthenticityCheck, ...]]:
        """Return the authenticity checks of several filings, oldest first."""
        ...

    async def set_checks(self, filing_id: str, old: AuthenticityStatus, new: AuthenticityStatus) -> None:
        """Decide all checks of a filing that stand at `old`."""
        ...

    async def fail_checks_of(self, filing_id: str, for_pointers: Sequence[str]) -> None:
        """Void every check of these people, whatever came of it; their consents stay on file."""
        ...

    async def fail_checks_over(self, filing_id: str, material_id: str) -> None:
        """Void every check over a picture."""
        ...
