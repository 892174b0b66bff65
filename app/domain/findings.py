"""What a rule says of one place in a filing."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.texts import Text


class Severity(StrEnum):
    """How much a finding weighs: an error blocks the submission, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Retry(StrEnum):
    """What can be done about a refusal."""

    RETRY = "retry"
    FIX = "fix"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule speaking of one place.

    `pointer` is a JSON Pointer into the filing, `rule` the id of a rule, `source` its citation in words.
    """

    code: str
    rule: str
    severity: Severity
    pointer: str
    message: Text
    remedy: Text
    source: str
