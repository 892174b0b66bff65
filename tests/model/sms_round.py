"""One round of SMS codes: who has entered theirs, how many tries and new codes are left, and how it ended."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.model.contract import SMS_RESENDS, SMS_TRIES


@dataclass
class SmsRound:
    """The codes of one hand-over; people are told apart by their place among those who are awaited."""

    people: int
    wrong: int = 0
    verified: set[int] = field(default_factory=set)
    resends: dict[int, int] = field(default_factory=dict)
    ended: str | None = None
    """None while awaited; then `passed`, `attempts` or `timeout`."""
    forgotten_at: datetime | None = None
    """When its order's data is erased; nobody knows then that there were codes."""

    @property
    def waiting_for(self) -> int:
        """How many have not entered their code."""
        return self.people - len(self.verified)

    def resends_left(self, person: int) -> int:
        """How many new codes somebody may still ask for."""
        return SMS_RESENDS - self.resends.get(person, 0)

    def right(self, person: int) -> None:
        """Somebody entered their code."""
        self.verified.add(person)
        if not self.waiting_for:
            self.ended = "passed"

    def mistyped(self) -> int | None:
        """Somebody entered another one; return the tries left, None where that was one too many."""
        self.wrong += 1
        if self.wrong > SMS_TRIES:
            self.ended = "attempts"
            return None
        return SMS_TRIES - self.wrong

    def shown(self, person: int) -> str:
        """What is shown of somebody."""
        if person in self.verified:
            return "verified"
        return "pending" if self.ended is None else "expired"
