"""Lists of codes."""

from datetime import date
from typing import Any

from pydantic import BaseModel, Field


class LabelsOut(BaseModel):
    """One label in both languages."""

    zh_cn: str = Field(alias="zh-CN")
    en: str


class EntryOut(BaseModel):
    """One code.

    `number` is the authority's where it has exactly one, `numbers` are all of them: a paper has one for each nature
    that uses it, a rejection one for each result that means it. What `details` holds depends on the list.
    """

    code: str
    number: int | None
    numbers: list[int]
    label: str
    labels: LabelsOut
    rule: str
    source: str
    in_force_from: date
    details: dict[str, Any]


class CataloguePageOut(BaseModel):
    """A page of a list."""

    data: list[EntryOut]
    next_cursor: str | None
