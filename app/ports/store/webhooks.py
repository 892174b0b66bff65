"""Webhook endpoints, as they are stored."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.webhooks import WebhookEndpoint
from app.ports.store.paging import Page, PageWanted


class WebhookStore(Protocol):
    """Endpoints belong to tenants."""

    async def add(self, endpoint: WebhookEndpoint) -> None:
        """Add an endpoint."""
        ...

    async def get(self, provider_id: str, endpoint_id: str, *, lock: bool = False) -> WebhookEndpoint | None:
        """Find an endpoint."""
        ...

    async def count_before_adding(self, provider_id: str) -> int:
        """Count a tenant's endpoints, and let nobody else add one until the transaction ends."""
        ...

    async def list(self, provider_id: str, page: PageWanted) -> Page[WebhookEndpoint]:
        """List a tenant's endpoints, newest first."""
        ...

    async def of_providers(self, provider_ids: Sequence[str]) -> tuple[WebhookEndpoint, ...]:
        """Return the endpoints of tenants that are told of anything."""
        ...

    async def save(self, endpoint: WebhookEndpoint) -> None:
        """Save an endpoint."""
        ...

    async def remove(self, endpoint_id: str) -> None:
        """Take an endpoint away; what was on its way there is cancelled with the deliveries."""
        ...
