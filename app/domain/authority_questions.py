"""How often the authority is asked where a filing stands: what is late, and what it may have told in vain."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zlib import crc32

from app.domain.rulebook import Rulebook

QUESTION = "authority_question"
"""The row that lets the worker ask about what is late, or entered elsewhere; nobody's deadline."""
SILENCE = "authority_silence"
"""The row that lets the worker ask from time to time about what nothing was heard of; nobody's deadline."""


class QuestionRule(StrEnum):
    """The rules asked for here."""

    PAUSES = "deadlines.authority_questions"


class Awaited(StrEnum):
    """What the authority is asked for.

    A result that is late, whether codes were entered at its own page, or any news of which a message may have got lost.
    """

    RESULT = "result"
    CODES = "codes"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Pauses:
    """The time between two questions: as long as the wait has been, within bounds, so that each doubles the last.

    `spread` is by what part of 1 a pause may be shorter, so that what began together is not asked about together.
    """

    shortest: timedelta
    longest: timedelta
    spread: float = 0.0

    def next(self, since: datetime, now: datetime, spread_by: str = "") -> datetime:
        """Return when to ask the next time, having asked now, about what is awaited since a moment."""
        pause = min(max(now - since, self.shortest), self.longest)
        place = crc32(spread_by.encode()) / 2**32
        return now + pause * (1 - self.spread * place)


def pauses(awaited: Awaited, as_of: date, rulebook: Rulebook) -> Pauses:
    """Return how long to wait between questions."""
    row = rulebook.at(QuestionRule.PAUSES, as_of).value[awaited.value]
    return Pauses(
        timedelta(minutes=row["shortest_minutes"]),
        timedelta(minutes=row["longest_minutes"]),
        row.get("spread_percent", 0) / 100,
    )
