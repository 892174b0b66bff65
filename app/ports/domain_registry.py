"""What the registrar of a domain would say of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DomainRegistration:
    """Registration facts of a domain; a field that is None is not known."""

    domain: str
    known: bool
    holder: str | None = None
    real_name: str = "unknown"
    expires_on: date | None = None
    registrar_approved: bool | None = None
    suffix_approved: bool | None = None


class DomainRegistry(Protocol):
    """Facts of domains; raises AuthorityUnavailableError where nobody answers."""

    async def look_up(self, domains: Sequence[str]) -> tuple[DomainRegistration, ...]:
        """Return the facts, in the order asked."""
        ...
