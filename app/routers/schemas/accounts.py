"""Accounts, sessions, and who calls."""

from datetime import datetime

from pydantic import BaseModel

from app.domain.accounts import AccountSite
from app.routers.schemas.fields import Flag, In, Line, PhoneNumber


class AccountIn(In):
    """What the provider says of a customer."""

    external_id: Line
    phone: PhoneNumber
    real_name_verified: Flag
    site: AccountSite = AccountSite.DOMESTIC


class AccountOut(BaseModel):
    """An account; the phone is masked unless the token may read personal data."""

    id: str
    external_id: str
    phone: str
    real_name_verified: bool
    site: str
    created_at: datetime
    updated_at: datetime


class TokenOut(BaseModel):
    """A bearer token (RFC 6749 §5.1); `expires_in` in seconds."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


class MeOut(BaseModel):
    """Who the token stands for."""

    kind: str
    id: str
    scopes: list[str]
    account_id: str | None
    provider: str
