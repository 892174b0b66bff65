"""When the domains of open orders and of what is on file end, by what their registrars said last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DomainUse:
    """Who leans on a domain: open orders, and records with a website of it."""

    filing_ids: tuple[str, ...] = ()
    record_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registration:
    """When a domain ends, None where nobody said; and when it is asked about the next time."""

    domain: str
    expires_on: date | None
    ask_at: datetime


class RegistrationStore(Protocol):
    """The domains that are watched, by provider."""

    async def watch(self, provider_id: str, ask_at: Mapping[str, datetime]) -> None:
        """Watch domains from now on, each asked about at its moment; those watched already stay as they are."""
        ...

    async def put(self, provider_id: str, answers: Sequence[Registration], now: datetime) -> tuple[str, ...]:
        """Keep what was answered, an end that is not told as it was before; return the domains whose end changed."""
        ...

    async def ask_now(self, domain: str, now: datetime) -> None:
        """Let a domain that is watched be asked about at once, whoever watches it."""
        ...

    async def ends(self, provider_id: str, domains: Sequence[str]) -> Mapping[str, date]:
        """Return when domains end, of those of which it is known."""
        ...

    async def take_due(self, now: datetime, again_at: datetime, limit: int) -> Mapping[str, tuple[str, ...]]:
        """Take what is to be asked about now, oldest first, by provider; it is due again then, if nobody answers."""
        ...

    async def uses(self, provider_id: str, domains: Sequence[str]) -> Mapping[str, DomainUse]:
        """Return who leans on domains; what nobody does is left out."""
        ...

    async def remove(self, provider_id: str, domains: Sequence[str]) -> None:
        """Watch domains no more."""
        ...
