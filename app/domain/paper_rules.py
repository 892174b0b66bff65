"""What the pre-review says of papers that are not there."""

from enum import StrEnum


class PaperRule(StrEnum):
    """The rules asked for where papers are counted, at a submission."""

    MATERIAL_MISSING = "findings.material_missing"
    AUTHENTICITY_MISSING = "findings.authenticity_missing"
