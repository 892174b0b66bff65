"""Opening a filing: the one place where an order comes to be, whatever it was begun from."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_body import FilingBody
from app.domain.filing_states import Actor, State
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, OnFile, Product, TimelineEntry
from app.domain.type_rules import RefusalCode, TypeRule
from app.ports.store.filings import OpenOrderFoundError
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.expiry_deadlines import watch
from app.usecases.filing_deadlines import deadlines_in
from app.usecases.filing_reminders import with_reminders
from app.usecases.runtime import Runtime

_KINDS = {
    "account": RefusalCode.ORDER_IN_PROGRESS,
    "certificate": RefusalCode.CERTIFICATE_HAS_OPEN_ORDER,
    "name": RefusalCode.SERVICE_HAS_OPEN_ORDER,
}


@dataclass(frozen=True, slots=True)
class Opening:
    """What a new order is made of; `certificate_index` is that of the subject whose one open order it is."""

    filing_type: FilingType
    account_id: str
    channel: str
    certificate_index: bytes
    body: FilingBody
    products: Sequence[Product] = ()
    on_file: OnFile | None = None
    type_verification_id: str | None = None
    record_id: str | None = None
    transfer_id: str | None = None
    reason_code: str | None = None
    acknowledged: Sequence[str] = ()


async def opened(runtime: Runtime, call: Call, uow: UnitOfWork, opening: Opening) -> Filing:
    """Open a draft; raises `order-in-progress`, after which nothing more can be asked of the unit of work."""
    filing = Filing(
        id=runtime.ids.new("fil"),
        provider_id=call.provider_id,
        account_id=opening.account_id,
        filing_type=opening.filing_type,
        channel=opening.channel,
        state=State.DRAFT,
        revision=1,
        type_verification_id=opening.type_verification_id,
        products=tuple(opening.products),
        body=opening.body,
        created_at=call.now,
        updated_at=call.now,
        rules_as_of=call.today,
        rulebook_digest=runtime.rulebook.digest,
        record_id=opening.record_id,
        on_file=opening.on_file,
        transfer_id=opening.transfer_id,
        reason_code=opening.reason_code,
        acknowledged=tuple(opening.acknowledged),
    )
    try:
        await uow.filings.add(filing, opening.certificate_index, call.profile.orders_per_account)
    except OpenOrderFoundError as open_order:
        raise open_order_refusal(runtime, call, open_order) from open_order
    await _note_beginning(runtime, call, uow, filing)
    return filing


def open_order_refusal(runtime: Runtime, call: Call, found: OpenOrderFoundError) -> Refusal:
    """Refuse for an open order that a unique index found, in the words of the decision table."""
    code = _KINDS[found.kind]
    words = runtime.rulebook.finding(TypeRule(f"type.refusals.{code}"), call.today, "")
    return Refusal(
        ProblemCode.ORDER_IN_PROGRESS, facts={"reason": code.value}, detail=words.message, remedy=words.remedy
    )


async def _note_beginning(runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing) -> None:
    deadlines = deadlines_in(runtime, filing, call.provider.profile, call.now, None)
    await uow.history.set_deadlines(with_reminders(runtime, call.profile, deadlines, call.now))
    await watch(runtime, uow, filing, call.profile, call.now)
    await uow.history.add(
        TimelineEntry(
            id=runtime.ids.new("evt"),
            filing_id=filing.id,
            at=call.now,
            actor=Actor.APPLICANT.value,
            actor_id=call.caller.owner,
            event="created",
            from_state=None,
            to_state=State.DRAFT,
            deadline=deadlines[0],
        )
    )
