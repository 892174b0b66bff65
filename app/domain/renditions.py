"""Renditions (上报件): papers as the authority takes them, in its formats and under its limits."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.materials import MaterialKind
from app.domain.rulebook import Rulebook

RENDITION_TYPE = "image/jpeg"


class RenditionRule(StrEnum):
    """The rules asked for here."""

    RENDITIONS = "materials.renditions"


@dataclass(frozen=True, slots=True)
class RenditionLimits:
    """What the authority takes of one kind of paper: bytes of one picture, and pictures of one paper."""

    max_bytes: int
    max_pages: int


@dataclass(frozen=True, slots=True)
class Rendition:
    """A page that was made and stored; papers that are the same file under the same limit share it.

    `source_key` is the object of the paper, `object_key` that of the page; `page` counts from 0. `sha256` (hex) and
    `bytes` are of the JPEG.
    """

    id: str
    provider_id: str
    source_key: str
    max_bytes: int
    page: int
    object_key: str
    sha256: str
    bytes: int
    width: int
    height: int


def rendition_limits(kind: MaterialKind, as_of: date, rulebook: Rulebook) -> RenditionLimits | None:
    """Return what the authority takes of a kind of paper; None where it takes none.

    It measures the base64 text of some, which is a third longer than what it carries; nothing is lost by staying under
    the limit in either measure.
    """
    table = rulebook.at(RenditionRule.RENDITIONS, as_of).value
    if kind.value in table["not_sent"]:
        return None
    row = table["limits"].get(kind.value, table["limits"]["default"])
    return RenditionLimits(max_bytes=row["max_base64_bytes"] // 4 * 3, max_pages=row["max_pages"])
