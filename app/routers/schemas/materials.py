"""Papers."""

from datetime import datetime

from pydantic import BaseModel


class MaterialOut(BaseModel):
    """A paper as received; its `for` is a JSON Pointer."""

    id: str
    kind: str
    sha256: str
    media_type: str
    bytes: int
    findings: list[dict[str, str]]
    created_at: datetime
    erased_at: datetime | None = None


class MaterialPageOut(BaseModel):
    """A filing's papers."""

    data: list[MaterialOut]
    next_cursor: str | None
