"""The timeline of a filing, read or followed."""

from collections.abc import AsyncGenerator

from app.domain.errors import ProblemCode, Refusal
from app.domain.filings import TimelineEntry
from app.ports.store.paging import Page, PageWanted
from app.usecases.call import Call
from app.usecases.filing_details import found
from app.usecases.runtime import Runtime


async def of(runtime: Runtime, call: Call, filing_id: str, page: PageWanted) -> Page[TimelineEntry]:
    """Return every event, oldest first."""
    async with runtime.unit_of_work() as uow:
        await found(uow, call, filing_id)
        return await uow.history.list(filing_id, page)


_LOOK_AGAIN_SECONDS = 15.0
_FOLLOWED_FOR_SECONDS = 900.0
_PAGE = 100
# Of one client or account in one process: whoever wants to know of more is told by webhook, or reads the feed.
_MOST_AT_A_TIME = 200


async def follow(
    runtime: Runtime, call: Call, filing_id: str, after: str | None
) -> AsyncGenerator[tuple[TimelineEntry, ...]]:
    """Yield a filing's events as they happen, those after `after` first; nothing for a while yields an empty tuple.

    It ends after a quarter of an hour, so that nobody follows for longer than a permission lasts; whoever goes on names
    the last event. Raises `not-found`, `cursor-too-old` for an event that the filing doesn't have, and `rate-limited`
    for somebody who follows too many.
    """
    who = call.caller.owner
    if runtime.announcements.count(who) >= _MOST_AT_A_TIME:
        raise Refusal(ProblemCode.RATE_LIMITED, retry_after=int(_LOOK_AGAIN_SECONDS))
    async with runtime.unit_of_work() as uow:
        await found(uow, call, filing_id)
        if after is not None and not await uow.history.has(filing_id, after):
            raise Refusal(ProblemCode.CURSOR_TOO_OLD)
    return _followed(runtime, filing_id, after, who)


async def _followed(
    runtime: Runtime, filing_id: str, after: str | None, who: str
) -> AsyncGenerator[tuple[TimelineEntry, ...]]:
    until = runtime.clock.real_now().timestamp() + _FOLLOWED_FOR_SECONDS
    with runtime.announcements.follow(filing_id, who) as follower:
        while runtime.clock.real_now().timestamp() < until:
            async with runtime.unit_of_work() as uow:
                page = await uow.history.list(filing_id, PageWanted(_PAGE, after))
            yield page.items
            after = page.items[-1].id if page.items else after
            if page.next_after is None:
                await follower.wait(_LOOK_AGAIN_SECONDS)
