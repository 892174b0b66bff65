"""Access tokens: who carries one is who it names."""

from typing import Protocol

from app.domain.callers import Caller


class Tokens(Protocol):
    """Issues bearer tokens and tells whose they are; on real time, never on sandbox time."""

    def issue(self, caller: Caller, ttl_seconds: int) -> str:
        """Return a signed token that stands for the caller for so many seconds."""
        ...

    def caller_of(self, token: str) -> Caller | None:
        """Return whom a token stands for; None for one that is expired, foreign, forged or no token at all."""
        ...
