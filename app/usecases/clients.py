"""API clients and the tokens that they get."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.callers import Caller, CallerKind, Scope
from app.domain.providers import Client, Provider
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class ClientCreated:
    """A new client with its secret, which is shown this once."""

    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class TokenIssued:
    """A bearer token; `expires_in` in seconds."""

    access_token: str
    expires_in: int
    scopes: frozenset[str]


class ClientUnknownError(Exception):
    """No client of this id has this secret."""


class ScopeUnknownError(Exception):
    """A scope was asked for that the client does not have."""


async def create(runtime: Runtime, provider: Provider, name: str, scopes: Iterable[str]) -> ClientCreated:
    """Add a client of a provider; raises ValueError for a scope that does not exist."""
    secret = runtime.secrets.token(32)
    client = Client(
        id=runtime.ids.new("cli"),
        provider_id=provider.id,
        name=name,
        secret_hash=runtime.hasher.hash(secret),
        scopes=frozenset(Scope(scope).value for scope in scopes),
        created_at=runtime.clock.real_now(),
    )
    async with runtime.unit_of_work() as uow:
        await uow.providers.add_client(client)
        await uow.commit()
    return ClientCreated(client.id, secret)


async def issue_token(
    runtime: Runtime, client_id: str, client_secret: str, wanted: frozenset[str] | None
) -> TokenIssued:
    """Exchange a client's secret for a token (RFC 6749 §4.4); raises ClientUnknownError, ScopeUnknownError."""
    async with runtime.unit_of_work() as uow:
        client = await uow.providers.client(client_id)
    stored = client.secret_hash if client else runtime.hasher.hash(runtime.secrets.token(32))
    if not runtime.hasher.matches(client_secret, stored) or client is None:
        raise ClientUnknownError
    scopes = client.scopes if wanted is None else wanted
    if not scopes <= client.scopes:
        raise ScopeUnknownError
    caller = Caller(kind=_kind(scopes), id=client.id, provider_id=client.provider_id, scopes=scopes)
    seconds = runtime.limits.token_seconds
    return TokenIssued(runtime.tokens.issue(caller, seconds), seconds, scopes)


def _kind(scopes: frozenset[str]) -> CallerKind:
    """A client that may do nothing but review is a reviewer."""
    reviewing = {Scope.REVIEWS.value, Scope.PII_READ.value}
    return CallerKind.REVIEWER if Scope.REVIEWS in scopes and scopes <= reviewing else CallerKind.CLIENT
