"""Servers and authorization codes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from app.domain.authorization_codes import AuthorizationCode, CodeState
from app.domain.resources import Resource
from app.ports.store.paging import Page, PageWanted


class ResourceStore(Protocol):
    """Servers (资源) of a provider."""

    async def put(self, resource: Resource) -> tuple[Resource, bool]:
        """Add a server, or update the one of the same external id; True where it is new."""
        ...

    async def by_external_id(self, provider_id: str, external_id: str, *, lock: bool = False) -> Resource | None:
        """Find a server by the provider's own id."""
        ...

    async def get(self, provider_id: str, resource_id: str, *, lock: bool = False) -> Resource | None:
        """Find a server by our id."""
        ...

    async def list(self, provider_id: str, page: PageWanted) -> Page[Resource]:
        """List servers, newest first."""
        ...

    async def used_capacity(self, resource_ids: Sequence[str]) -> dict[str, int]:
        """Count what is taken of each server's capacity: codes not revoked, and services verified without a code."""
        ...


class CodeStore(Protocol):
    """Authorization codes (备案授权码); the codes themselves are not stored, only their keyed hash."""

    async def add(self, codes: Sequence[tuple[AuthorizationCode, bytes]]) -> None:
        """Add codes, each with its hash."""
        ...

    async def find(self, provider_id: str, code_hash: bytes, *, lock: bool = False) -> AuthorizationCode | None:
        """Find a code by its hash."""
        ...

    async def get(self, provider_id: str, code_id: str, *, lock: bool = False) -> AuthorizationCode | None:
        """Find a code by its id."""
        ...

    async def save(self, code: AuthorizationCode) -> None:
        """Save the state of a code."""
        ...

    async def list(
        self, provider_id: str, page: PageWanted, resource_id: str | None, state: CodeState | None
    ) -> Page[AuthorizationCode]:
        """List codes, newest first."""
        ...

    async def follow(self, resource: Resource) -> None:
        """Let the codes of a server that can still serve end with it, now that its end has moved."""
        ...

    async def let_expire(self, now: datetime) -> None:
        """Make the unused codes that ran out `dead`, of every provider."""
        ...
