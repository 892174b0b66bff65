"""Servers (资源) that can carry filings."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import not_found
from app.domain.resources import Billing, Location, Resource, ResourceReason, eligibility
from app.ports.store.paging import Page, PageWanted
from app.usecases.call import Call
from app.usecases.expiry_deadlines import look_again
from app.usecases.obligation_starts import ground_of, require_updates
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class ResourceCommand:
    """What the provider says of a server."""

    product: str
    location: Location
    billing: Billing
    public_ips: tuple[str, ...]
    owner_account_id: str | None
    purchased_at: datetime
    expires_at: datetime | None
    filing_capacity: int


@dataclass(frozen=True, slots=True)
class ResourceSeen:
    """A server, and every reason against one more filing on it."""

    resource: Resource
    reasons: tuple[ResourceReason, ...]


async def put(runtime: Runtime, call: Call, external_id: str, command: ResourceCommand) -> tuple[ResourceSeen, bool]:
    """Add a server, or update the one of the same external id; True where it is new."""
    resource = Resource(
        id=runtime.ids.new("res"),
        provider_id=call.provider_id,
        external_id=external_id,
        product=command.product,
        location=command.location,
        billing=command.billing,
        public_ips=command.public_ips,
        owner_account_id=command.owner_account_id,
        purchased_at=command.purchased_at,
        expires_at=command.expires_at,
        filing_capacity=command.filing_capacity,
    )
    async with runtime.unit_of_work() as uow:
        owner = command.owner_account_id
        if owner is not None and await uow.accounts.get(call.provider_id, owner) is None:
            raise not_found()
        before = await uow.resources.by_external_id(call.provider_id, external_id, lock=True)
        stored, is_new = await uow.resources.put(resource)
        if before is not None:
            ground = await ground_of(runtime, uow, call.provider_id, call.now)
            await require_updates(ground, stored, before.public_ips)
            if before.expires_at != stored.expires_at:
                # Before the codes, as every filing that ends holds them.
                on_file = await uow.records.on_server(call.provider_id, stored.id)
                leaning = (*await uow.filings.open_with(stored.id), *(one.id for one in on_file))
                await look_again(uow, leaning, call.now)
        if not is_new:
            await uow.codes.follow(stored)
        taken = await uow.resources.used_capacity([stored.id])
        result = (_seen(call, stored, taken), is_new)
        await call.commit(uow, result)
    return result


async def listed(runtime: Runtime, call: Call, page: PageWanted) -> Page[ResourceSeen]:
    """List the provider's servers; what is not eligible is shown with its reasons, not hidden."""
    async with runtime.unit_of_work() as uow:
        found = await uow.resources.list(call.provider_id, page)
        taken = await uow.resources.used_capacity([resource.id for resource in found.items])
    return Page(tuple(_seen(call, resource, taken) for resource in found.items), found.next_after)


def _seen(call: Call, resource: Resource, taken: dict[str, int]) -> ResourceSeen:
    return ResourceSeen(resource, eligibility(resource, call.now, call.profile, places_taken=taken.get(resource.id, 0)))
