"""How often the authority is asked where a filing stands that it should have told by itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.rulebook import Rulebook

QUESTION = "authority_question"
"""The row that lets the worker ask; nobody's deadline."""


class QuestionRule(StrEnum):
    """The rules asked for here."""

    PAUSES = "deadlines.authority_questions"


class Awaited(StrEnum):
    """What the authority is asked for: a result that is late, or whether codes were entered at its own page."""

    RESULT = "result"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class Pauses:
    """The time between two questions: as long as the wait has been, within bounds, so that each doubles the last."""

    shortest: timedelta
    longest: timedelta

    def next(self, since: datetime, now: datetime) -> datetime:
        """Return when to ask the next time, having asked now, about what is awaited since a moment."""
        return now + min(max(now - since, self.shortest), self.longest)


def pauses(awaited: Awaited, as_of: date, rulebook: Rulebook) -> Pauses:
    """Return how long to wait between questions."""
    row = rulebook.at(QuestionRule.PAUSES, as_of).value[awaited.value]
    return Pauses(timedelta(minutes=row["shortest_minutes"]), timedelta(minutes=row["longest_minutes"]))
