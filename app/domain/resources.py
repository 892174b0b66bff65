"""Servers that can carry filings (备案资源): what makes one eligible, and how many filings it bears."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.profile import Profile


class Location(StrEnum):
    """Where the server stands. Outside the mainland there is nothing to file."""

    MAINLAND = "mainland"
    OUTSIDE_MAINLAND = "outside_mainland"


class Billing(StrEnum):
    """How it is paid: for months ahead (包年包月), or by use (按需)."""

    PREPAID = "prepaid"
    PAY_PER_USE = "pay_per_use"


class ResourceRule(StrEnum):
    """The rules asked for here: the reasons against a server, each with its words and source."""

    RESOURCE_EXPIRED = "resource.resource_expired"
    RESOURCE_TOO_SHORT = "resource.resource_too_short"
    PAY_PER_USE = "resource.pay_per_use"
    RESOURCE_WITHOUT_PUBLIC_IP = "resource.resource_without_public_ip"
    RESOURCE_OUTSIDE_MAINLAND = "resource.resource_outside_mainland"
    RESOURCE_KIND_NOT_SERVED = "resource.resource_kind_not_served"
    RESOURCE_CAPACITY_REACHED = "resource.resource_capacity_reached"


class ResourceReason(StrEnum):
    """Why a server can't carry a filing; the first that holds is the one told."""

    RESOURCE_EXPIRED = "resource_expired"
    RESOURCE_TOO_SHORT = "resource_too_short"
    PAY_PER_USE = "pay_per_use"
    RESOURCE_WITHOUT_PUBLIC_IP = "resource_without_public_ip"
    RESOURCE_OUTSIDE_MAINLAND = "resource_outside_mainland"
    RESOURCE_KIND_NOT_SERVED = "resource_kind_not_served"
    RESOURCE_CAPACITY_REACHED = "resource_capacity_reached"

    @property
    def rule(self) -> ResourceRule:
        """Return the rule that holds the reason's words."""
        return ResourceRule(f"resource.{self.value}")


@dataclass(frozen=True, slots=True)
class Resource:
    """A server of a provider; `filing_capacity` is how many websites and APPs may ever be filed with it.

    `product` is its kind in the provider's own word; a profile may name those that carry filings.
    """

    id: str
    provider_id: str
    external_id: str
    product: str
    location: Location
    billing: Billing
    public_ips: tuple[str, ...]
    owner_account_id: str | None
    purchased_at: datetime
    expires_at: datetime | None
    filing_capacity: int


def eligibility(
    resource: Resource, now: datetime, profile: Profile, *, places_taken: int = 0
) -> tuple[ResourceReason, ...]:
    """Return every reason against one more filing on a server, in the order of `ResourceReason`; none if it may.

    `places_taken` counts the server's codes that are unused, in use or spent, and the filings made with it without a
    code. What was filed and deregistered later still counts: its place does not come back.
    """
    held = {
        ResourceReason.RESOURCE_EXPIRED: resource.expires_at is not None and resource.expires_at <= now,
        ResourceReason.RESOURCE_TOO_SHORT: _is_too_short(resource, now, profile),
        ResourceReason.PAY_PER_USE: resource.billing is Billing.PAY_PER_USE,
        ResourceReason.RESOURCE_WITHOUT_PUBLIC_IP: not resource.public_ips,
        ResourceReason.RESOURCE_OUTSIDE_MAINLAND: resource.location is Location.OUTSIDE_MAINLAND,
        ResourceReason.RESOURCE_KIND_NOT_SERVED: _is_of_no_kind(resource, profile),
        ResourceReason.RESOURCE_CAPACITY_REACHED: places_left(resource, places_taken, profile) < 1,
    }
    return tuple(reason for reason in ResourceReason if held[reason])


def places_left(resource: Resource, places_taken: int, profile: Profile) -> int:
    """Return how many more filings a server bears; never below zero, though a capacity can be lowered later.

    A server bears no more than the profile lets one of its kind, whatever its own capacity.
    """
    capacity = min(resource.filing_capacity, profile.resource_places.get(resource.product, resource.filing_capacity))
    return max(0, capacity - places_taken)


def _is_of_no_kind(resource: Resource, profile: Profile) -> bool:
    """Tell whether the profile names kinds of server, and this is none of them."""
    return bool(profile.resource_places) and resource.product not in profile.resource_places


def _is_too_short(resource: Resource, now: datetime, profile: Profile) -> bool:
    """Tell whether the paid time, renewals included, or what is left of it is too short.

    By use, no time is paid, and `pay_per_use` speaks instead; prepaid without an end is not paid for at all.
    """
    if resource.billing is Billing.PAY_PER_USE:
        return False
    if resource.expires_at is None:
        return True
    paid, left = resource.expires_at - resource.purchased_at, resource.expires_at - now
    return paid < timedelta(days=profile.min_resource_days_at_issue) or left < timedelta(
        days=profile.min_resource_days_at_filing
    )
