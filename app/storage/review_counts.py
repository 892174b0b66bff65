"""Counting what reviewers did and what waits for them: one statement for each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, select, text

from app.domain.deadlines import DeadlineKind
from app.ports.store.reviews import DecisionCounts, QueueCounts
from app.storage.filings import WAITING_SINCE
from app.storage.statements import Statements
from app.storage.tables import deadlines, filings

# Of decisions in a time: all of them (no reviewer) and each reviewer's, with the counts of their codes. A pass that
# waits for another reviewer's is no decision yet.
_DECISIONS = text("""
with chosen as (
    select reviewer, outcome, working_days, overdue, codes from review_decisions
    where provider_id = :provider_id and at >= :begin and at < :end
), coded as (
    select reviewer, code, count(*) as times from chosen cross join lateral unnest(codes) as code
    group by grouping sets ((reviewer, code), (code))
)
select reviewer,
    count(*) filter (where outcome = 'pass') as passed,
    count(*) filter (where outcome = 'first_look') as first_looks,
    count(*) filter (where outcome = 'reject') as rejected,
    count(*) filter (where outcome = 'request_completion') as completion_requested,
    count(*) filter (where overdue and outcome <> 'first_look') as overdue,
    percentile_cont(0.5) within group (order by working_days) filter (where outcome <> 'first_look') as median,
    (select jsonb_object_agg(code, times) from coded where coded.reviewer is not distinct from chosen.reviewer) as codes
from chosen group by grouping sets ((reviewer), ()) order by reviewer nulls first
""")


async def counts_of_decisions(
    statements: Statements, provider_id: str, begin: datetime, end: datetime
) -> tuple[DecisionCounts, ...]:
    """Count decisions from a moment up to another, all of them first, then by reviewer."""
    rows = await statements.all(_DECISIONS, {"provider_id": provider_id, "begin": begin, "end": end})
    return tuple(_counts(row) for row in rows)


def _counts(row: Row[Any]) -> DecisionCounts:
    return DecisionCounts(
        reviewer=row.reviewer,
        passed=row.passed,
        first_looks=row.first_looks,
        rejected=row.rejected,
        completion_requested=row.completion_requested,
        overdue=row.overdue,
        median_working_days=None if row.median is None else float(row.median),
        codes=dict(row.codes or {}),
    )


async def counts_of_queue(
    statements: Statements, provider_id: str, states: Sequence[str], now: datetime
) -> QueueCounts:
    """Count what waits for review."""
    its_deadline = and_(deadlines.c.owner_id == filings.c.id, deadlines.c.kind == DeadlineKind.FIRST_REVIEW.value)
    query = (
        select(
            func.count().label("waiting"),
            func.count(filings.c.assignee).label("claimed"),
            func.count().filter(deadlines.c.due_at <= now).label("overdue"),
            func.min(WAITING_SINCE).label("oldest_since"),
        )
        .select_from(filings.outerjoin(deadlines, its_deadline))
        .where(filings.c.provider_id == provider_id, filings.c.state.in_(states))
    )
    row = await statements.first(query)
    assert row is not None, "an aggregate always has a row"
    return QueueCounts(row.waiting, row.claimed, row.overdue, row.oldest_since)
