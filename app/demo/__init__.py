"""The demo: every filing type from its beginning to what it leaves on both sides, over HTTP alone.

It imports nothing of the service, so what it can do, any client can.
"""

from functools import partial

from app.demo.playing import Played, play
from app.demo.stories import STORIES

ALL = "all"

__all__ = ["ALL", "STORIES", "UnknownStoryError", "story_of"]


class UnknownStoryError(Exception):
    """There is no demo of this filing type."""


def story_of(filing_type: str) -> Played:
    """Return the story of a filing type, or of all: (base URL, client id, client secret) -> whether it ended well."""
    if filing_type == ALL:
        return partial(play, tuple(STORIES))
    if filing_type not in STORIES:
        raise UnknownStoryError(f"no demo of {filing_type!r}; there is {', '.join(STORIES)}, or {ALL}")
    return partial(play, (filing_type,))
