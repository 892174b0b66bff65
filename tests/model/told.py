"""What the service tells, in the model's words: lines of the timeline, and answers."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One line of the timeline; `at` and `due` are None where the model can't know them."""

    actor: str
    event: str
    come_from: str | None
    come_to: str
    at: datetime | None = None
    kind: str | None = None
    due: datetime | None = None

    @property
    def told(self) -> tuple[str, str, str | None, str]:
        """What is compared."""
        return self.actor, self.event, self.come_from, self.come_to


@dataclass(frozen=True)
class Answer:
    """What a call is answered with: its status, the problem's code, and facts that stand in it."""

    status: int
    code: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
