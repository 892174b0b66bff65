"""Whose turn it is in the review queue (`app.domain.review_queue` says why)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert

from app.domain.deadlines import DeadlineKind
from app.storage.filings import WAITING_SINCE
from app.storage.statements import Statements
from app.storage.tables import deadlines, filings, review_turns


async def next_of_queue(
    statements: Statements, provider_id: str, reviewer: str, states: Sequence[str], urgent_until: datetime
) -> str | None:
    """Hold the next filing that nobody has claimed or holds, and whose first look was another's."""
    # Urgent ones are few as a rule: an index has them by their day, and the deadlines of the others are not read.
    urgent = (
        select(deadlines.c.owner_id)
        .where(deadlines.c.kind == DeadlineKind.FIRST_REVIEW.value, deadlines.c.due_at <= urgent_until)
        .subquery()
    )
    # The greater of both, and where one is not there the other.
    waits_since = func.greatest(review_turns.c.at, WAITING_SINCE)
    query = (
        select(filings.c.id)
        .select_from(
            filings.outerjoin(urgent, urgent.c.owner_id == filings.c.id).outerjoin(
                review_turns, review_turns.c.account_id == filings.c.account_id
            )
        )
        .where(
            filings.c.provider_id == provider_id,
            filings.c.state.in_(states),
            filings.c.assignee.is_(None),
            or_(filings.c.first_look_by.is_(None), filings.c.first_look_by != reviewer),
        )
        .order_by(urgent.c.owner_id.is_(None), waits_since, WAITING_SINCE, filings.c.id)
        .limit(1)
        .with_for_update(key_share=True, skip_locked=True, of=filings)
    )
    found: str | None = await statements.value(query)
    return found


async def note_turn(statements: Statements, account_id: str, now: datetime) -> None:
    """Note that a filing of an account was taken now."""
    statement = insert(review_turns).values(account_id=account_id, at=now)
    later = func.greatest(review_turns.c.at, statement.excluded.at)
    await statements.run(
        statement.on_conflict_do_update(index_elements=[review_turns.c.account_id], set_={"at": later})
    )
