"""A challenge (动作口令) for a video: turns of the head and digits to read out, good for minutes and for one check.

It keeps an old recording from being used again. It is no test of liveness, and nobody certified it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.rulebook import Rulebook


class ChallengeRule(StrEnum):
    """The rules asked for here."""

    CHALLENGE = "authenticity.challenge"


class Turn(StrEnum):
    """Where the head turns to."""

    LEFT = "turn_left"
    RIGHT = "turn_right"


@dataclass(frozen=True, slots=True)
class Challenge:
    """What somebody is asked to do before the camera: turns in their order, then digits to read out."""

    id: str
    provider_id: str
    filing_id: str
    for_pointer: str
    turns: tuple[Turn, ...]
    digits: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Tell one that was not used and still holds."""
        return self.used_at is None and now < self.expires_at

    def used(self, now: datetime) -> "Challenge":
        """Return it as used."""
        return replace(self, used_at=now)


def life(as_of: date, rulebook: Rulebook) -> timedelta:
    """Return how long a challenge holds."""
    minutes: int = rulebook.at(ChallengeRule.CHALLENGE, as_of).value["minutes"]
    return timedelta(minutes=minutes)


def length(as_of: date, rulebook: Rulebook) -> tuple[int, int]:
    """Return how many turns and how many digits a challenge has."""
    value = rulebook.at(ChallengeRule.CHALLENGE, as_of).value
    return value["turns"], value["digits"]


def turns_made(turns: Sequence[float], least: float) -> tuple[Turn, ...]:
    """Return the turns that a head made, from where its nose stood sideways in each frame.

    The head's usual place is the middle of all frames; a turn begins beyond `least` from there, and is over where the
    nose is back within half of that.
    """
    if not turns:
        return ()
    return tuple(_turns(turns, sorted(turns)[len(turns) // 2], least))


def _turns(turns: Sequence[float], usual: float, least: float) -> Iterator[Turn]:
    away: Turn | None = None
    for one in turns:
        side = Turn.RIGHT if one > usual else Turn.LEFT
        if abs(one - usual) >= least:
            if away is not side:
                yield side
            away = side
        elif abs(one - usual) < least / 2:
            away = None


def was_followed(made: Sequence[Turn], asked: Sequence[Turn]) -> bool:
    """Tell whether just what was asked was done. Many cameras mirror, so the same with the sides changed counts too."""
    mirrored = [Turn.LEFT if one is Turn.RIGHT else Turn.RIGHT for one in asked]
    return list(made) in (list(asked), mirrored)
