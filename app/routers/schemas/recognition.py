"""What a machine read off a certificate."""

from typing import Literal

from pydantic import BaseModel, Field


class ReadFieldOut(BaseModel):
    """One field as read; days are ISO dates, `长期` in place of a last day means for good."""

    value: str
    confidence: float = Field(ge=0, le=1)


class RecognitionFindingOut(BaseModel):
    """A rule that spoke."""

    rule: str
    code: str
    severity: str
    pointer: str
    message: str
    remedy: str
    source: str


class MatchOut(BaseModel):
    """A field beside what was typed at `pointer`; `unsure` where a person had better look."""

    field: str
    pointer: str
    typed: str
    read: str
    equal: bool | Literal["unsure"]
    finding: RecognitionFindingOut | None = None


class RecognitionOut(BaseModel):
    """The fields of the page, and what they say of the form; numbers are masked without `pii:read`."""

    document: str
    fields: dict[str, ReadFieldOut]
    matches: list[MatchOut]
    findings: list[RecognitionFindingOut]
