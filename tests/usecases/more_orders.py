"""Further accounts of a world's provider, each with an order of its own."""

from dataclasses import replace

from app.demo.numbers import Numbers
from app.demo.people import enterprise
from app.usecases import accounts
from tests.usecases.a_world import World


async def beside(world: World, name: str) -> World:
    """Return the same world as another account sees it, with an applicant and a server of its own."""
    who = replace(enterprise(Numbers(f"{world.provider.name}-{name}")), first_name=None)
    command = accounts.AccountCommand(name, who.principal.mobile, real_name_verified=True)
    account, _ = await accounts.register(world.runtime, world.backend, command)
    return replace(world, account=account, who=who, server=f"server-{name}")
