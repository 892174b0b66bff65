"""Transfers between accounts."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from app.domain.transfers import TransferKind
from app.routers.schemas.fields import Clean, Id, In, Line
from app.routers.schemas.filings import DeadlineOut


class TransferIn(In):
    """Offers a record, or one service of it, to another account of the provider."""

    kind: TransferKind = TransferKind.TRANSFER
    record_id: Id
    service_id: Id | None = None
    target_external_id: Line
    phone_last4: Annotated[Clean, Field(max_length=4, pattern=r"^[0-9]{4}$")]


class TransferOut(BaseModel):
    """A transfer as the caller's side sees it; `numbers` are those of what moves."""

    id: str
    kind: str
    state: str
    state_label: str
    record_id: str
    service_id: str | None
    source_account_id: str
    target_account_id: str
    target_external_id: str
    numbers: list[str]
    allowed_actions: list[str]
    deadlines: list[DeadlineOut]
    filing_id: str | None
    created_at: datetime
    expires_at: datetime
    decided_at: datetime | None


class TransferPageOut(BaseModel):
    """A page of transfers."""

    data: list[TransferOut]
    next_cursor: str | None
