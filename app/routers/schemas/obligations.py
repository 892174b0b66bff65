"""What is due after an approval."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from app.domain.obligations import ObligationKind
from app.routers.schemas.fields import Clean, Day, Id, In, Line, Words, chosen_wrongly
from app.routers.schemas.filings import DeadlineOut


class ObligationIn(In):
    """Obliges an account to something about a record, or about one service of it.

    `code` names what a spot check found, for a correction and nothing else; without `due_on` the usual term counts.
    """

    record_id: Id
    service_id: Id | None = None
    kind: ObligationKind
    due_on: Day | None = None
    code: Annotated[Clean, Field(max_length=64, pattern=r"^[a-z0-9_]+$")] | None = None
    note: Words | None = None


class FulfilIn(In):
    """What shows that it is done; for a public-security filing that is its number."""

    number: Line | None = None
    evidence: Words | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _is_at_most_one_of_them(self) -> Self:
        if self.number is not None and self.evidence is not None:
            raise chosen_wrongly("number 与 evidence 只填一个。", "Give number or evidence, not both.")
        return self


class FooterOut(BaseModel):
    """The number to show, and the address that it links to."""

    number: str
    link: str


class ObligationEventOut(BaseModel):
    """Something that happened to an obligation: a reminder (`days_left`), its day (`overdue`), the step after it.

    `gave_up` tells that the step could not be taken for so long that it is tried no more.
    """

    at: datetime
    type: str
    days_left: int | None = None
    overdue: bool | None = None
    escalated: str | None = None
    gave_up: bool | None = None


class ObligationOut(BaseModel):
    """Something that is due, or was; `filing_id` is the filing that the provider made of it at last."""

    id: str
    account_id: str
    record_id: str
    service_id: str | None
    kind: str
    kind_label: str
    state: str
    due_at: datetime
    deadlines: list[DeadlineOut]
    code: str
    message: str
    remedy: str
    source: str
    footer: FooterOut | None
    note: str | None
    evidence: str | None
    created_by: str
    created_at: datetime
    fulfilled_at: datetime | None
    filing_id: str | None
    events: list[ObligationEventOut]


class ObligationPageOut(BaseModel):
    """A page of obligations."""

    data: list[ObligationOut]
    next_cursor: str | None
