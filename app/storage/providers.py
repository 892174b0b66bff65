"""Providers and their clients."""

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert

from app.domain.providers import Client, Provider
from app.storage.statements import Statements
from app.storage.tables import clients, providers

_PROVIDERS = select(providers.c.id, providers.c.name, providers.c.number, providers.c.profile, providers.c.created_at)
_CLIENTS = select(
    clients.c.id,
    clients.c.provider_id,
    clients.c.name,
    clients.c.secret_hash,
    clients.c.scopes,
    clients.c.created_at,
)


class SqlProviders:
    """Tenants and API clients."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, provider: Provider) -> bool:
        """Add a provider; False where the name is taken."""
        statement = (
            insert(providers)
            .values(
                id=provider.id,
                name=provider.name,
                number=provider.number,
                profile=provider.profile,
                created_at=provider.created_at,
            )
            .on_conflict_do_nothing(index_elements=[providers.c.name])
            .returning(providers.c.id)
        )
        return await self._statements.value(statement) is not None

    async def get(self, provider_id: str) -> Provider | None:
        """Find a provider by id."""
        return _provider(await self._statements.first(_PROVIDERS.where(providers.c.id == provider_id)))

    async def named(self, name: str) -> Provider | None:
        """Find a provider by name."""
        return _provider(await self._statements.first(_PROVIDERS.where(providers.c.name == name)))

    async def all(self) -> tuple[Provider, ...]:
        """Return every provider, oldest first."""
        rows = await self._statements.all(_PROVIDERS.order_by(providers.c.id))
        return tuple(_made(row) for row in rows)

    async def add_client(self, client: Client) -> None:
        """Add an API client."""
        await self._statements.run(
            insert(clients).values(
                id=client.id,
                provider_id=client.provider_id,
                name=client.name,
                secret_hash=client.secret_hash,
                scopes=sorted(client.scopes),
                created_at=client.created_at,
            )
        )

    async def client(self, client_id: str) -> Client | None:
        """Find an API client."""
        row = await self._statements.first(_CLIENTS.where(clients.c.id == client_id))
        if row is None:
            return None
        return Client(
            id=row.id,
            provider_id=row.provider_id,
            name=row.name,
            secret_hash=row.secret_hash,
            scopes=frozenset(row.scopes),
            created_at=row.created_at,
        )


def _provider(row: Row[Any] | None) -> Provider | None:
    return None if row is None else _made(row)


def _made(row: Row[Any]) -> Provider:
    return Provider(id=row.id, name=row.name, number=row.number, profile=row.profile, created_at=row.created_at)
