"""Notices in sandbox mode: nothing goes out, everything is shown."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.domain.phone_numbers import as_filed
from app.usecases.event_publishing import publish_all
from app.usecases.notice_sending import send_all_due
from app.usecases.runtime import Runtime

_MOST = 100


async def let_out(runtime: Runtime) -> int:
    """Publish and send what is due now; return how much is left because another process is at it."""
    if not await _outstanding(runtime):
        return 0
    await publish_all(runtime)
    for channel in runtime.notices.kept:
        await send_all_due(runtime, channel)
    return await _outstanding(runtime)


async def _outstanding(runtime: Runtime) -> int:
    now, real_now = runtime.clock.now(), runtime.clock.real_now()
    async with runtime.unit_of_work() as uow:
        return await uow.notices.outstanding(runtime.notices.kept, now, real_now)


async def kept_notices(runtime: Runtime, phone: str | None) -> list[dict[str, Any]]:
    """Return the notices that would have been sent to somebody with this phone, by SMS or e-mail, newest first."""
    if runtime.notices.outbox is None:
        return []
    return await runtime.notices.outbox.messages(None if phone is None else as_filed(phone), _MOST)


def merged(one: Sequence[dict[str, Any]], other: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return messages of two origins, newest first."""
    return sorted([*one, *other], key=lambda message: datetime.fromisoformat(message["sent_at"]), reverse=True)
