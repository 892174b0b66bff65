"""First review."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.routers.schemas.fields import Clean, In, Pointer, Words


class Outcome(StrEnum):
    """What a reviewer may decide."""

    PASS = "pass"  # noqa: S105 - the outcome of a review, no password
    REJECT = "reject"
    REQUEST_COMPLETION = "request_completion"


class ReviewFindingIn(In):
    """What is wrong where; the note is shown to the applicant."""

    pointer: Annotated[Pointer, Field(min_length=1)]
    code: Annotated[Clean, Field(max_length=64, pattern=r"^[a-z0-9_]+$")]
    note: Words | None = None


class DecisionIn(In):
    """A decision; `reject` and `request_completion` need at least one finding.

    `post_to` asks, with a pass, for papers by post and says where to send them.
    """

    outcome: Outcome
    findings: Annotated[list[ReviewFindingIn], Field(max_length=100, default_factory=list)]
    post_to: Words | None = None


class PostedMaterialsIn(In):
    """Under which number the papers travelled, where that is known."""

    tracking_number: Annotated[Clean, Field(max_length=64, pattern=r"^[0-9A-Za-z-]+$")] | None = None
