"""The demo: a first website from account to number, over HTTP alone.

It imports nothing of the service, so what it can do, any client can.
"""

from collections.abc import Callable

from app.demo.first_filing import run_demo

Story = Callable[[str, str, str], bool]
STORIES: dict[str, Story] = {"first_filing": run_demo}

__all__ = ["STORIES", "UnknownStoryError", "run_demo", "story_of"]


class UnknownStoryError(Exception):
    """There is no demo of this filing type."""


def story_of(filing_type: str) -> Story:
    """Return the story of a filing type: (base URL, client id, client secret) -> whether all records agree."""
    if filing_type not in STORIES:
        raise UnknownStoryError(f"no demo of {filing_type!r}; there is {', '.join(STORIES)}")
    return STORIES[filing_type]
