"""Figures of the first review: what reviewers decided in a time, and what waits now."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.domain.errors import invalid
from app.domain.texts import Text
from app.ports.store.reviews import DecisionCounts, QueueCounts
from app.usecases.call import SHANGHAI, Call
from app.usecases.review_claims import WAITING_STATES
from app.usecases.runtime import Runtime

_USUAL = timedelta(days=29)
_LONGEST = timedelta(days=366)
# Between them every day has one before and one after it, in China and elsewhere.
_FIRST, _LAST = date(1900, 1, 1), date(2200, 1, 1)
_OUT_OF_RANGE = Text("日期须在 1900 年至 2200 年之间。", "Days lie between 1900 and 2200.")
_BACKWARDS = Text("开始日期不能晚于结束日期。", "The first day comes after the last.")
_TOO_LONG = Text("统计时间最长为 366 天。", "Ask for 366 days at most.")


@dataclass(frozen=True, slots=True)
class ReviewStatistics:
    """Counts of whole days in China, both included; `all` of nobody in particular, then by reviewer."""

    begin: date
    end: date
    all: DecisionCounts
    reviewers: tuple[DecisionCounts, ...]
    queue: QueueCounts


async def of(runtime: Runtime, call: Call, begin: date | None, end: date | None) -> ReviewStatistics:
    """Count decisions from one day to another, the last thirty where none are said."""
    for place, day in (("from", begin), ("to", end)):
        if day is not None and not _FIRST <= day <= _LAST:
            raise invalid(f"/query/{place}", "out_of_range", _OUT_OF_RANGE)
    last = end or call.today
    first = begin or last - _USUAL
    if first > last:
        raise invalid("/query/from", "out_of_range", _BACKWARDS)
    if last - first >= _LONGEST:
        raise invalid("/query/from", "out_of_range", _TOO_LONG)
    async with runtime.unit_of_work() as uow:
        counts = await uow.reviews.decision_counts(call.provider_id, _midnight(first), _midnight(last, days=1))
        queue = await uow.reviews.queue_counts(call.provider_id, WAITING_STATES, call.now)
    return ReviewStatistics(first, last, counts[0], counts[1:], queue)


def _midnight(day: date, days: int = 0) -> datetime:
    return datetime.combine(day, time(), SHANGHAI) + timedelta(days=days)
