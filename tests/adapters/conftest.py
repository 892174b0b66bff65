"""The two authorities that every contract test runs over."""

from collections.abc import AsyncIterator, Callable

import pytest

from tests.adapters.played_authority import PlayedAuthority, PlayedFake, played_sandbox


@pytest.fixture(params=["fake", "sandbox"])
async def played(request: pytest.FixtureRequest, empty_database: Callable[[], str]) -> AsyncIterator[PlayedAuthority]:
    if request.param == "fake":
        yield PlayedFake()
        return
    async with played_sandbox(empty_database()) as sandbox:
        yield sandbox
