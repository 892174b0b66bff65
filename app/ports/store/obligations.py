"""What is due after an approval, and the events of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.obligations import Obligation
from app.ports.store.paging import Page, PageWanted


@dataclass(frozen=True, slots=True)
class ObligationsWanted:
    """Which obligations a list asks for; None asks for all."""

    account_id: str | None = None
    record_id: str | None = None
    kind: str | None = None
    states: tuple[str, ...] | None = None


class ObligationStore(Protocol):
    """Obligations of a provider."""

    async def add(self, obligations: Sequence[Obligation]) -> tuple[Obligation, ...]:
        """Add obligations, and return those added.

        One that a rule creates is left out where a rule's one of that kind, record and service is still unmet.
        """
        ...

    async def get(
        self, provider_id: str, obligation_id: str, *, account_id: str | None = None, lock: bool = False
    ) -> Obligation | None:
        """Find an obligation."""
        ...

    async def by_ids(self, obligation_ids: Sequence[str]) -> tuple[Obligation, ...]:
        """Find several, of whatever provider: for the worker."""
        ...

    async def unmet_of(self, record_id: str, *, lock: bool = False) -> tuple[Obligation, ...]:
        """Return what is still to be done about a record, oldest first."""
        ...

    async def save(self, obligation: Obligation) -> None:
        """Save an obligation that is locked."""
        ...

    async def list(self, provider_id: str, wanted: ObligationsWanted, page: PageWanted) -> Page[Obligation]:
        """List obligations, newest first."""
        ...
