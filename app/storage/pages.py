"""Keyset pages: rows are asked for by what comes after an id, so that inserts never shift them."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select

from app.ports.store.paging import Page, PageWanted
from app.storage.statements import Statements

T = TypeVar("T")


async def newest_first(
    statements: Statements,
    query: Select[Any],
    key: ColumnElement[str],
    wanted: PageWanted,
    made: Callable[[Row[Any]], T],
) -> Page[T]:
    """Return a page in falling order of the id column `key`."""
    if wanted.after is not None:
        query = query.where(key < wanted.after)
    return await _page(statements, query.order_by(key.desc()), wanted.limit, made)


async def oldest_first(
    statements: Statements,
    query: Select[Any],
    key: ColumnElement[str],
    wanted: PageWanted,
    made: Callable[[Row[Any]], T],
) -> Page[T]:
    """Return a page in rising order of the id column `key`."""
    if wanted.after is not None:
        query = query.where(key > wanted.after)
    return await _page(statements, query.order_by(key), wanted.limit, made)


async def _page(statements: Statements, query: Select[Any], limit: int, made: Callable[[Row[Any]], T]) -> Page[T]:
    # One row more than asked for tells whether there is a next page.
    rows = await statements.all(query.limit(limit + 1))
    items = tuple(made(row) for row in rows[:limit])
    return Page(items, rows[limit - 1].id if len(rows) > limit else None)
