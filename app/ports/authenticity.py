"""Who judges whether the person before the camera is the one on the papers: a machine of our own, or a vendor's."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from app.domain.challenges import Challenge
from app.domain.findings import Finding
from app.domain.materials import AuthenticityMethod

Opened = Callable[[], Awaitable[AsyncIterator[bytes]]]
"""Opens a stored picture from its beginning; raises what the object store raises."""


class JudgeUnavailable(Exception):  # noqa: N818 - as in the rest of the ports
    """Nothing can be said now: the check goes to a person. Judges never refuse a person because they are down."""


class Outcome(StrEnum):
    """What a judge is sure of."""

    GENUINE = "genuine"
    NOT_GENUINE = "not_genuine"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a judge gets to see. `pointer` is the person's place in the filing, for findings.

    `name` and `number` are those of the person as entered, for vendors who ask an official database; they are personal
    data, and so are the pictures. `id_photo` opens the side of the person's certificate that bears the photo, where it
    was handed in.
    """

    method: AuthenticityMethod
    pointer: str
    as_of: date
    picture: Opened
    media_type: str
    id_photo: Opened | None
    name: str | None
    number: str | None
    challenge: Challenge | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge says, with reasons that people read, and the judge's own name for the case (at most 200 letters)."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    reference: str | None = None


class AuthenticityJudge(Protocol):
    """Judges portraits and videos. `name` is kept with each check (at most 64 letters)."""

    @property
    def name(self) -> str:
        """Return by what name reviewers know it."""
        ...

    async def judge(self, evidence: Evidence) -> Judgement:
        """Look at the evidence; raises JudgeUnavailable, and errors of the object store unchanged.

        `GENUINE` passes the check only where the provider's profile lets a machine pass it. No judge is asked about
        the way without a face.
        """
        ...
