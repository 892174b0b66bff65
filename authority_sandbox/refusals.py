"""A refusal at intake."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """The authority's code, the place, and whether the provider rather than the applicant is at fault."""

    code: str
    pointer: str | None
    our_fault: bool = False
