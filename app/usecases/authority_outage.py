"""An authority that can't be reached, told to whoever waits for its answer."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import ProblemCode, Refusal
from app.ports.authority import AuthorityUnavailableError


@contextmanager
def outage_told(retry_after: int) -> Iterator[None]:
    """Turn an outage within the block into `authority-unavailable`; `retry_after` in seconds of real time."""
    try:
        yield
    except AuthorityUnavailableError as unavailable:
        raise Refusal(ProblemCode.AUTHORITY_UNAVAILABLE, retry_after=retry_after) from unavailable
