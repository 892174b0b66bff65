"""Sandbox calls that let the exchange with the authority go wrong, and the journal in which it shows."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from app.routers.schemas.fields import Id, In, Whole, chosen_wrongly


class FaultIn(StrEnum):
    """What goes wrong; `docs/integrators/sandbox.md` says what each does."""

    UNAVAILABLE = "unavailable"
    CUT_OFF = "cut_off"
    LOST_ANSWER = "lost_answer"
    DUPLICATE = "duplicate"
    SLOW = "slow"
    RESTART = "restart"
    LOST_CODE_ANSWER = "lost_code_answer"
    CALLBACK_BEFORE_ANSWER = "callback_before_answer"
    CALLBACK_TWICE = "callback_twice"
    CALLBACK_REPEATED = "callback_repeated"
    CALLBACKS_OUT_OF_ORDER = "callbacks_out_of_order"
    LOST_CALLBACK = "lost_callback"
    QUESTION_UNAVAILABLE = "question_unavailable"


class AuthorityFaultIn(In):
    """A fault to arm; `times` 0 takes back what was armed alike. An empty body only reads.

    With `filing_id` it waits for that filing, else it meets whatever comes next. `seconds` (5 by default) is how long a
    slow answer takes, or how long the answer waits for the callback before it.
    """

    fault: FaultIn | None = None
    times: Annotated[Whole, Field(ge=0, le=1000)] | None = None
    filing_id: Id | None = None
    seconds: Annotated[float, Field(gt=0, le=120, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _is_of_a_fault(self) -> Self:
        if self.fault is None and (self.times, self.filing_id, self.seconds) != (None, None, None):
            raise chosen_wrongly("请填写 fault，或留空以仅查询。", "Name a fault, or leave the body empty to read.")
        return self


class ArmedFaultOut(BaseModel):
    """A fault that waits for its turn; without `filing_id` with whatever comes next."""

    fault: str
    times_left: int
    filing_id: str | None
    seconds: float


class PlayedFaultOut(BaseModel):
    """A fault that was played; `filing_id` is null for another tenant's."""

    fault: str
    played_at: datetime
    submission_id: str
    filing_id: str | None


class AuthorityFaultsOut(BaseModel):
    """What is armed, oldest first, and the latest hundred that were played, newest first."""

    armed: list[ArmedFaultOut]
    played: list[PlayedFaultOut]


class AuthoritySubmissionOut(BaseModel):
    """A submission as the authority has it; `times_sent` counts how often it came."""

    submission_id: str
    receipt: str
    state: str
    times_sent: int
    received_at: datetime


class AuthoritySubmissionsOut(BaseModel):
    """All submissions of a filing, oldest first."""

    data: list[AuthoritySubmissionOut]
