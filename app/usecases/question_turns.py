"""When the authority is asked next about a filing of which it tells nothing."""

from datetime import datetime

from app.domain.authority_questions import SILENCE, Awaited, pauses
from app.domain.filing_states import AT_THE_AUTHORITY
from app.domain.filings import Deadline, Filing
from app.usecases.call import day_in_china
from app.usecases.runtime import Runtime


def next_turn(runtime: Runtime, filing: Filing, now: datetime) -> tuple[Deadline, ...]:
    """Return the next turn of a filing; nothing where it is not in the authority's hands."""
    if filing.state not in AT_THE_AUTHORITY:
        return ()
    waiting = pauses(Awaited.NEWS, day_in_china(now), runtime.rulebook)
    return (Deadline(filing.id, SILENCE, waiting.next(filing.updated_at, now, spread_by=filing.id)),)
