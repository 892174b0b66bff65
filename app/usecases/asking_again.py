"""Asking the authority again, after a pause, while a filing is in its hands and it has told nothing."""

from datetime import datetime

import structlog

from app.domain.authority_questions import QUESTION, Awaited, pauses
from app.domain.deadlines import DeadlineKind
from app.domain.filing_states import AT_THE_AUTHORITY
from app.domain.filings import Deadline, Filing
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import day_in_china
from app.usecases.runtime import Runtime

_log = structlog.get_logger("authority")
_OVERDUE = (DeadlineKind.SMS.value, DeadlineKind.AUTHORITY_REVIEW.value)
OF_THE_AUTHORITY = (*_OVERDUE, QUESTION)
"""The rows before whose firing the authority is asked."""


async def ask_again(runtime: Runtime, uow: UnitOfWork, filing: Filing, now: datetime) -> None:
    """Let the worker ask again, after ever longer pauses, while a filing is in the authority's hands.

    The caller holds the filing, so that nobody moves it meanwhile, and commits.
    """
    if filing.state not in AT_THE_AUTHORITY:
        return
    overdue_since = await uow.history.passed(filing.id, _OVERDUE)
    if overdue_since is not None:
        _log.warning("the authority is late", filing_id=filing.id, since=overdue_since.isoformat())
    awaited = Awaited.CODES if overdue_since is None else Awaited.RESULT
    at = pauses(awaited, day_in_china(now), runtime.rulebook).next(overdue_since or filing.updated_at, now)
    await uow.history.set_deadlines([Deadline(filing.id, QUESTION, at)])
