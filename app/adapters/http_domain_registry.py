"""Facts of domains over HTTP, from the side that also carries the authority gateway."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from app.adapters.authority_connection import AuthorityConnection, Wire
from app.ports.domain_registry import DomainRegistration


class _Domain(Wire):
    domain: str
    known: bool
    holder: str | None
    real_name: Literal["verified", "unverified", "unknown"]
    expires_on: date | None
    registrar_approved: bool | None
    suffix_approved: bool | None


class _Domains(Wire):
    data: tuple[_Domain, ...]


class HttpDomainRegistry:
    """Implements `app.ports.domain_registry.DomainRegistry`. Errors as with the gateway."""

    def __init__(self, connection: AuthorityConnection) -> None:
        self._connection = connection

    async def look_up(self, domains: Sequence[str]) -> tuple[DomainRegistration, ...]:
        """Return the facts, in the order asked. Domains are given in lower-case A-label form."""
        answer = await self._connection.call(
            "domain facts", "POST", "/authority/v1/domain-facts/lookups", body={"domains": list(domains)}
        )
        found = answer.read(_Domains).data
        if [one.domain for one in found] != list(domains):
            raise answer.refused()
        return tuple(DomainRegistration(**one.model_dump()) for one in found)
