"""Work on the bytes of a paper: done in a process of its own, whose memory, time and rights are bounded."""

from collections.abc import AsyncIterator
from enum import StrEnum
from typing import Any, Protocol


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
    """The work came to nothing for what the file is; it will not fare better another time."""

    def __init__(self, fault: PaperFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class PaperWorkUnavailable(Exception):  # noqa: N818 - as in the rest of the ports
    """No process can be had for the work now; trying later may help."""


class PaperWork(Protocol):
    """Runs functions of `app.papers` over a file."""

    async def run(self, work: Work, file: AsyncIterator[bytes], *arguments: Any) -> Any:
        """Return what the function of `work` makes of `(content, *arguments)`: `content` the bytes of the file.

        Arguments and result are plain data (they are pickled; classes of the domain are fine). A `ValueError` that
        the function raises comes out as it is, everything else as `PaperWorkError`; an error of `file` unchanged.
        Raises `PaperWorkUnavailable` where no process can be had.
        """
        ...
