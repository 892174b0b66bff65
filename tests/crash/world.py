"""Who takes part in a run, and what is kept of each filing for the comparison."""

from dataclasses import dataclass, field

import httpx

from app.demo.people import Applicant
from tests.crash.ledger import Ledger
from tests.crash.persistent_client import Json, PersistentClient
from tests.crash.plans import Plan


@dataclass(slots=True)
class Filed:
    """One filing: whose, what was done to it in which order, and what came out of it."""

    label: str
    plan: Plan
    who: Applicant
    id: str = ""
    account_id: str = ""
    app: PersistentClient | None = None
    done: list[tuple[str, str]] = field(default_factory=list)
    patches: int = 0
    materials: dict[str, str] = field(default_factory=dict)
    checks: list[str] = field(default_factory=list)
    decisions: int = 0
    new_codes: dict[str, int] = field(default_factory=dict)
    revisions: list[int] = field(default_factory=list)
    state: str = ""
    ended: Json = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Its address."""
        return f"/v1/filings/{self.id}"


@dataclass(frozen=True, slots=True)
class World:
    """What all filers share."""

    backend: PersistentClient
    reviewer: PersistentClient
    anybody: PersistentClient
    ledger: Ledger
    authority: httpx.AsyncClient
    filed: list[Filed] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
