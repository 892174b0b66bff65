"""What is asked of a file before it becomes a paper, why it may be refused, and what is measured of it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, get_args


class PaperRefusal(StrEnum):
    """Why a file can't become a paper; each is the code of a rule under `materials.refused`."""

    EMPTY = "paper_empty"
    FORMAT_UNKNOWN = "paper_format_unknown"
    FORMAT_NOT_TAKEN = "paper_format_not_taken"
    DAMAGED = "paper_damaged"
    TOO_MANY_PIXELS = "paper_too_many_pixels"
    TOO_MANY_PAGES = "paper_too_many_pages"
    PDF_PROTECTED = "paper_pdf_protected"
    PDF_ACTIVE = "paper_pdf_active"
    TOO_COSTLY = "paper_too_costly"
    MALWARE = "paper_malware"


@dataclass(frozen=True, slots=True)
class InspectionOrder:
    """What one file may be: media types, pages, pixels in all and along a side; how long a side is kept.

    `keeps_transparency` is for icons; what is transparent in any other picture is shown on white paper.
    """

    formats: tuple[str, ...]
    max_pages: int
    max_pixels: int
    max_side: int
    kept_side: int
    keeps_transparency: bool = False


@dataclass(frozen=True, slots=True)
class PaperMeasures:
    """What is measured of a paper; None where it can't be told, or says nothing of this kind of file.

    `width` and `height` are of the picture as received, upright; of a PDF they are absent and `pages` counts. Shares
    are from 0 to 1. `colour` is the share of the picture that has a colour beside its light's; `blur` 0 for the
    sharpest edges, 1 for none; `glare` the share of the paper that is washed out by light; `cut` the share of the
    picture's border over which the paper runs out of it; `screen` how far the strongest regular pattern stands out of
    what is around it in the spectrum; `light` how bright the paper is.
    """

    width: int | None = None
    height: int | None = None
    pages: int = 1
    colour: float | None = None
    blur: float | None = None
    glare: float | None = None
    cut: float | None = None
    screen: float | None = None
    light: float | None = None

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "PaperMeasures":
        """Read what a process that looked at the file says, which is not to be trusted. Raises ValueError."""
        taken: dict[str, Any] = {}
        for one in fields(cls):
            value = said.get(one.name, one.default)
            whole = one.type is int or int in get_args(one.type)
            if value is None and one.name != "pages":
                continue
            if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
                raise ValueError(one.name)  # noqa: TRY004 - what a stranger says is wrong, not our call
            if not (0 <= value <= 1_000_000 and math.isfinite(value)):
                raise ValueError(one.name)
            taken[one.name] = value if whole else float(value)
        return cls(**taken)

    def told(self) -> dict[str, int | float]:
        """Return what was measured, to be kept."""
        return {
            one.name: value if isinstance(value, int) else round(value, 4)
            for one in fields(self)
            if (value := getattr(self, one.name)) is not None
        }
