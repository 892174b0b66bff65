"""What every event about a deadline tells, whosever deadline it is."""

from datetime import datetime, timedelta
from typing import Any

from app.domain.deadlines import DeadlineKind, consequence
from app.usecases.call import day_in_china
from app.usecases.runtime import Runtime

_DAY = timedelta(days=1)


def told_of(
    runtime: Runtime, kind: DeadlineKind, due_at: datetime, now: datetime, *, provisional: bool = False
) -> dict[str, Any]:
    """Return the kind, the moment, whether that may still change, and what follows when it passes."""
    words = consequence(kind, day_in_china(now), runtime.rulebook)
    return {
        "kind": kind.value,
        "due_at": due_at.isoformat(),
        "provisional": provisional,
        "consequence": {"zh": words.zh, "en": words.en},
    }


def days_left(due_at: datetime, now: datetime) -> int:
    """Count the days until a moment, begun ones as whole; 0 once it has come."""
    return -(-max(due_at - now, timedelta()) // _DAY)
