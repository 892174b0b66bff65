"""Keyset pages, stable under inserts."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageWanted:
    """At most `limit` items after the one with this id (newest first); None asks for the first page."""

    limit: int = 20
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Items, and the id to go on after; None where there are no more."""

    items: tuple[T, ...]
    next_after: str | None
