"""The two authorities that the contract is run over, each with the same levers."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Protocol

import httpx

from app.adapters.authority_connection import AuthorityConnection
from app.adapters.http_authority import HttpAuthority
from app.adapters.http_domain_registry import HttpDomainRegistry
from app.adapters.http_sandbox import HttpSandbox
from app.ports.authority import AuthorityGateway
from authority_sandbox.main import create_app
from authority_sandbox.settings import Settings
from tests.fakes.authority import FakeAuthority
from tests.fakes.clock import StillClock

SECRET = "a-shared-secret-for-tests"
CALLBACK_SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"
PROVIDER = "990001"


class PlayedAuthority(Protocol):
    """A gateway, and what goes on at its other side."""

    gateway: AuthorityGateway

    async def put_record(self, record: dict[str, Any]) -> None:
        """Put a subject with its services on the national record."""
        ...

    async def refuse_cancelling_only_access(self) -> None:
        """Turn the authority's switch on."""
        ...

    async def code_of(self, phone: str) -> str:
        """Return the latest code sent to a phone."""
        ...

    async def pass_time(self, by: timedelta) -> None:
        """Let time pass."""
        ...

    async def decide(self, receipt: str, outcome: str, code: str | None = None, pointer: str | None = None) -> None:
        """End a review."""
        ...


class PlayedFake:
    """The fake."""

    def __init__(self) -> None:
        self._clock = StillClock()
        self._fake = FakeAuthority(self._clock)
        self.gateway: AuthorityGateway = self._fake

    async def put_record(self, record: dict[str, Any]) -> None:
        """Put it there by hand."""
        self._fake.record.put(record)

    async def refuse_cancelling_only_access(self) -> None:
        """Turn the fake's switch."""
        self._fake.refuse_cancelling_only_access = True

    async def code_of(self, phone: str) -> str:
        """Read it from the fake."""
        return self._fake.codes[phone]

    async def pass_time(self, by: timedelta) -> None:
        """Move the fake's clock."""
        self._clock.advance(by)

    async def decide(self, receipt: str, outcome: str, code: str | None = None, pointer: str | None = None) -> None:
        """End it by hand."""
        if outcome == "accept":
            self._fake.approve(receipt)
        else:
            self._fake.reject(receipt, code or "1002", pointer)


class PlayedSandbox:
    """The HTTP adapters over the sandbox application, without a network between them."""

    def __init__(self, connection: AuthorityConnection, callbacks: list[tuple[str, Mapping[str, str]]]) -> None:
        self.connection = connection
        self.callbacks = callbacks
        self.gateway: AuthorityGateway = HttpAuthority(connection)
        self.domains = HttpDomainRegistry(connection)
        self.sandbox = HttpSandbox(connection)
        self._offset = timedelta(0)

    async def put_record(self, record: dict[str, Any]) -> None:
        """Put it there by a control call."""
        await self.sandbox.put_record(record)

    async def refuse_cancelling_only_access(self) -> None:
        """Turn it by a control call."""
        await self.sandbox.put_switches({"refuse_cancelling_only_access": True})

    async def code_of(self, phone: str) -> str:
        """Read it from the inbox."""
        code: str = (await self.sandbox.messages(phone))[0]["code"]
        return code

    async def pass_time(self, by: timedelta) -> None:
        """Move the sandbox's clock."""
        self._offset += by
        await self.sandbox.move_clock(self._offset)

    async def decide(self, receipt: str, outcome: str, code: str | None = None, pointer: str | None = None) -> None:
        """Decide by a control call."""
        await self.sandbox.decide(receipt, outcome, code, pointer)


@asynccontextmanager
async def played_sandbox(database_url: str) -> AsyncIterator[PlayedSandbox]:
    """Run a sandbox application on an empty database; it takes callbacks down and answers them 202."""
    callbacks: list[tuple[str, Mapping[str, str]]] = []

    async def deliver(body: str, headers: Mapping[str, str]) -> int:
        callbacks.append((body, headers))
        return 202

    settings = Settings(database_url, 0, "http://nowhere.invalid", SECRET, CALLBACK_SECRET)
    app = create_app(settings, deliver=deliver, real_now=StillClock().real_now)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with app.router.lifespan_context(app):
        connection = AuthorityConnection("http://authority.test", SECRET, 5.0, transport)
        try:
            yield PlayedSandbox(connection, callbacks)
        finally:
            await connection.close()
