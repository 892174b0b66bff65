"""Work on the bytes of a paper: done in a process of its own, whose memory, time and rights are bounded."""

from collections.abc import AsyncIterator
from contextvars import ContextVar
from enum import StrEnum
from typing import Any, Protocol

PARTY: ContextVar[str] = ContextVar("paper_work_party", default="")
"""For whom work is done, set by the door of a request: parties take turns, so that none keeps all others waiting.

Work that nobody asked for over the network is that of one party.
"""


class Work(StrEnum):
    """The pieces of work, each by the name of its function: whoever asks for one doesn't load what it needs."""

    INSPECT = "app.papers.inspecting:inspect"
    RENDITION = "app.papers.renditions:rendition"
    WATERMARK = "app.papers.watermarks:watermarked"
    PORTRAIT = "app.papers.portraits:portrait_measures"
    VIDEO = "app.papers.videos:video_measures"
    LIKENESS = "app.papers.likenesses:likeness"


class PaperFault(StrEnum):
    """Why a piece of work came to nothing."""

    CRASHED = "crashed"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOO_LONG = "too_long"


class PaperWorkError(Exception):
    """The work came to nothing for what the file is; it will not fare better another time.

    `about` is the name of the error's class, for the log: never its words, which may be the file's.
    """

    def __init__(self, fault: PaperFault, about: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.about = about


class PaperWorkUnavailable(Exception):  # noqa: N818 - as in the rest of the ports
    """No process can be had for the work now; trying later may help."""


class PaperWork(Protocol):
    """Runs functions of `app.papers` over a file.

    In a use case: `await runtime.paper_work.run(Work.RENDITION, await runtime.objects.stream(key, context), 100_000)`
    calls `rendition(content, 100_000)`. Catch both errors: `PaperWorkError` is a fault of the file,
    `PaperWorkUnavailable` becomes `service-unavailable`, or in the worker another try.
    """

    async def run(self, work: Work, file: AsyncIterator[bytes], *arguments: Any) -> Any:
        """Return what the function of `work` makes of `(content, *arguments)`: `content` the bytes of the file.

        Arguments may be of any class that can be pickled, for they go from us to the process. What comes back may have
        been made up by a file that took the process over, so it is plain data and nothing else: None, bool, int, finite
        float, str, bytes, lists, dicts with str keys; a tuple arrives as a list, of a StrEnum its text. Functions
        return such data, and whoever reads it treats it as what a client sent.

        A `ValueError` that the function raises comes out as a `ValueError` with the same arguments (its subclass is
        lost), everything else as `PaperWorkError`; an error of `file` unchanged. A place is held while `file` is read,
        so it should come from the store and not from a client. Raises `PaperWorkUnavailable` where no process can be
        had.
        """
        ...
