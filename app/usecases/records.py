"""What is on file here (备案记录): written by approvals, read by whoever may; the opening of a service is told."""

from dataclasses import replace
from datetime import date

from app.domain.errors import invalid, not_found
from app.domain.records import Record
from app.domain.texts import Text
from app.ports.store.paging import Page, PageWanted
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


async def get(runtime: Runtime, call: Call, record_id: str) -> Record:
    """Find a record."""
    async with runtime.unit_of_work() as uow:
        record = await uow.records.get(call.provider_id, record_id, account_id=call.caller.account_id)
    if record is None:
        raise not_found()
    return record


async def listed(runtime: Runtime, call: Call, account_id: str | None, page: PageWanted) -> Page[Record]:
    """List records, newest first; an applicant's are those of the own account."""
    async with runtime.unit_of_work() as uow:
        return await uow.records.list(call.provider_id, call.caller.account_id or account_id, page)


async def opened(runtime: Runtime, call: Call, record_id: str, service_id: str, on: date) -> Record:
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
        await call.commit(uow, record)
    return record
