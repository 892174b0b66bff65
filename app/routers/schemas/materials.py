"""Papers and authenticity checks."""

from datetime import datetime

from pydantic import BaseModel, Field

from app.domain.materials import AuthenticityMethod
from app.routers.schemas.fields import Id, In, Line, Moment, Pointer


class MaterialOut(BaseModel):
    """A paper as received; its `for` is a JSON Pointer."""

    id: str
    kind: str
    sha256: str
    media_type: str
    bytes: int
    findings: list[dict[str, str]]
    created_at: datetime


class MaterialPageOut(BaseModel):
    """A filing's papers."""

    data: list[MaterialOut]
    next_cursor: str | None


class ConsentIn(In):
    """The person's consent to the use of the picture."""

    version: Line
    given_at: Moment


class AuthenticityCheckIn(In):
    """Which method, of whom, over which picture."""

    method: AuthenticityMethod
    for_: Pointer = Field(alias="for")
    material_id: Id
    consent: ConsentIn | None = None


class AuthenticityCheckOut(BaseModel):
    """What came of it so far."""

    id: str
    status: str
    findings: list[dict[str, str]]
