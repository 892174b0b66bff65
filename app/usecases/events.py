"""The feed of events: the source of truth that webhooks only announce."""

from datetime import timedelta
from typing import Any

from app.domain.errors import ProblemCode, Refusal
from app.domain.feed import FeedEvent
from app.ports.store.paging import Page, PageWanted
from app.usecases.call import Call
from app.usecases.runtime import Runtime

KEPT = timedelta(days=30)
"""How long an event stays in the feed, in real time."""


def told(event: FeedEvent) -> dict[str, Any]:
    """Return an event as clients get it, in the feed and by webhook alike; without personal data."""
    return {
        "id": event.id,
        "type": event.type.value,
        "at": event.at,
        "filing_id": event.filing_id,
        "record_id": event.record_id,
        "account_id": event.account_id,
        "data": event.data,
    }


async def listed(runtime: Runtime, call: Call, page: PageWanted) -> Page[FeedEvent]:
    """List the events that the caller may see, oldest first; raises `cursor-too-old` for one that is not in the feed.

    An applicant sees those of the own account.
    """
    account_id = call.caller.account_id
    async with runtime.unit_of_work() as uow:
        if page.after is not None and not await uow.feed.is_published(
            call.provider_id, page.after, account_id=account_id
        ):
            raise Refusal(ProblemCode.CURSOR_TOO_OLD)
        return await uow.feed.list(call.provider_id, page.limit, account_id=account_id, after=page.after)
