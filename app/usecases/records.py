"""What is on file here (备案记录): written by approvals, read by whoever may; the opening of a service is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.errors import invalid, not_found
from app.domain.filings import Deadline
from app.domain.records import Record
from app.domain.reminders import is_shown
from app.domain.texts import Text
from app.ports.store.paging import Page, PageWanted
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.approvals import index_of, tell_of_record
from app.usecases.call import Call
from app.usecases.obligation_starts import ground_of, move_due_days
from app.usecases.runtime import Runtime

FIRST_DAY_ONLINE = date(1994, 4, 20)
"""The mainland has been on the internet since then: nothing opened before."""
_NOT_YET = Text("开通日期不能晚于今天。", "The day of the opening can't be later than today.")
_TELL_THEN = Text("请在开通之后再填报。", "Tell it once the service has opened.")
_TOO_EARLY = Text("开通日期过早。", "Nothing could open that early.")
_CHECK_DAY = Text("请核对年份。", "Check the year.")


@dataclass(frozen=True, slots=True)
class RecordSeen:
    """A record, and what of it is about to end."""

    record: Record
    deadlines: tuple[Deadline, ...]


async def get(runtime: Runtime, call: Call, record_id: str) -> RecordSeen:
    """Find a record."""
    async with runtime.unit_of_work() as uow:
        record = await uow.records.get(call.provider_id, record_id, account_id=call.caller.account_id)
        if record is None:
            raise not_found()
        return await _seen(uow, record)


async def _seen(uow: UnitOfWork, record: Record) -> RecordSeen:
    return (await _all_seen(uow, [record]))[0]


async def _all_seen(uow: UnitOfWork, records: Sequence[Record]) -> tuple[RecordSeen, ...]:
    waiting = await uow.history.deadlines_of([one.id for one in records]) if records else {}
    return tuple(RecordSeen(one, tuple(due for due in waiting[one.id] if is_shown(due.kind))) for one in records)


async def listed(runtime: Runtime, call: Call, account_id: str | None, page: PageWanted) -> Page[RecordSeen]:
    """List records, newest first; an applicant's are those of the own account."""
    async with runtime.unit_of_work() as uow:
        found = await uow.records.list(call.provider_id, call.caller.account_id or account_id, page)
        return Page(await _all_seen(uow, found.items), found.next_after)


async def opened(runtime: Runtime, call: Call, record_id: str, service_id: str, on: date) -> RecordSeen:
    """Note the day on which a service opened, and count anew what is due from that day.

    Raises `not-found`, and `validation-failed` for a day to come.
    """
    if on > call.today:
        raise invalid("/on", "in_the_future", _NOT_YET, _TELL_THEN)
    if on < FIRST_DAY_ONLINE:
        raise invalid("/on", "too_early", _TOO_EARLY, _CHECK_DAY)
    async with runtime.unit_of_work() as uow:
        record = await uow.records.get(call.provider_id, record_id, account_id=call.caller.account_id, lock=True)
        service = None if record is None else record.service(service_id)
        if record is None or service is None:
            raise not_found()
        told = replace(service, opened_on=on, opened_told=True)
        services = tuple(told if one.id == told.id else one for one in record.services)
        if told != service:
            record = replace(record, services=services, updated_at=call.now)
            await uow.records.save_service(record, told, index_of(runtime, record.subject))
            ground = await ground_of(runtime, uow, call.provider_id, call.now)
            await move_due_days(ground, record, told)
            await tell_of_record(ground, record, {"change": "opened", "service_ids": [told.id]})
        seen = await _seen(uow, record)
        await call.commit(uow, seen)
    return seen
