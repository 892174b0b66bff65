"""Challenges for videos of faces."""

from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from app.domain.challenges import Challenge, Turn
from app.storage.statements import Statements
from app.storage.tables import authenticity_challenges as challenges

_CHALLENGES = select(
    challenges.c.id,
    challenges.c.provider_id,
    challenges.c.filing_id,
    challenges.c.for_pointer,
    challenges.c.turns,
    challenges.c.digits,
    challenges.c.created_at,
    challenges.c.expires_at,
    challenges.c.used_at,
)


class SqlChallenges:
    """What people are asked to do before the camera."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, challenge: Challenge) -> None:
        """Add one, and forget those of the filing that were never used and hold no more."""
        of_filing = (challenges.c.filing_id == challenge.filing_id, challenges.c.used_at.is_(None))
        await self._statements.run(
            delete(challenges).where(*of_filing, challenges.c.expires_at <= challenge.created_at)
        )
        await self._statements.run(
            insert(challenges).values(
                id=challenge.id,
                provider_id=challenge.provider_id,
                filing_id=challenge.filing_id,
                for_pointer=challenge.for_pointer,
                turns=[turn.value for turn in challenge.turns],
                digits=challenge.digits,
                created_at=challenge.created_at,
                expires_at=challenge.expires_at,
            )
        )

    async def get(self, provider_id: str, filing_id: str, challenge_id: str) -> Challenge | None:
        """Find one of a filing."""
        query = _CHALLENGES.where(
            challenges.c.id == challenge_id,
            challenges.c.filing_id == filing_id,
            challenges.c.provider_id == provider_id,
        )
        row = await self._statements.first(query)
        return None if row is None else _challenge(row)

    async def set_used(self, challenge: Challenge) -> None:
        """Note that a check used it."""
        statement = update(challenges).where(challenges.c.id == challenge.id).values(used_at=challenge.used_at)
        await self._statements.run(statement)


def _challenge(row: Row[Any]) -> Challenge:
    return Challenge(
        id=row.id,
        provider_id=row.provider_id,
        filing_id=row.filing_id,
        for_pointer=row.for_pointer,
        turns=tuple(Turn(turn) for turn in row.turns),
        digits=row.digits,
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
