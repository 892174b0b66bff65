"""Bodies that may be empty."""

from app.routers.schemas.fields import In, Words


class NothingIn(In):
    """No fields."""


class ReasonIn(In):
    """Why, in the caller's words; without personal data, since the timeline shows it."""

    reason: Words | None = None
