"""The regions, and what their administrations ask for."""

from typing import Any

from pydantic import BaseModel

from app.routers.schemas.catalogue import LabelsOut
from app.routers.schemas.profile import CitationOut


class RegionOut(BaseModel):
    """A mainland region; `rules` counts what its administration asks for beyond the national rules."""

    code: str
    abbreviation: str
    label: str
    labels: LabelsOut
    rules: int


class RegionPageOut(BaseModel):
    """A page of regions."""

    data: list[RegionOut]
    next_cursor: str | None


class RegionRuleOut(BaseModel):
    """What one administration asks for.

    `in_force_from` is a day or `unknown`, and then `observed_on` tells when a source said so. `acts` is false where a
    rule that is to be believed rather says otherwise; `conflicts_with` names those that do. `acts_in` tells where it is
    acted upon, `advice` being only told.
    """

    rule: str
    family: str
    topic: str
    kind: str
    acts_in: str
    acts: bool
    severity: str
    applies_to: list[str]
    filing_types: list[str]
    pointer: str
    value: Any
    unit: str | None
    in_force_from: str
    observed_on: str
    confidence: str
    conflicts_with: list[str]
    message: str
    remedy: str
    source: str
    citations: list[CitationOut]


class RegionRulePageOut(BaseModel):
    """A page of a region's rules."""

    data: list[RegionRuleOut]
    next_cursor: str | None
