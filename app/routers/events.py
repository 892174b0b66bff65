"""Events: the feed that can be replayed, and a filing's own as they happen."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Header, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.domain.callers import Scope
from app.domain.errors import ProblemCode
from app.domain.filings import TimelineEntry
from app.ports.store.paging import PageWanted
from app.routers.answers import response_of
from app.routers.eyes import eyes_of
from app.routers.filing_views import timeline_view
from app.routers.operation import operation
from app.routers.operation_route import OperationRoute
from app.routers.pages import Cursor, Limit, page_answer, wanted_page
from app.routers.request_context import call_of, runtime_of
from app.routers.schemas.webhooks import EventPageOut
from app.usecases import events, timelines

router = APIRouter(route_class=OperationRoute, tags=["events"])
Show = Callable[[TimelineEntry], dict[str, Any]]
_STREAM: dict[str, Any] = {"text/event-stream": {"schema": {"type": "string"}}}
EventId = r"^[0-9a-z_]+$"
After = Annotated[
    str | None, Query(min_length=1, max_length=64, pattern=EventId, description="The id of the last event known.")
]
LastEventId = Annotated[str | None, Header(alias="Last-Event-ID", min_length=1, max_length=64, pattern=EventId)]


@router.get(
    "/v1/events",
    **operation(
        "listEvents",
        "What happened, oldest first",
        answer=EventPageOut,
        scopes=[Scope.FILINGS, Scope.WEBHOOKS],
        problems=[ProblemCode.CURSOR_TOO_OLD],
    ),
)
async def list_events(request: Request, limit: Limit = 20, cursor: Cursor = None, after: After = None) -> Response:
    """List the events that the caller may see; kept for thirty days. `cursor` goes before `after`."""
    call = await call_of(request)
    wanted = wanted_page(limit, cursor)
    page = await events.listed(runtime_of(request), call, PageWanted(wanted.limit, wanted.after or after))
    return response_of(page_answer(request, page, events.told))


@router.get(
    "/v1/filings/{filing_id}/events",
    **operation(
        "followFiling",
        "A filing's events as they happen",
        scopes=[Scope.FILINGS, Scope.REVIEWS],
        answer_content=_STREAM,
        problems=[ProblemCode.CURSOR_TOO_OLD],
    ),
)
async def follow_filing(
    request: Request, filing_id: str, last_event_id: LastEventId = None, after: After = None
) -> Response:
    """Send the timeline as server-sent events, all of it or what came after `Last-Event-ID`, and go on as it grows.

    The stream ends after a quarter of an hour; a client connects anew with the last id, as browsers do by themselves.
    """
    call = await call_of(request)
    runtime, eyes = runtime_of(request), eyes_of(request)
    followed = await timelines.follow(runtime, call, filing_id, last_event_id or after)
    lines = _lines(followed, lambda entry: timeline_view(runtime, call, entry, eyes))
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(lines, media_type="text/event-stream", headers=headers)


async def _lines(followed: AsyncIterator[tuple[TimelineEntry, ...]], show: Show) -> AsyncIterator[bytes]:
    yield b"retry: 2000\n\n"
    async for entries in followed:
        if not entries:
            yield b": still here\n\n"
        for entry in entries:
            data = orjson.dumps(show(entry), option=orjson.OPT_UTC_Z)
            yield b"id: %s\nevent: %s\ndata: %s\n\n" % (entry.id.encode(), entry.event.encode(), data)
