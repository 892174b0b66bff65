"""Hand-overs of a filing to a phone."""

from datetime import datetime

from pydantic import BaseModel

from app.domain.phone_handovers import HandoverPurpose
from app.routers.schemas.fields import In
from app.routers.schemas.materials import MaterialOut


class HandoverIn(In):
    """The one thing that the phone may do."""

    purpose: HandoverPurpose


class HandoverOut(BaseModel):
    """A link for a phone, as an address and as a QR code to be shown; both are told this once."""

    id: str
    purpose: str
    url: str
    qr_svg: str
    expires_at: datetime


class HandoverCheckOut(BaseModel):
    """An authenticity check that the phone handed in; its `for` is a JSON Pointer."""

    id: str
    method: str
    status: str
    material_id: str
    findings: list[dict[str, str]]
    created_at: datetime


class HandoverProgressOut(BaseModel):
    """How far the phone is: `wanted` papers that must be there, and `there`, those that are."""

    id: str
    purpose: str
    state: str
    created_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    done_at: datetime | None
    wanted: int
    there: int
    papers: list[MaterialOut]
    checks: list[HandoverCheckOut]
