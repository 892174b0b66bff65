"""The reviewers' desk as far as one order lies on it: who has it, until when, and who passed it once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.model.contract import CLAIM_HOURS


@dataclass
class Desk:
    """`may_lapse` says that a claim ran out of which the timeline may not tell yet: whoever comes first tells it."""

    holder: str | None = None
    until: datetime | None = None
    looked: str | None = None
    may_lapse: bool = False

    def clear(self) -> None:
        """The order moved: whatever a reviewer had of it is over."""
        self.holder, self.until, self.looked, self.may_lapse = None, None, None, False

    def time_is(self, now: datetime) -> None:
        """A claim that ran out is nobody's."""
        if self.holder is not None and self.until is not None and self.until <= now:
            self.holder, self.until, self.may_lapse = None, None, True

    def take(self, reviewer: str, now: datetime) -> None:
        """Somebody claims it, or claims it anew."""
        self.holder, self.until = reviewer, now + timedelta(hours=CLAIM_HOURS)

    def give_back(self) -> None:
        """Nobody has it."""
        self.holder, self.until = None, None
