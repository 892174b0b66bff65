"""What a machine reads off a certificate (证件智能识别): texts with their places, and the fields made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]
FOR_GOOD = "长期"
"""What stands in place of the last day on a certificate that is valid for good."""


class CertificateDocument(StrEnum):
    """The pages that can be read."""

    RESIDENT_ID_FRONT = "resident_id_front"
    RESIDENT_ID_BACK = "resident_id_back"
    BUSINESS_LICENSE = "business_license"


@dataclass(frozen=True, slots=True)
class TextBox:
    """A piece of text where it stands in the picture: corners in pixels, clockwise from the upper left of the text."""

    text: str
    corners: tuple[Point, Point, Point, Point]
    confidence: float


@dataclass(frozen=True, slots=True)
class ReadField:
    """One field as read; days are ISO dates, `confidence` between 0 and 1."""

    value: str
    confidence: float

    def weakened(self, share: float) -> "ReadField":
        """Return the same value, believed less."""
        return ReadField(self.value, self.confidence * share)


@dataclass(frozen=True, slots=True)
class Reading:
    """The fields read off one page; what was not found is not there."""

    document: CertificateDocument
    fields: Mapping[str, ReadField]
