"""Challenges for videos of faces."""

from typing import Protocol

from app.domain.challenges import Challenge


class ChallengeStore(Protocol):
    """What people are asked to do before the camera."""

    async def add(self, challenge: Challenge) -> None:
        """Add one, and forget those of the filing that were never used and hold no more."""
        ...

    async def get(self, provider_id: str, filing_id: str, challenge_id: str) -> Challenge | None:
        """Find one of a filing."""
        ...

    async def set_used(self, challenge: Challenge) -> None:
        """Note that a check used it."""
        ...
