"""Forms while they come in."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.routers.form_arrivals import never_silent


async def body(*chunks: bytes, stalls: bool = False) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk
    if stalls:
        await asyncio.Event().wait()


async def test_what_comes_is_passed_on_to_its_end() -> None:
    assert [chunk async for chunk in never_silent(body(b"one", b"", b"two"))] == [b"one", b"", b"two"]


async def test_a_body_that_stands_still_is_not_waited_for() -> None:
    with pytest.raises(Refusal) as caught:
        [chunk async for chunk in never_silent(body(b"one", stalls=True), seconds=0.01)]

    assert caught.value.code is ProblemCode.MALFORMED_REQUEST
