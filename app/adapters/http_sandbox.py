"""Control of the authority sandbox over HTTP."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, RootModel

from app.adapters.authority_connection import Answer, AuthorityConnection, Wire
from app.ports.sandbox import SandboxFault, SandboxRefusedError

_NOT_ON_RECORD = "not_on_record"


class _Settled(Wire):
    undelivered: int


class _NextDue(Wire):
    next_due: AwareDatetime | None
    undelivered: int


class _Messages(Wire):
    data: list[dict[str, Any]]


class _Switches(RootModel[dict[str, bool]]):
    pass


class _Faults(Wire):
    armed: list[dict[str, Any]]
    played: list[dict[str, Any]]


class _Submissions(Wire):
    data: list[dict[str, Any]]


class HttpSandbox:
    """Implements `app.ports.sandbox.AuthoritySandbox`. Errors as with the gateway, and SandboxRefusedError for 4xx."""

    def __init__(self, connection: AuthorityConnection) -> None:
        self._connection = connection

    async def move_clock(self, offset: timedelta) -> int:
        """Move its time, let what fell due happen, and return how many callbacks are still undelivered."""
        answer = await self._ask("sandbox clock", "PUT", "/clock", body={"offset_seconds": offset.total_seconds()})
        return answer.read(_Settled).undelivered

    async def next_due(self) -> tuple[datetime | None, int]:
        """Return when something falls due next, and how many callbacks are undelivered."""
        due = (await self._ask("sandbox next due", "GET", "/next-due")).read(_NextDue)
        return due.next_due, due.undelivered

    async def put_record(self, record: dict[str, Any]) -> dict[str, Any]:
        """Put a subject with its services on the national record, as seen by the record's `provider_id`."""
        return (await self._ask("sandbox record", "POST", "/records", body=record)).read_object()

    async def record_of(self, certificate_number: str) -> dict[str, Any] | None:
        """Return the national record of a certificate; None where there is none."""
        body = {"certificate_number": certificate_number}
        try:
            answer = await self._ask("sandbox record", "POST", "/records/lookups", body=body)
        except SandboxRefusedError as refused:
            if refused.code == _NOT_ON_RECORD:
                return None
            raise
        return answer.read_object()

    async def put_domain_facts(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Say what the registrar would say of a domain."""
        return (await self._ask("sandbox domain facts", "POST", "/domain-facts", body=facts)).read_object()

    async def messages(self, phone: str | None) -> list[dict[str, Any]]:
        """Return the SMS that would have been sent, newest first."""
        query = None if phone is None else {"phone": phone}
        return (await self._ask("sandbox messages", "GET", "/messages", query=query)).read(_Messages).data

    async def put_switches(self, wanted: Mapping[str, bool]) -> dict[str, bool]:
        """Turn rules of the authority on or off, and return how each stands."""
        answer = await self._ask("sandbox switches", "POST", "/switches", body=wanted)
        return answer.read(_Switches).root

    async def faults(self, order: SandboxFault | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Arm a fault, if one is given, and return what is armed and what was played."""
        body: dict[str, Any] = {}
        if order is not None:
            named = {"about": order.about, "seconds": order.seconds}
            given = {name: value for name, value in named.items() if value is not None}
            body = {"fault": order.fault, "times": order.times, **given}
        faults = (await self._ask("sandbox faults", "POST", "/faults", body=body)).read(_Faults)
        return faults.armed, faults.played

    async def submissions(self, about: Sequence[str]) -> list[dict[str, Any]]:
        """Return what was handed over under one of these ids, oldest first."""
        answer = await self._ask("sandbox submissions", "POST", "/submissions", body={"about": list(about)})
        return answer.read(_Submissions).data

    async def enter_code(self, phone: str, certificate_last6: str, code: str) -> dict[str, Any]:
        """Enter a code at the authority's own page, and return what it answers."""
        body = {"phone": phone, "certificate_last6": certificate_last6, "code": code}
        return (await self._ask("sandbox SMS entry", "POST", "/sms-entries", body=body)).read_object()

    async def decide(self, receipt: str, outcome: str, code: str | None, pointer: str | None) -> None:
        """Decide a review at once."""
        body = {"receipt": receipt, "outcome": outcome, "code": code, "pointer": pointer}
        (await self._ask("sandbox decision", "POST", "/decisions", body=body)).read_object()

    async def _ask(
        self,
        asked: str,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        answer = await self._connection.call(asked, method, f"/sandbox{path}", body=body, query=query)
        if 400 <= answer.status < 500:
            raise SandboxRefusedError(*answer.refusal())
        return answer
