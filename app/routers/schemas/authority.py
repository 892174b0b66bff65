"""Messages of the authority."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.routers.schemas.fields import Id


class CallbackType(StrEnum):
    """What the authority reports."""

    SMS_ALL_PASSED = "sms_all_passed"
    SMS_ATTEMPTS_SPENT = "sms_attempts_spent"
    SMS_EXPIRED = "sms_expired"
    APPROVED = "approved"
    REJECTED = "rejected"


class CallbackIn(BaseModel):
    """One message; what a later version adds is ignored."""

    model_config = ConfigDict(extra="ignore")

    id: Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9_.-]+$")]
    type: CallbackType
    receipt: Id
    submission_id: Id | None = None
    sequence: Annotated[int, Field(ge=0, le=2**53)]
    occurred_at: AwareDatetime
    result: dict[str, Any] | None = None


class AcceptedOut(BaseModel):
    """The message is kept."""

    accepted: bool
