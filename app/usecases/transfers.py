"""Transfers between two accounts of the provider (转移备案), and offers of a migration (迁移备案)."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.accounts import Account
from app.domain.deadlines import DeadlineKind
from app.domain.errors import FieldError, ProblemCode, Refusal, not_found
from app.domain.filings import Deadline
from app.domain.records import Record, RecordedService
from app.domain.transfer_rules import TransferRule, is_bound_to_other, offer_faults
from app.domain.transfers import LIVES_FOR, Transfer, TransferKind, TransferReason, TransferState
from app.ports.store.paging import Page, PageWanted
from app.ports.store.transfers import TransferPendingError
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.authorization_codes import call_window, seconds_left
from app.usecases.call import Call
from app.usecases.notice_planning import plan_of_transfer
from app.usecases.record_moves import move_record
from app.usecases.runtime import Runtime

_GUESSES = "transfer_phone"


@dataclass(frozen=True, slots=True)
class OfferCommand:
    """What is offered to whom; `phone_last4` are the last digits of the target account's phone."""

    kind: TransferKind
    record_id: str
    service_id: str | None
    target_external_id: str
    phone_last4: str


@dataclass(frozen=True, slots=True)
class TransferSeen:
    """A transfer as one of its sides sees it, with the number of what moves."""

    transfer: Transfer
    target_external_id: str
    numbers: tuple[str, ...]
    deadlines: tuple[Deadline, ...]


async def offer(runtime: Runtime, call: Call, command: OfferCommand) -> TransferSeen:
    """Offer a record, or a service of it, to another account.

    Raises `not-found`, `validation-failed`, `transfer-refused`, and `rate-limited` after too many guesses of a phone.
    """
    async with runtime.unit_of_work() as uow:
        record = await _held(uow, call, command.record_id)
        service = _named_service(record, command.service_id)
        faults = offer_faults(command.kind, record, service, call.profile, call.today, runtime.rulebook)
        _refuse(runtime, call, faults)
        target = await _target(runtime, call, uow, record, command)
        await _require_free(runtime, call, uow, command.kind, record, target.id)
        transfer = _offered(runtime, call, command, record, target)
        try:
            await uow.transfers.add(transfer)
        except TransferPendingError as pending:
            raise refused(runtime, call, TransferRule.ALREADY_OFFERED, "already_offered") from pending
        await uow.history.set_deadlines([Deadline(transfer.id, DeadlineKind.TRANSFER.value, transfer.expires_at)])
        await plan_of_transfer(runtime, uow, transfer)
        result = await _seen(uow, call, transfer)
        await call.commit(uow, result)
    return result


async def _held(uow: UnitOfWork, call: Call, record_id: str) -> Record:
    record = await uow.records.get(call.provider_id, record_id, account_id=call.caller.account_id, lock=True)
    if record is None:
        raise not_found()
    return record


def _named_service(record: Record, service_id: str | None) -> RecordedService | None:
    if service_id is None:
        return None
    service = record.service(service_id)
    if service is None:
        raise not_found()
    return service


def _refuse(runtime: Runtime, call: Call, faults: tuple[tuple[TransferRule, str], ...]) -> None:
    if faults:
        errors = [FieldError.of(runtime.rulebook.finding(rule, call.today, pointer)) for rule, pointer in faults]
        raise Refusal(ProblemCode.VALIDATION_FAILED, errors=tuple(errors))


async def _target(runtime: Runtime, call: Call, uow: UnitOfWork, record: Record, command: OfferCommand) -> Account:
    """Find the target account; who does not know its phone is told so, a few times a minute."""
    window = call_window(runtime)
    if await uow.attempts.count(_GUESSES, call.caller.owner, window) >= runtime.limits.code_checks_per_minute:
        raise Refusal(ProblemCode.RATE_LIMITED, retry_after=seconds_left(runtime, window))
    target = await uow.accounts.by_external_id(call.provider_id, command.target_external_id)
    fault: tuple[TransferRule, str] | None = None
    if target is None:
        fault = (TransferRule.UNKNOWN_ACCOUNT, "/target_external_id")
    elif target.id == record.account_id:
        fault = (TransferRule.SAME_ACCOUNT, "/target_external_id")
    elif _digits(target.phone)[-4:] != command.phone_last4:
        fault = (TransferRule.PHONE_DIFFERS, "/phone_last4")
    if target is None or fault is not None:
        await uow.attempts.add(_GUESSES, call.caller.owner, window)
        await uow.commit()
        assert fault is not None
        _refuse(runtime, call, (fault,))
    assert target is not None
    return target


def _digits(phone: str) -> str:
    return "".join(character for character in phone if character.isdigit())


async def _require_free(
    runtime: Runtime, call: Call, uow: UnitOfWork, kind: TransferKind, record: Record, target_id: str
) -> None:
    """Refuse while either side has an open order or the record migrates, and where the target bears another subject.

    Both accounts are held until the commit, so that no order begins meanwhile.
    """
    if await uow.filings.open_of([record.account_id, target_id]):
        raise refused(runtime, call, TransferRule.ORDER_IN_PROGRESS, TransferReason.ORDER_IN_PROGRESS.value)
    if await uow.transfers.is_migrating(record.id):
        raise refused(runtime, call, TransferRule.ALREADY_OFFERED, "already_offered")
    held = await uow.records.of_account(call.provider_id, target_id)
    if kind is TransferKind.MIGRATION:
        if any(one.subject_number == record.subject_number for one in held):
            _refuse(runtime, call, ((TransferRule.SAME_SUBJECT, "/target_external_id"),))
        return
    if is_bound_to_other(record.subject_number, held, call.profile):
        reason = TransferReason.ACCOUNT_BOUND_TO_OTHER_SUBJECT
        raise refused(runtime, call, TransferRule.ACCOUNT_BOUND_TO_OTHER_SUBJECT, reason.value)


def refused(runtime: Runtime, call: Call, rule: TransferRule, reason: str) -> Refusal:
    """Refuse a transfer in the words of a rule."""
    words = runtime.rulebook.finding(rule, call.today, "")
    facts = {"reason": reason, "rule": words.rule, "source": words.source}
    return Refusal(ProblemCode.TRANSFER_REFUSED, facts=facts, detail=words.message, remedy=words.remedy)


def _offered(runtime: Runtime, call: Call, command: OfferCommand, record: Record, target: Account) -> Transfer:
    return Transfer(
        id=runtime.ids.new("trf"),
        provider_id=call.provider_id,
        kind=command.kind,
        state=TransferState.PENDING,
        record_id=record.id,
        service_id=command.service_id,
        source_account_id=record.account_id,
        target_account_id=target.id,
        created_at=call.now,
        expires_at=call.now + LIVES_FOR,
    )


async def _seen(uow: UnitOfWork, call: Call, transfer: Transfer) -> TransferSeen:
    return (await _all_seen(uow, call, (transfer,)))[0]


async def _all_seen(uow: UnitOfWork, call: Call, transfers: tuple[Transfer, ...]) -> tuple[TransferSeen, ...]:
    """Gather what is shown of transfers, in a fixed number of statements; what has left the record has no numbers."""
    if not transfers:
        return ()
    deadlines = await uow.history.deadlines_of([one.id for one in transfers])
    targets = await uow.accounts.by_ids(call.provider_id, [one.target_account_id for one in transfers])
    records = await uow.records.by_ids(call.provider_id, [one.record_id for one in transfers])
    return tuple(
        TransferSeen(
            transfer=one,
            target_external_id=targets[one.target_account_id].external_id,
            numbers=_numbers(one, records.get(one.record_id)),
            deadlines=deadlines.get(one.id, ()),
        )
        for one in transfers
    )


def _numbers(transfer: Transfer, record: Record | None) -> tuple[str, ...]:
    if record is None:
        return ()
    if transfer.service_id is None:
        return (record.subject_number,)
    return tuple(one.number for one in record.services if one.id == transfer.service_id)


async def get(runtime: Runtime, call: Call, transfer_id: str) -> TransferSeen:
    """Find a transfer; both sides see it."""
    async with runtime.unit_of_work() as uow:
        transfer = await uow.transfers.get(call.provider_id, transfer_id, account_id=call.caller.account_id)
        if transfer is None:
            raise not_found()
        return await _seen(uow, call, transfer)


async def listed(runtime: Runtime, call: Call, account_id: str | None, page: PageWanted) -> Page[TransferSeen]:
    """List transfers, newest first; an applicant's are those of the own account, on either side."""
    async with runtime.unit_of_work() as uow:
        found = await uow.transfers.list(call.provider_id, call.caller.account_id or account_id, page)
        return Page(await _all_seen(uow, call, found.items), found.next_after)


async def accept(runtime: Runtime, call: Call, transfer_id: str) -> TransferSeen:
    """Accept an offer: a transfer moves what is on file at once, a migration lets the target file it.

    Raises `not-found`, `action-not-allowed` for all but the target and once it is answered, `transfer-refused`.
    """
    async with runtime.unit_of_work() as uow:
        transfer = await _to_answer(uow, call, transfer_id)
        record = await uow.records.get(call.provider_id, transfer.record_id, lock=True)
        if record is None or not _is_as_offered(record, transfer):
            raise refused(runtime, call, TransferRule.RECORD_CHANGED, "record_changed")
        await _require_free(runtime, call, uow, transfer.kind, record, transfer.target_account_id)
        if transfer.kind is TransferKind.TRANSFER:
            await move_record(runtime, uow, record, transfer, call.now)
        result = await _answered(uow, call, transfer, TransferState.ACCEPTED)
        await call.commit(uow, result)
    return result


def _is_as_offered(record: Record, transfer: Transfer) -> bool:
    has_service = transfer.service_id is None or record.service(transfer.service_id) is not None
    return record.account_id == transfer.source_account_id and has_service


async def decline(runtime: Runtime, call: Call, transfer_id: str) -> TransferSeen:
    """Decline an offer; nothing moves."""
    async with runtime.unit_of_work() as uow:
        transfer = await _to_answer(uow, call, transfer_id)
        result = await _answered(uow, call, transfer, TransferState.DECLINED)
        await call.commit(uow, result)
    return result


def may_answer(transfer: Transfer, account_id: str | None, now: datetime) -> bool:
    """Tell whether an account, or a client of the provider for it, may accept and decline."""
    is_target = account_id in (None, transfer.target_account_id)
    return is_target and transfer.state is TransferState.PENDING and now < transfer.expires_at


async def _to_answer(uow: UnitOfWork, call: Call, transfer_id: str) -> Transfer:
    transfer = await uow.transfers.get(call.provider_id, transfer_id, account_id=call.caller.account_id, lock=True)
    if transfer is None:
        raise not_found()
    if not may_answer(transfer, call.caller.account_id, call.now):
        raise Refusal(ProblemCode.ACTION_NOT_ALLOWED, facts={"state": transfer.state.value, "allowed_actions": []})
    return transfer


async def _answered(uow: UnitOfWork, call: Call, transfer: Transfer, state: TransferState) -> TransferSeen:
    answered = replace(transfer, state=state, decided_at=call.now)
    await uow.transfers.save(answered)
    await uow.history.clear_deadlines(transfer.id, [DeadlineKind.TRANSFER.value])
    return await _seen(uow, call, answered)


async def expire(uow: UnitOfWork, provider_id: str, transfer_id: str, now: datetime) -> None:
    """Let an offer end that nobody answered; the caller commits."""
    transfer = await uow.transfers.get(provider_id, transfer_id, lock=True)
    if transfer is not None and transfer.state is TransferState.PENDING and transfer.expires_at <= now:
        await uow.transfers.save(replace(transfer, state=TransferState.EXPIRED, decided_at=now))
