"""Several services in one order: added one by one after a verification of their own, and removed, while a draft."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.errors import ProblemCode, Refusal, invalid, not_found
from app.domain.filing_ways import way_of
from app.domain.filings import Filing, OnFile, TypeVerification
from app.domain.texts import Text
from app.ports.store.filings import OpenOrderFoundError
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.expiry_deadlines import watch
from app.usecases.filing_details import FilingDetails, detail_of, locked
from app.usecases.filing_moves import touch
from app.usecases.filing_openings import open_order_refusal
from app.usecases.filing_products import ProductCommand, free_products, take_products
from app.usecases.filings import prefilled
from app.usecases.offered_actions import require_draft
from app.usecases.on_file import ask_of_body
from app.usecases.paper_removal import remove_papers
from app.usecases.runtime import Runtime
from app.usecases.verified_types import decide_again, usable_verification, verified_body, with_access

_NOT_FOR_THIS = Text("该核验不是为本草稿做的。", "This verification was not made for this draft.")
_VERIFY_FOR_IT = Text(
    "请在验证备案类型时传入 filing_id，再用所得的核验添加服务。",
    "Verify the type with this filing's filing_id, and add the service with that verification.",
)
_LAST_ONE = Text("订单中至少要保留一个服务。", "An order keeps at least one service.")
_ABANDON = Text("不再备案时请放弃该订单。", "To file nothing at all, abandon the order.")
_NOT_REMOVABLE = Text("该备案类型的服务不能增减。", "The services of a filing of this type are not added or removed.")


@dataclass(frozen=True, slots=True)
class AddCommand:
    """A verification made for the draft, and what its services are filed with."""

    type_verification_id: str
    product: ProductCommand


async def add(runtime: Runtime, call: Call, filing_id: str, revision: int | None, command: AddCommand) -> FilingDetails:
    """Add the verified services to a draft."""
    async with runtime.unit_of_work() as uow:
        await require_draft(runtime, call, uow, await locked(uow, call, filing_id, revision))
        verification = await _verified_for(uow, call, command.type_verification_id, filing_id)
    verified = verified_body(runtime, await decide_again(runtime, call, verification))
    national = await ask_of_body(runtime, call, verified)
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id, revision)
        await require_draft(runtime, call, uow, filing)
        verification = await _verified_for(uow, call, command.type_verification_id, filing_id, lock=True)
        service_ids = [service.id for service in verified.services]
        taken = await take_products(runtime, call, uow, command.product, filing.account_id, service_ids)
        held = await uow.records.held_by(call.provider_id, filing.account_id, verification.certificate_index)
        body, on_file = prefilled(verified, held, national)
        services = (*filing.body.services, *with_access(body, taken.ip).services)
        changes = {
            "body": replace(filing.body, services=services),
            "products": (*filing.products, *taken.products),
            "on_file": _joined(filing.on_file, on_file),
        }
        try:
            filing = await touch(runtime, uow, filing, call.now, call.provider.profile, **changes)
        except OpenOrderFoundError as open_order:
            raise open_order_refusal(runtime, call, open_order) from open_order
        await watch(runtime, uow, filing, call.profile, call.now)
        await uow.verifications.use(verification.id, filing.id)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


async def _verified_for(
    uow: UnitOfWork, call: Call, verification_id: str, filing_id: str, *, lock: bool = False
) -> TypeVerification:
    verification = await usable_verification(uow, call, verification_id, lock=lock)
    if verification.addition_to != filing_id:
        raise invalid("/type_verification_id", "not_for_this_filing", _NOT_FOR_THIS, _VERIFY_FOR_IT)
    return verification


def _joined(there: OnFile | None, more: OnFile | None) -> OnFile | None:
    """Put what is on file of the added services beside what was known before."""
    if there is None or more is None:
        return there or more
    body = replace(there.body, services=(*there.body.services, *more.body.services))
    only_access = there.only_access or more.only_access
    return replace(there, body=body, numbers=(*there.numbers, *more.numbers), only_access=only_access)


async def remove(runtime: Runtime, call: Call, filing_id: str, service_id: str, revision: int | None) -> None:
    """Take a service out of a draft: its code is free again, its papers go, those of the services after it move up."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id, revision)
        await require_draft(runtime, call, uow, filing)
        place = next((at for at, one in enumerate(filing.body.services) if one.id == service_id), None)
        if place is None:
            raise not_found()
        _require_removable(runtime, call, filing)
        gone = [product for product in filing.products if product.service_id == service_id]
        await free_products(uow, filing.provider_id, gone, call.now)
        await _move_papers(uow, filing, place)
        services = tuple(one for one in filing.body.services if one.id != service_id)
        changes = {
            "body": replace(filing.body, services=services),
            "products": tuple(product for product in filing.products if product.service_id != service_id),
            "on_file": _without(filing.on_file, service_id),
        }
        filing = await touch(runtime, uow, filing, call.now, call.provider.profile, **changes)
        await watch(runtime, uow, filing, call.profile, call.now)
        await call.commit(uow, None)


def _require_removable(runtime: Runtime, call: Call, filing: Filing) -> None:
    """Refuse the last one, and those of types that are about what is on file."""
    if not way_of(filing.filing_type, call.today, runtime.rulebook).product or filing.type_verification_id is None:
        raise Refusal(ProblemCode.NOT_EDITABLE, facts={"state": filing.state.value}, detail=_NOT_REMOVABLE)
    if len(filing.body.services) == 1:
        raise Refusal(ProblemCode.NOT_EDITABLE, facts={"state": filing.state.value}, detail=_LAST_ONE, remedy=_ABANDON)


def _without(on_file: OnFile | None, service_id: str) -> OnFile | None:
    if on_file is None:
        return None
    services = tuple(one for one in on_file.body.services if one.id != service_id)
    numbers = tuple(one for one in on_file.numbers if one.service_id != service_id)
    return replace(on_file, body=replace(on_file.body, services=services), numbers=numbers)


async def _move_papers(uow: UnitOfWork, filing: Filing, place: int) -> None:
    papers = await uow.materials.of(filing.id)
    await remove_papers(uow, [paper for paper in papers if _is_of(paper.for_pointer, place)])
    await uow.materials.move(filing.id, _moves(filing, place))


def _is_of(pointer: str, place: int) -> bool:
    service = f"/services/{place}"
    return pointer == service or pointer.startswith(f"{service}/")


def _moves(filing: Filing, place: int) -> Mapping[str, str]:
    """Return the new pointer of each service that moves up by one; what is for its people moves along."""
    later = range(place + 1, len(filing.body.services))
    return {f"/services/{after}": f"/services/{after - 1}" for after in later}
