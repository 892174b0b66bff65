"""Providers (tenants): added by the operator, never over HTTP."""

from app.domain.providers import Provider
from app.usecases.provider_directory import DEFAULT
from app.usecases.runtime import Runtime


class ProviderNameTakenError(Exception):
    """A provider of this name exists."""


class UnknownProfileError(Exception):
    """No profile of this id is in the rulebook."""


async def create(runtime: Runtime, name: str, number: str, profile: str) -> Provider:
    """Add a provider; raises ProviderNameTakenError, UnknownProfileError."""
    if profile not in runtime.profiles:
        raise UnknownProfileError(profile)
    provider = Provider(
        id=runtime.ids.new("prov"), name=name, number=number, profile=profile, created_at=runtime.clock.real_now()
    )
    async with runtime.unit_of_work() as uow:
        if not await uow.providers.add(provider):
            raise ProviderNameTakenError(name)
        await uow.commit()
    return provider


async def ensure_default(runtime: Runtime, profile: str) -> Provider:
    """Return the default provider, adding it at the first start."""
    async with runtime.unit_of_work() as uow:
        known = await uow.providers.named(DEFAULT)
    if known is not None:
        return known
    try:
        return await create(runtime, DEFAULT, "990001", profile)
    except ProviderNameTakenError:
        return await ensure_default(runtime, profile)


async def named(runtime: Runtime, name: str) -> Provider | None:
    """Find a provider by name."""
    async with runtime.unit_of_work() as uow:
        return await uow.providers.named(name)


async def listed(runtime: Runtime) -> tuple[Provider, ...]:
    """Return every provider."""
    async with runtime.unit_of_work() as uow:
        return await uow.providers.all()
