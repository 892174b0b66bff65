"""What the script of the phone's page sends."""

from pydantic import Field

from app.routers.schemas.fields import Id, In, Line, Pointer


class PhonePaperIn(In):
    """An upload that is to be a paper, and the paper in whose place it comes."""

    kind: Line
    for_: Pointer = Field(alias="for")
    upload_id: Id
    replaces: Id | None = None


class PhoneCheckIn(In):
    """An upload that shows somebody's face, with the version of the wording that was agreed to."""

    for_: Pointer = Field(alias="for")
    upload_id: Id
    consent: Line | None = None
    challenge_id: Id | None = None
