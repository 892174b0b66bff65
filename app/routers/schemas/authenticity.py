"""Authenticity checks."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from app.domain.materials import AuthenticityMethod
from app.routers.schemas.fields import Id, In, Line, Moment, Pointer


class ConsentIn(In):
    """The person's consent to the use of the picture: to which version of the wording, and when it was given."""

    version: Line
    given_at: Moment


class AuthenticityCheckIn(In):
    """Which method, of whom, over which picture; a video may follow a challenge."""

    method: AuthenticityMethod
    for_: Pointer = Field(alias="for")
    material_id: Id
    consent: ConsentIn | None = None
    challenge_id: Id | None = None


class AuthenticityCheckOut(BaseModel):
    """What came of it so far, and why."""

    id: str
    status: str
    findings: list[dict[str, str]]


class ChallengeIn(In):
    """Whose video the challenge is for."""

    for_: Pointer = Field(alias="for")


class ChallengeActionOut(BaseModel):
    """One thing to do before the camera; `digits` are those to read out."""

    action: Literal["turn_left", "turn_right", "read_digits"]
    label: str
    digits: str | None


class ChallengeOut(BaseModel):
    """What to do, in this order, and until when it counts."""

    id: str
    actions: list[ChallengeActionOut]
    expires_at: datetime
