"""Product verification (产品验证): what a filing is made with, an authorization code or a server of the account."""

from dataclasses import replace

from app.domain.authorization_codes import CodeEvent, CodeReason, moved_code, usability
from app.domain.errors import ProblemCode, Refusal, not_found
from app.domain.filings import Product
from app.domain.resources import ResourceReason, eligibility
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases import authorization_codes
from app.usecases.call import Call
from app.usecases.runtime import Runtime


async def product_of(
    runtime: Runtime,
    call: Call,
    uow: UnitOfWork,
    authorization_code: str | None,
    resource_id: str | None,
    account_id: str,
) -> tuple[Product, str | None]:
    """Take a code into use, or a place on a server, and return it with the address that it stands for.

    Raises `authorization-code-unusable`, `resource-unusable`, `not-found`, and `rate-limited` after too many guesses.
    """
    if authorization_code is not None:
        return await _with_code(runtime, call, uow, authorization_code, account_id)
    assert resource_id is not None
    resource = await uow.resources.get(call.provider_id, resource_id, lock=True)
    if resource is None or resource.owner_account_id not in (None, account_id):
        raise not_found()
    taken = (await uow.resources.used_capacity([resource.id])).get(resource.id, 0)
    reasons = eligibility(resource, call.now, call.profile, places_taken=taken)
    if reasons:
        raise authorization_codes.unusable(
            runtime, call, ProblemCode.RESOURCE_UNUSABLE, reasons[0], "/product/resource_id"
        )
    return Product(resource.id, resource.external_id, None), next(iter(resource.public_ips), None)


async def _with_code(
    runtime: Runtime, call: Call, uow: UnitOfWork, typed: str, account_id: str
) -> tuple[Product, str | None]:
    window = authorization_codes.call_window(runtime)
    if await uow.attempts.count("code_check", call.caller.owner, window) >= runtime.limits.code_checks_per_minute:
        raise Refusal(ProblemCode.RATE_LIMITED, retry_after=authorization_codes.seconds_left(runtime, window))
    held = await authorization_codes.find(runtime, uow, call.provider_id, typed, lock=True)
    reason: CodeReason | ResourceReason | None = usability(
        held.code,
        held.resource,
        account_id,
        call.now,
        call.profile,
        places_taken=held.places_taken,
    )
    if reason is not None:
        if reason in (CodeReason.UNKNOWN, CodeReason.WRONG_ACCOUNT):
            # A wrong guess counts although the filing comes to nothing: nothing else was written up to here.
            await uow.attempts.add("code_check", call.caller.owner, window)
            await uow.commit()
        raise authorization_codes.unusable(
            runtime, call, ProblemCode.AUTHORIZATION_CODE_UNUSABLE, reason, "/product/authorization_code"
        )
    assert held.code is not None
    assert held.resource is not None
    await uow.codes.save(replace(held.code, state=moved_code(held.code.state, CodeEvent.FILING_OPENED)))
    ip = held.code.ip or next(iter(held.resource.public_ips), None)
    return Product(held.resource.id, held.resource.external_id, held.code.id), ip
