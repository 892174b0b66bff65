"""The other side of sandbox mode, so that an integrator can play any case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol


class SandboxRefusedError(Exception):
    """The authority sandbox refused a control call: its code and message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class SandboxFault:
    """A fault to arm, so many times, about one of these ids or about anything; no times take back what is alike."""

    fault: str
    times: int
    about: Sequence[str] | None = None
    seconds: float | None = None


class AuthoritySandbox(Protocol):
    """Control calls of the authority sandbox; raises AuthorityUnavailableError or SandboxRefusedError."""

    async def move_clock(self, offset: timedelta) -> int:
        """Move its time, let what fell due happen, and return how many callbacks are still undelivered."""
        ...

    async def next_due(self) -> tuple[datetime | None, int]:
        """Return when something falls due next, and how many callbacks are undelivered."""
        ...

    async def put_record(self, record: dict[str, Any]) -> dict[str, Any]:
        """Put a subject with its services on the national record."""
        ...

    async def record_of(self, certificate_number: str) -> dict[str, Any] | None:
        """Return the national record of a certificate."""
        ...

    async def put_domain_facts(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Say what the registrar would say of a domain."""
        ...

    async def messages(self, phone: str | None) -> list[dict[str, Any]]:
        """Return the SMS that would have been sent, newest first."""
        ...

    async def put_switches(self, wanted: Mapping[str, bool]) -> dict[str, bool]:
        """Turn rules of the authority on or off, and return how each stands."""
        ...

    async def faults(self, order: SandboxFault | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Arm a fault, if one is given, and return what is armed and what was played."""
        ...

    async def submissions(self, about: Sequence[str]) -> list[dict[str, Any]]:
        """Return what was handed over under one of these ids, oldest first."""
        ...

    async def enter_code(self, phone: str, certificate_last6: str, code: str) -> dict[str, Any]:
        """Enter a code at the authority's own page, and return what it answers."""
        ...

    async def decide(self, receipt: str, outcome: str, code: str | None, pointer: str | None) -> None:
        """Decide a review at once."""
        ...
