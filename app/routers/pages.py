"""Lists: `limit`, opaque cursors, and the link to the next page."""

import base64
import binascii
from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Query
from starlette.requests import Request

from app.domain.errors import Refusal, invalid
from app.domain.texts import Text
from app.ports.store.keys import Answer
from app.ports.store.paging import Page, PageWanted
from app.routers.answers import json_answer, page_content

T = TypeVar("T")
Limit = Annotated[int, Query(ge=1, le=100, description="How many items at most.")]
Cursor = Annotated[str | None, Query(min_length=1, max_length=200, description="`next_cursor` of the page before.")]
_BAD_CURSOR = Text("游标无效；请从第一页重新取。", "The cursor is not valid; begin with the first page again.")


def wanted_page(limit: int, cursor: str | None) -> PageWanted:
    """Read the page that is asked for."""
    return PageWanted(limit, None if cursor is None else _opened(cursor))


def _opened(cursor: str) -> str:
    try:
        text = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, UnicodeError, ValueError) as fault:
        raise invalid("/query/cursor", "wrong_form", _BAD_CURSOR) from fault
    if not text.isprintable() or not 1 <= len(text) <= 100:
        raise invalid("/query/cursor", "wrong_form", _BAD_CURSOR)
    return text


def bad_cursor() -> Refusal:
    """Refuse a cursor that none of our pages gave."""
    return invalid("/query/cursor", "wrong_form", _BAD_CURSOR)


def _sealed(after: str | None) -> str | None:
    return None if after is None else base64.urlsafe_b64encode(after.encode()).decode().rstrip("=")


def page_answer(request: Request, page: Page[T], show: Callable[[T], Any]) -> Answer:
    """Return a page with its cursor and `Link`."""
    cursor = _sealed(page.next_after)
    headers = {}
    if cursor is not None:
        query = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
        headers["link"] = f'<{request.url.path}?{urlencode([*query, ("cursor", cursor)])}>; rel="next"'
    return json_answer(200, page_content([show(item) for item in page.items], cursor), headers)


def whole_page(items: tuple[T, ...], wanted: PageWanted, key: Callable[[T], str]) -> Page[T]:
    """Cut a page out of a short list that is held whole: items after the one whose key the cursor names."""
    start = 0
    if wanted.after is not None:
        keys = [key(item) for item in items]
        if wanted.after not in keys:
            raise invalid("/query/cursor", "wrong_form", _BAD_CURSOR)
        start = keys.index(wanted.after) + 1
    chosen = items[start : start + wanted.limit]
    more = start + wanted.limit < len(items)
    return Page(chosen, key(chosen[-1]) if more and chosen else None)
