"""Forms with files while they come: each holds memory until its end, so an account has few, and none stalls."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from app.domain.callers import Caller
from app.domain.errors import ProblemCode, Refusal
from app.domain.texts import Text

MOST_AT_ONCE = 16
"""Of one account in one process: more than any page sends. A provider's own clients bring files for many accounts."""

_SILENT_SECONDS = 30.0
_AGAIN_IN = 5
_TOO_MANY = Text("该账号同时上传的文件太多，请等前面的传完。", "Too many files of this account are coming in at once.")
_SILENT = Text("内容没有传完就停了。", "The request stood still before its end.")


class FormArrivals:
    """Counts the forms that are coming in, by account."""

    def __init__(self, most: int = MOST_AT_ONCE) -> None:
        self._most = most
        self._coming: Counter[str] = Counter()

    @contextmanager
    def one_of(self, caller: Caller) -> Iterator[None]:
        """Let one more come; raises `rate-limited` for one too many."""
        account = caller.account_id
        if account is None:
            yield
            return
        if self._coming[account] >= self._most:
            raise Refusal(ProblemCode.RATE_LIMITED, detail=_TOO_MANY, retry_after=_AGAIN_IN)
        self._coming[account] += 1
        try:
            yield
        finally:
            self._coming[account] -= 1
            if not self._coming[account]:
                del self._coming[account]


async def never_silent(chunks: AsyncIterator[bytes], seconds: float = _SILENT_SECONDS) -> AsyncIterator[bytes]:
    """Pass chunks on; raises `malformed-request` where none comes for a while."""
    while True:
        try:
            async with asyncio.timeout(seconds):
                chunk = await anext(chunks, None)
        except TimeoutError as silent:
            raise Refusal(ProblemCode.MALFORMED_REQUEST, detail=_SILENT) from silent
        if chunk is None:
            return
        yield chunk
