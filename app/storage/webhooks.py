"""Webhook endpoints."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from app.domain.feed import FeedEventType
from app.domain.webhooks import DisabledBecause, WebhookEndpoint
from app.ports.store.paging import Page, PageWanted
from app.storage.pages import newest_first
from app.storage.sealing import Sealing
from app.storage.statements import Statements
from app.storage.tables import providers
from app.storage.tables import webhook_endpoints as endpoints

_ENDPOINTS = select(endpoints)


class SqlWebhooks:
    """Endpoints; addresses and secrets are sealed."""

    def __init__(self, statements: Statements, sealing: Sealing) -> None:
        self._statements = statements
        self._sealing = sealing

    async def add(self, endpoint: WebhookEndpoint) -> None:
        """Add an endpoint."""
        row = {"id": endpoint.id, "provider_id": endpoint.provider_id, "created_at": endpoint.created_at}
        await self._statements.run(insert(endpoints).values(row | self._changing(endpoint)))

    async def get(self, provider_id: str, endpoint_id: str, *, lock: bool = False) -> WebhookEndpoint | None:
        """Find an endpoint."""
        query = _ENDPOINTS.where(endpoints.c.id == endpoint_id, endpoints.c.provider_id == provider_id)
        row = await self._statements.first(query.with_for_update() if lock else query)
        return None if row is None else self._read(row)

    async def count_before_adding(self, provider_id: str) -> int:
        """Count a tenant's endpoints, and let nobody else add one until the transaction ends."""
        tenant = select(providers.c.id).where(providers.c.id == provider_id)
        await self._statements.first(tenant.with_for_update(key_share=True))
        query = select(func.count()).select_from(endpoints).where(endpoints.c.provider_id == provider_id)
        return int(await self._statements.value(query))

    async def list(self, provider_id: str, page: PageWanted) -> Page[WebhookEndpoint]:
        """List a tenant's endpoints, newest first."""
        query = _ENDPOINTS.where(endpoints.c.provider_id == provider_id)
        return await newest_first(self._statements, query, endpoints.c.id, page, self._read)

    async def of_providers(self, provider_ids: Sequence[str]) -> tuple[WebhookEndpoint, ...]:
        """Return the endpoints of tenants that are told of anything."""
        query = _ENDPOINTS.where(endpoints.c.provider_id.in_(provider_ids), endpoints.c.disabled_at.is_(None))
        rows = await self._statements.all(query.order_by(endpoints.c.id))
        return tuple(self._read(row) for row in rows)

    async def save(self, endpoint: WebhookEndpoint) -> None:
        """Save an endpoint."""
        await self._statements.change_one(
            update(endpoints).where(endpoints.c.id == endpoint.id).values(self._changing(endpoint))
        )

    async def remove(self, endpoint_id: str) -> None:
        """Take an endpoint away; its deliveries stay to be looked at."""
        await self._statements.run(delete(endpoints).where(endpoints.c.id == endpoint_id))

    def _read(self, row: Row[Any]) -> WebhookEndpoint:
        return endpoint_of(self._sealing, row, row.id, row.created_at)

    def _changing(self, endpoint: WebhookEndpoint) -> dict[str, Any]:
        return {
            "url_sealed": self._sealing.seal_text(endpoint.url, _place("url", endpoint.id)),
            "event_types": sorted(one.value for one in endpoint.event_types),
            "description": endpoint.description,
            "secret_sealed": self._sealing.seal_text(endpoint.secret, _place("secret", endpoint.id)),
            "old_secret_sealed": None
            if not endpoint.old_secrets
            else self._sealing.seal_text(" ".join(endpoint.old_secrets), _place("old_secret", endpoint.id)),
            "old_secret_until": endpoint.old_secret_until,
            "disabled_at": endpoint.disabled_at,
            "disabled_because": None if endpoint.disabled_because is None else endpoint.disabled_because.value,
        }


def endpoint_of(sealing: Sealing, row: Row[Any], endpoint_id: str, created_at: datetime) -> WebhookEndpoint:
    """Read an endpoint from a row, in which its id and age may have other names."""
    old = row.old_secret_sealed
    return WebhookEndpoint(
        id=endpoint_id,
        provider_id=row.provider_id,
        url=sealing.open_text(row.url_sealed, _place("url", endpoint_id)),
        event_types=frozenset(FeedEventType(one) for one in row.event_types),
        description=row.description,
        secret=sealing.open_text(row.secret_sealed, _place("secret", endpoint_id)),
        created_at=created_at,
        old_secrets=() if old is None else tuple(sealing.open_text(old, _place("old_secret", endpoint_id)).split()),
        old_secret_until=row.old_secret_until,
        disabled_at=row.disabled_at,
        disabled_because=None if row.disabled_because is None else DisabledBecause(row.disabled_because),
    )


def _place(column: str, endpoint_id: str) -> str:
    return f"webhook_endpoints.{column}:{endpoint_id}"
