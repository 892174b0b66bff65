"""Work on the bytes of a paper: done in a process of its own, whose memory, time and rights are bounded."""

from collections.abc import AsyncIterator, Callable
from enum import StrEnum
from typing import Any, Protocol


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

    async def run(self, work: Callable[..., Any], file: AsyncIterator[bytes], *arguments: Any) -> Any:
        """Return `work(content, *arguments)`: `content` the bytes of the file.

        `work` is a function of a module, its arguments and its result are plain data (they are pickled). An exception
        that `work` raises and that is a `ValueError` comes out as it is; everything else is `PaperWorkError`.
        Raises `PaperWorkUnavailable` where no process can be had.
        """
        ...
