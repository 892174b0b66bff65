"""What an order waits for: since when, until when, and what must have been told of it by now."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from tests.model.contract import MERE_TARGETS, Term

SLACK = timedelta(minutes=2)
"""How far what happens may lie behind its moment: the world is not infinitely fast."""

_CHINA = timezone(timedelta(hours=8))
_NINE = 9
_IDLE_REMINDERS = (7, 15, 30)
_SMS_REMINDERS = (12, 3)


@dataclass
class Wait:
    """One wait; `due` is told by the service and held against the term."""

    term: Term
    since: datetime
    due: datetime
    told: list[datetime] = field(default_factory=list)
    has_passed: bool = False
    by_hand: bool = True

    @classmethod
    def begun(cls, term: Term, since: datetime, due: datetime) -> "Wait":
        """Return a wait; its end must be as far away as the contract says."""
        lasts = due - since
        assert timedelta(days=term.least) - SLACK <= lasts <= timedelta(days=term.most) + SLACK, (term, since, due)
        return cls(term, since, due)

    @property
    def kind(self) -> str:
        """What is waited for."""
        return self.term.kind

    @property
    def is_over(self) -> bool:
        """Tell whether a mere target was missed: then nothing is shown any more."""
        return self.has_passed

    def reminders(self) -> list[datetime]:
        """Return when this is reminded of, where that does not depend on the calendar."""
        if self.kind == "sms":
            return [self.due - timedelta(hours=hours) for hours in _SMS_REMINDERS]
        if self.kind == "idle":
            begun = self.due - timedelta(days=60)
            return [_nine_from(begun + timedelta(days=days)) for days in _IDLE_REMINDERS]
        return []

    def remind(self, at: datetime) -> None:
        """Take note of a reminder, which must come in its turn, and before the end."""
        assert at < self.due, f"reminded of {self.kind} after its end"
        if self.kind in MERE_TARGETS:
            assert not self.told, f"reminded twice of {self.kind}"
        else:
            wanted = self.reminders()[len(self.told)]
            assert wanted <= at <= wanted + SLACK, f"reminded of {self.kind} at {at} instead of {wanted}"
        self.told.append(at)

    def passed(self, at: datetime) -> None:
        """Take note that a target was told to be missed: once, and not too early."""
        assert self.kind in MERE_TARGETS, f"{self.kind} does more than pass"
        assert not self.has_passed, f"{self.kind} passed twice"
        assert at >= self.due, f"{self.kind} passed too early"
        self.has_passed = True

    def owed(self, now: datetime) -> list[str]:
        """Return what should have happened by now, and has not."""
        if now >= self.due:
            return [] if self.has_passed else [f"the end of {self.kind} at {self.due}"]
        missing = [at for at in self.reminders()[len(self.told) :] if at <= now]
        return [f"a reminder of {self.kind} at {at}" for at in missing]


def _nine_from(moment: datetime) -> datetime:
    """Return the next nine o'clock in Beijing, this moment included."""
    nine = moment.astimezone(_CHINA).replace(hour=_NINE, minute=0, second=0, microsecond=0)
    return nine if nine >= moment else nine + timedelta(days=1)
