"""Whose ways an open call asks for: those of the token's provider, and without a token those of the default one."""

from starlette.requests import Request

from app.domain.callers import Caller
from app.domain.profile import Profile
from app.routers.request_context import runtime_of


def has_token(request: Request) -> bool:
    """Tell whether the door found a caller."""
    return request.scope["state"].get("caller") is not None


async def profile_asked(request: Request) -> Profile:
    """Return the profile of whoever is asked about."""
    runtime = runtime_of(request)
    caller: Caller | None = request.scope["state"].get("caller")
    provider = await (runtime.providers.default() if caller is None else runtime.providers.get(caller.provider_id))
    return runtime.profiles[provider.profile]
