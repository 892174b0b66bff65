"""Product verification (产品验证): what each service is filed with, a code or a server of the account."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.authorization_codes import AuthorizationCode, CodeEvent, CodeReason, freed, moved_code, usability
from app.domain.errors import ProblemCode, Refusal, not_found
from app.domain.feed import FeedEvent, FeedEventType
from app.domain.filings import Filing, Product
from app.domain.resources import Resource, ResourceReason, eligibility
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases import authorization_codes
from app.usecases.call import Call
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class ProductCommand:
    """What was named: one of the two."""

    authorization_code: str | None
    resource_id: str | None


@dataclass(frozen=True, slots=True)
class ProductsTaken:
    """What each service is filed with, and the address that it stands for."""

    products: tuple[Product, ...]
    ip: str | None


async def take_products(
    runtime: Runtime, call: Call, uow: UnitOfWork, command: ProductCommand, account_id: str, service_ids: Sequence[str]
) -> ProductsTaken:
    """Take a code into use, or a place on a server for each service.

    A code carries one service (一码一备案); further ones of the same order take places on the code's own server, where
    that is the account's. Raises `authorization-code-unusable`, `resource-unusable`, `not-found`, and `rate-limited`
    after too many guesses.
    """
    if command.authorization_code is not None:
        return await _with_code(runtime, call, uow, command.authorization_code, account_id, service_ids)
    assert command.resource_id is not None
    resource = await uow.resources.get(call.provider_id, command.resource_id, lock=True)
    if resource is None or resource.owner_account_id not in (None, account_id):
        raise not_found()
    await _require_places(runtime, call, uow, resource, len(service_ids))
    products = tuple(Product(one, resource.id, resource.external_id, None) for one in service_ids)
    return ProductsTaken(products, next(iter(resource.public_ips), None))


async def _require_places(runtime: Runtime, call: Call, uow: UnitOfWork, resource: Resource, wanted: int) -> None:
    taken = (await uow.resources.used_capacity([resource.id])).get(resource.id, 0)
    reasons = eligibility(resource, call.now, call.profile, places_taken=taken + wanted - 1)
    if reasons:
        raise authorization_codes.unusable(
            runtime, call, ProblemCode.RESOURCE_UNUSABLE, reasons[0], "/product/resource_id"
        )


async def _with_code(
    runtime: Runtime, call: Call, uow: UnitOfWork, typed: str, account_id: str, service_ids: Sequence[str]
) -> ProductsTaken:
    window = authorization_codes.call_window(runtime)
    if await uow.attempts.count("code_check", call.caller.owner, window) >= runtime.limits.code_checks_per_minute:
        raise Refusal(ProblemCode.RATE_LIMITED, retry_after=authorization_codes.seconds_left(runtime, window))
    held = await authorization_codes.find(runtime, uow, call.provider_id, typed, lock=True)
    reason = usability(held.code, held.resource, account_id, call.now, call.profile, places_taken=held.places_taken)
    reason = reason or _reason_against_more(call, held.resource, account_id, held.places_taken, len(service_ids))
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
    resource, code_id = held.resource, held.code.id
    products = tuple(
        Product(one, resource.id, resource.external_id, code_id if place == 0 else None)
        for place, one in enumerate(service_ids)
    )
    return ProductsTaken(products, held.code.ip or next(iter(resource.public_ips), None))


def _reason_against_more(
    call: Call, resource: Resource | None, account_id: str, places_taken: int, wanted: int
) -> ResourceReason | None:
    """Tell why a code can't carry more services than its own one: the others need places on its server."""
    if wanted <= 1:
        return None
    assert resource is not None
    if resource.owner_account_id not in (None, account_id):
        return ResourceReason.RESOURCE_CAPACITY_REACHED
    reasons = eligibility(resource, call.now, call.profile, places_taken=places_taken + wanted - 2)
    return reasons[0] if reasons else None


async def free_products(uow: UnitOfWork, provider_id: str, products: Sequence[Product], now: datetime) -> None:
    """Give the codes of services free again that are filed no more; one whose server has run out meanwhile is dead."""
    for code in await _codes_of(uow, provider_id, products):
        await uow.codes.save(replace(code, state=freed(code, now)))


async def spend_products(runtime: Runtime, uow: UnitOfWork, filing: Filing, now: datetime) -> None:
    """Spend the codes of services that have been approved, for good, and tell who issued them."""
    codes = await _codes_of(uow, filing.provider_id, filing.products)
    for code in codes:
        await uow.codes.save(replace(code, state=moved_code(code.state, CodeEvent.FILING_APPROVED)))
    await uow.feed.add([_consumed(runtime, code, filing, now) for code in codes])


def _consumed(runtime: Runtime, code: AuthorizationCode, filing: Filing, now: datetime) -> FeedEvent:
    return FeedEvent(
        id=runtime.ids.new("evt"),
        provider_id=filing.provider_id,
        account_id=filing.account_id,
        type=FeedEventType.CODE_CONSUMED,
        at=now,
        about_id=code.id,
        record_id=filing.record_id,
        filing_id=filing.id,
        data={"code_id": code.id, "resource_id": code.resource_id},
    )


async def _codes_of(uow: UnitOfWork, provider_id: str, products: Sequence[Product]) -> list[AuthorizationCode]:
    """Hold the codes of products, in the order of their ids, so that no two calls wait for each other."""
    ids = sorted(one.authorization_code_id for one in products if one.authorization_code_id is not None)
    codes = [await uow.codes.get(provider_id, code_id, lock=True) for code_id in ids]
    return [code for code in codes if code is not None]
