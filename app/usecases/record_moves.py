"""A record, or one service of it, changes hands between accounts; nothing changes on the national record."""

from dataclasses import replace
from datetime import datetime

from app.domain.feed import FeedEvent, FeedEventType
from app.domain.obligations import BY_RULE, ObligationState
from app.domain.records import Record
from app.domain.transfers import Transfer
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.expiry_deadlines import look_again
from app.usecases.national_mirror import certificate_index
from app.usecases.obligation_starts import end_obligation
from app.usecases.record_ends import forget_ends
from app.usecases.runtime import Runtime


async def move_record(runtime: Runtime, uow: UnitOfWork, record: Record, transfer: Transfer, now: datetime) -> None:
    """Move what an accepted transfer names to its target; the last service takes the subject with it.

    What is due about it moves along. The caller holds the record and both accounts.
    """
    target_id = transfer.target_account_id
    alone = transfer.service_id is not None and len(record.services) > 1
    there = await _same_subject_of(uow, record, target_id)
    moving = [one.id for one in record.services if not alone or one.id == transfer.service_id]
    if not alone and there is None:
        await uow.records.move(record.id, target_id, now)
        new_home = record.id
    else:
        new_home = there.id if there is not None else await _new_home(runtime, uow, record, target_id, now)
        for service_id in moving:
            await uow.records.move_service(service_id, new_home, now)
    await _obligations_follow(uow, record, new_home, target_id, moving, whole=not alone)
    touched = {record.id, new_home}
    if not alone and there is not None:
        await uow.records.remove(record.id)
        await forget_ends(uow, record.id)
        touched.remove(record.id)
    await look_again(uow, tuple(touched), now)
    await uow.feed.add(_events(runtime, record, new_home, transfer, moving, now))


async def _same_subject_of(uow: UnitOfWork, record: Record, account_id: str) -> Record | None:
    held = await uow.records.of_account(record.provider_id, account_id)
    return next((one for one in held if one.subject_number == record.subject_number), None)


async def _new_home(runtime: Runtime, uow: UnitOfWork, record: Record, account_id: str, now: datetime) -> str:
    certificate = record.subject.certificate
    assert certificate is not None
    index = certificate_index(runtime, certificate.type, certificate.number or "")
    new = replace(record, id=runtime.ids.new("rec"), account_id=account_id, services=(), created_at=now, updated_at=now)
    return (await uow.records.put(new, index)).id


async def _obligations_follow(
    uow: UnitOfWork, record: Record, new_home: str, account_id: str, moving: list[str], *, whole: bool
) -> None:
    there = () if new_home == record.id else await uow.obligations.unmet_of(new_home, lock=True)
    asked = {(one.kind, one.service_id) for one in there if one.created_by == BY_RULE}
    for one in await uow.obligations.unmet_of(record.id, lock=True):
        if one.service_id not in moving and not (whole and one.service_id is None):
            continue
        if one.created_by == BY_RULE and (one.kind, one.service_id) in asked:
            # What a rule asks of the subject is asked once, however many records of it come together.
            await end_obligation(uow, replace(one, state=ObligationState.CANCELLED))
        else:
            await uow.obligations.save(replace(one, record_id=new_home, account_id=account_id))


def _events(
    runtime: Runtime, record: Record, new_home: str, transfer: Transfer, moving: list[str], now: datetime
) -> list[FeedEvent]:
    """Tell both sides, each of the record as it knows it."""
    sides = (
        (transfer.source_account_id, record.id, "transferred_out"),
        (transfer.target_account_id, new_home, "transferred_in"),
    )
    return [
        FeedEvent(
            id=runtime.ids.new("evt"),
            provider_id=record.provider_id,
            account_id=account_id,
            type=FeedEventType.RECORD_CHANGED,
            at=now,
            about_id=record_id,
            record_id=record_id,
            data={"change": change, "transfer_id": transfer.id, "service_ids": moving},
        )
        for account_id, record_id, change in sides
    ]
