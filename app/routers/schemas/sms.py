"""SMS verification."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from app.routers.schemas.fields import Clean, In, PhoneNumber


class SmsCodeIn(In):
    """A code as somebody entered it."""

    phone: PhoneNumber
    certificate_last6: Annotated[Clean, Field(pattern=r"^[0-9A-Za-z]{6}$")]
    code: Annotated[Clean, Field(pattern=r"^[0-9]{6}$")]


class SmsCodeOut(BaseModel):
    """The code was right; `waiting_for` others still have to enter theirs."""

    verified: bool
    all_verified: bool
    waiting_for: int


class ResendIn(In):
    """Whose code is to be sent again."""

    role: Literal["subject_principal", "service_principal"]


class SmsRecipientOut(BaseModel):
    """One recipient; `entered_at` is `here` or `authority`, and `remedy` what to do where no code arrives."""

    roles: list[str]
    phone: str
    state: str
    expires_at: datetime
    resends_left: int
    entered_at: str
    remedy: str | None


class SmsPageOut(BaseModel):
    """Who has to enter a code."""

    data: list[SmsRecipientOut]
    next_cursor: str | None
