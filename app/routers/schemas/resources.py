"""Servers and authorization codes."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from app.domain.resources import Billing, Location
from app.routers.schemas.fields import Id, In, IpAddress, Line, Moment, Whole


class ResourceIn(In):
    """A server that can carry filings."""

    product: Annotated[Line, Field(max_length=100)]
    location: Location
    billing: Billing
    public_ips: Annotated[list[IpAddress], Field(max_length=100)]
    owner_account_id: Id | None = None
    purchased_at: Moment
    expires_at: Moment | None = None
    filing_capacity: Annotated[Whole, Field(ge=0, le=100_000)]


class ResourceOut(BaseModel):
    """A server, and what speaks against one more filing on it."""

    id: str
    external_id: str
    product: str
    location: str
    billing: str
    public_ips: list[str]
    owner_account_id: str | None
    purchased_at: datetime
    expires_at: datetime | None
    filing_capacity: int
    eligible: bool
    reasons: list[str]


class ResourcePageOut(BaseModel):
    """A page of servers."""

    data: list[ResourceOut]
    next_cursor: str | None


class CodesIn(In):
    """How many codes, for whom, and for which of the server's addresses."""

    count: Annotated[Whole, Field(ge=1, le=100)]
    for_account_id: Id | None = None
    ip: IpAddress | None = None


class CodeIssuedOut(BaseModel):
    """A code, shown this once."""

    id: str
    code: str
    state: str
    expires_at: datetime | None


class CodesOut(BaseModel):
    """The codes just issued."""

    data: list[CodeIssuedOut]


class CodeCheckIn(In):
    """A code as somebody typed it."""

    code: Annotated[Line, Field(max_length=64)]


class CodeCheckOut(BaseModel):
    """Whether a code can be used; `resource` and `expires_at` only where it can."""

    usable: bool
    reason: str | None = None
    message: str | None = None
    remedy: str | None = None
    resource: dict[str, str] | None = None
    expires_at: datetime | None = None


class CodeOut(BaseModel):
    """A code without its characters."""

    id: str
    resource_id: str
    state: str
    for_account_id: str | None
    ip: str | None
    created_at: datetime
    expires_at: datetime | None


class CodePageOut(BaseModel):
    """A page of codes."""

    data: list[CodeOut]
    next_cursor: str | None
