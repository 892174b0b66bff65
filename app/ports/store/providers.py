"""Providers and their clients."""

from typing import Protocol

from app.domain.providers import Client, Provider


class ProviderStore(Protocol):
    """Tenants and API clients."""

    async def add(self, provider: Provider) -> bool:
        """Add a provider; False where the name is taken."""
        ...

    async def get(self, provider_id: str) -> Provider | None:
        """Find a provider by id."""
        ...

    async def named(self, name: str) -> Provider | None:
        """Find a provider by name."""
        ...

    async def all(self) -> tuple[Provider, ...]:
        """Return every provider, oldest first."""
        ...

    async def add_client(self, client: Client) -> None:
        """Add an API client."""
        ...

    async def client(self, client_id: str) -> Client | None:
        """Find an API client."""
        ...
