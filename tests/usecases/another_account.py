"""A second account of a world's provider, with its app."""

from dataclasses import dataclass, replace

from app.domain.accounts import Account
from app.usecases import accounts
from app.usecases.call import Call
from tests.usecases.a_world import World

PHONE = "13800000099"


@dataclass(frozen=True, slots=True)
class Side:
    """An account, and calls of its app."""

    account: Account
    call: Call


async def a_side(world: World, name: str) -> Side:
    """Register an account beside the world's own."""
    command = accounts.AccountCommand(name, PHONE, real_name_verified=True)
    account, _ = await accounts.register(world.runtime, world.backend, command)
    caller = replace(world.applicant.caller, id=account.id, account_id=account.id)
    return Side(account, replace(world.applicant, caller=caller))
