"""Who the providers are: asked on every call, changed almost never."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.errors import not_found
from app.domain.providers import Provider
from app.ports.store.unit_of_work import UnitOfWork

DEFAULT = "default"
"""The name of the provider that is there from the first start on."""


@dataclass(frozen=True, slots=True)
class ProviderDirectory:
    """Providers by id, kept in memory once seen: a provider's number and profile do not change while it runs."""

    unit_of_work: Callable[[], UnitOfWork]
    _known: dict[str, Provider] = field(default_factory=dict)

    async def get(self, provider_id: str) -> Provider:
        """Return a provider; raises `not-found`."""
        provider = self._known.get(provider_id)
        if provider is None:
            async with self.unit_of_work() as uow:
                provider = await uow.providers.get(provider_id)
            if provider is None:
                raise not_found()
            self._known[provider_id] = provider
        return provider

    async def default(self) -> Provider:
        """Return the default provider, whose rules go for callers without a token; raises `not-found`."""
        provider = self._known.get(DEFAULT)
        if provider is None:
            async with self.unit_of_work() as uow:
                provider = await uow.providers.named(DEFAULT)
            if provider is None:
                raise not_found()
            self._known[DEFAULT] = provider
        return provider
