"""What the service knows of a problem before it happens."""

from dataclasses import dataclass

from app.domain.findings import Retry
from app.domain.texts import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One row of the table: HTTP status, what can be done, and the words where a refusal brings none of its own.

    `fuller` is said instead of `detail` when the refusal's facts (and `retry_after`, seconds) fill all its `{places}`.
    """

    status: int
    retry: Retry
    title: Text
    detail: Text
    remedy: Text
    fuller: Text | None = None
