"""Migration (迁移备案): the target of an accepted offer files a website of another subject for its own."""

from dataclasses import dataclass, replace
from typing import Any

from app.domain.errors import FieldError, ProblemCode, Refusal, not_found
from app.domain.filing_body import FilingBody, Service, Subject, SubjectNature
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.filings import OnFile, ServiceNumber
from app.domain.profile import Channel
from app.domain.records import Record, RecordedService
from app.domain.transfer_rules import TransferRule
from app.domain.transfers import Transfer, TransferKind, TransferState
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.filing_details import FilingDetails, detail_of
from app.usecases.filing_openings import Opening, opened
from app.usecases.filing_products import ProductCommand, take_products
from app.usecases.national_mirror import certificate_index
from app.usecases.papers_on_record import attach_from_record
from app.usecases.runtime import Runtime
from app.usecases.transfers import refused
from app.usecases.verified_types import with_access


@dataclass(frozen=True, slots=True)
class MigrateCommand:
    """The accepted offer, the channel, and what the website is filed with here."""

    transfer_id: str
    channel: Channel
    product: ProductCommand


async def begin(runtime: Runtime, call: Call, command: MigrateCommand) -> FilingDetails:
    """Begin the filing of an accepted migration for the target account.

    Raises `not-found`, `validation-failed`, `action-not-allowed`, `transfer-refused`, `order-in-progress` and what the
    product is refused with.
    """
    async with runtime.unit_of_work() as uow:
        transfer = await _accepted(uow, call, command.transfer_id)
        _require_channel(runtime, call, command.channel)
        # The server before the record and the accounts, as every filing that begins holds them.
        service_id = runtime.ids.new("svc")
        taken = await take_products(runtime, call, uow, command.product, transfer.target_account_id, [service_id])
        recorded = await _offered(runtime, call, uow, transfer)
        target = next(iter(await uow.records.of_account(call.provider_id, transfer.target_account_id)), None)
        _require_unit(runtime, call, target)
        service = _without_people(recorded, service_id)
        opening = _opening(runtime, transfer, command, target, service, recorded)
        opening = replace(opening, products=taken.products, body=with_access(opening.body, taken.ip))
        filing = await opened(runtime, call, uow, opening)
        await uow.transfers.save(replace(transfer, filing_id=filing.id))
        if target is not None:
            await attach_from_record(runtime, uow, call, filing, target)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


async def _accepted(uow: UnitOfWork, call: Call, transfer_id: str) -> Transfer:
    transfer = await uow.transfers.get(call.provider_id, transfer_id, account_id=call.caller.account_id, lock=True)
    if transfer is None or call.caller.account_id not in (None, transfer.target_account_id):
        raise not_found()
    filed = None if transfer.filing_id is None else await uow.filings.get(call.provider_id, transfer.filing_id)
    is_filed = filed is not None and filed.state is not State.ABANDONED
    if transfer.kind is not TransferKind.MIGRATION or transfer.state is not TransferState.ACCEPTED or is_filed:
        facts: dict[str, Any] = {"state": transfer.state.value, "allowed_actions": []}
        raise Refusal(ProblemCode.ACTION_NOT_ALLOWED, facts=facts | {"filing_id": transfer.filing_id})
    return transfer


def _require_channel(runtime: Runtime, call: Call, channel: Channel) -> None:
    channels = call.profile.channels[FilingType.MIGRATE_SERVICE]
    if channel not in channels:
        words = runtime.rulebook.finding(
            TransferRule.TYPE_NOT_ON_CHANNEL, call.today, "/channel", channels=", ".join(channels)
        )
        raise Refusal(ProblemCode.VALIDATION_FAILED, errors=(FieldError.of(words),))


async def _offered(runtime: Runtime, call: Call, uow: UnitOfWork, transfer: Transfer) -> RecordedService:
    """Find what was offered: still on the source's record, and in no order of the source.

    The target is held along with the source, in the order in which a transfer between them holds both.
    """
    source = await uow.records.get(call.provider_id, transfer.record_id, lock=True)
    recorded = None if source is None else source.service(transfer.service_id or "")
    if source is None or recorded is None or source.account_id != transfer.source_account_id:
        raise refused(runtime, call, TransferRule.RECORD_CHANGED, "record_changed")
    if source.account_id in await uow.filings.open_of([source.account_id, transfer.target_account_id]):
        raise refused(runtime, call, TransferRule.ORDER_IN_PROGRESS, "order_in_progress")
    return recorded


def _require_unit(runtime: Runtime, call: Call, target: Record | None) -> None:
    if target is not None and target.subject.nature is SubjectNature.INDIVIDUAL:
        words = runtime.rulebook.finding(TransferRule.NOT_TO_INDIVIDUALS, call.today, "/transfer_id")
        raise Refusal(ProblemCode.VALIDATION_FAILED, errors=(FieldError.of(words),))


def _without_people(recorded: RecordedService, service_id: str) -> Service:
    """Return a website as its new subject takes it over: nobody of the old one, and no server."""
    old = recorded.service
    return Service(
        id=service_id,
        kind=old.kind,
        name=old.name,
        domains=old.domains,
        main_domain=old.main_domain,
        home_url=old.home_url,
        contents=old.contents,
        languages=old.languages,
        paid_service=old.paid_service,
    )


def _opening(
    runtime: Runtime,
    transfer: Transfer,
    command: MigrateCommand,
    target: Record | None,
    service: Service,
    recorded: RecordedService,
) -> Opening:
    subject = Subject() if target is None else target.subject
    number = None if target is None else target.subject_number
    on_file = OnFile(
        body=FilingBody(subject=subject, services=(service,)),
        complete=target is not None,
        subject_number=number,
        numbers=(ServiceNumber(service.id, recorded.number),),
    )
    return Opening(
        filing_type=FilingType.MIGRATE_SERVICE,
        account_id=transfer.target_account_id,
        channel=command.channel.value,
        certificate_index=_index(runtime, transfer, target),
        body=on_file.body,
        on_file=on_file,
        record_id=None if target is None else target.id,
        transfer_id=transfer.id,
    )


def _index(runtime: Runtime, transfer: Transfer, target: Record | None) -> bytes:
    """Return the index of the subject; one that is not told yet stands for itself until its certificate is entered."""
    certificate = None if target is None else target.subject.certificate
    if certificate is None or certificate.number is None:
        return runtime.index.of("certificate", f"untold:{transfer.id}")
    return certificate_index(runtime, certificate.type, certificate.number)
