"""Accounts of the provider's customers, and the sessions of their apps."""

from dataclasses import dataclass

from app.domain.accounts import Account, AccountSite
from app.domain.callers import Caller, CallerKind, Scope
from app.domain.errors import not_found
from app.usecases.call import Call
from app.usecases.clients import TokenIssued
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class AccountCommand:
    """What the provider says of a customer."""

    external_id: str
    phone: str
    real_name_verified: bool
    site: AccountSite = AccountSite.DOMESTIC


async def register(runtime: Runtime, call: Call, command: AccountCommand) -> tuple[Account, bool]:
    """Add an account, or update the one of the same external id; True where it is new."""
    account = Account(
        id=runtime.ids.new("acct"),
        provider_id=call.provider_id,
        external_id=command.external_id,
        phone=command.phone,
        real_name_verified=command.real_name_verified,
        created_at=call.now,
        updated_at=call.now,
        site=command.site,
    )
    async with runtime.unit_of_work() as uow:
        result = await uow.accounts.put(account)
        await call.commit(uow, result)
    return result


async def get(runtime: Runtime, call: Call, account_id: str) -> Account:
    """Find an account; raises `not-found`."""
    call.caller.require_account(account_id)
    async with runtime.unit_of_work() as uow:
        account = await uow.accounts.get(call.provider_id, account_id)
    if account is None:
        raise not_found()
    return account


async def open_session(runtime: Runtime, call: Call, account_id: str) -> TokenIssued:
    """Mint a token for the app of one account; it sees that account and nothing else."""
    account = await get(runtime, call, account_id)
    scopes = frozenset({Scope.FILINGS.value})
    caller = Caller(CallerKind.APPLICANT, account.id, call.provider_id, scopes, account_id=account.id)
    seconds = runtime.limits.session_seconds
    return TokenIssued(runtime.tokens.issue(caller, seconds), seconds, scopes)
