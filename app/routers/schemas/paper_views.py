"""Who looked at papers."""

from datetime import datetime

from pydantic import BaseModel


class PaperViewOut(BaseModel):
    """One look at one paper: whose id, of which kind of caller, and what for. No names."""

    id: str
    material_id: str
    kind: str
    at: datetime
    viewer_kind: str
    viewer_id: str
    purpose: str


class PaperViewPageOut(BaseModel):
    """Who looked at a filing's papers."""

    data: list[PaperViewOut]
    next_cursor: str | None
