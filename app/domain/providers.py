"""The access provider (接入商, a tenant) and its API clients."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Provider:
    """A tenant: `number` is the provider's number at the authority, `profile` the id of its profile in the rulebook."""

    id: str
    name: str
    number: str
    profile: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Client:
    """An API client of a provider; its secret is stored as a keyed hash."""

    id: str
    provider_id: str
    name: str
    secret_hash: str
    scopes: frozenset[str]
    created_at: datetime
