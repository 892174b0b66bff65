"""Asking the authority from time to time about every filing in its hands of which it has told nothing."""

from datetime import datetime, timedelta

from app.domain.authority_questions import QUESTION, SILENCE
from app.domain.exchange import Handover
from app.domain.exchange_journal import Exchanged, Outcome
from app.domain.filing_states import AT_THE_AUTHORITY
from app.domain.filings import Deadline, Filing
from app.ports.authority import AuthorityUnavailableError
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.authority_questions import catch_up
from app.usecases.exchange_journal import note_apart
from app.usecases.question_turns import next_turn
from app.usecases.runtime import Runtime

MOST_A_ROUND = 20
"""How many filings are asked about before whoever asks looks at other things."""
_AFTER_AN_OUTAGE = timedelta(minutes=5)


async def ask_round(runtime: Runtime, now: datetime) -> int:
    """Ask about those that were silent longest, one after the other, and return how many were looked at.

    Each is put off to its next turn before it is asked about, so that of several workers one asks. An authority that
    is away is asked about one of them and no more; the others keep their turn. Raises AuthorityUnavailableError.
    """
    async with runtime.unit_of_work() as uow:
        due = await uow.history.due_of(SILENCE, now, MOST_A_ROUND)
    for question in due:
        handover = await _put_off(runtime, question, now)
        if handover is not None:
            await _ask(runtime, handover, now)
    return len(due)


async def ask_all(runtime: Runtime, now: datetime) -> int:
    """Ask about everything that is due, each once, and return how many there were."""
    asked = 0
    while some := await ask_round(runtime, now):
        asked += some
    return asked


async def _put_off(runtime: Runtime, question: Deadline, now: datetime) -> Handover | None:
    """Set the next turn of a filing; return the hand-over to ask about, None where it needs no question now."""
    async with runtime.unit_of_work() as uow:
        (held,) = await uow.filings.by_ids([question.owner_id])
        filing = await uow.filings.get(held.provider_id, held.id, lock=True)
        assert filing is not None
        if not await uow.history.fired(question.owner_id, question.kind, question.due_at, now):
            return None
        handover = await _asked_about(uow, filing)
        await uow.history.set_deadlines(next_turn(runtime, filing, now))
        await uow.commit()
    return handover


async def _asked_about(uow: UnitOfWork, filing: Filing) -> Handover | None:
    """Return a filing's open hand-over, unless it is followed more closely already."""
    waiting = (await uow.history.deadlines_of([filing.id]))[filing.id]
    is_followed = any(one.kind == QUESTION for one in waiting)
    return None if is_followed else await uow.exchange.open_handover(filing.id)


async def _ask(runtime: Runtime, handover: Handover, now: datetime) -> None:
    try:
        await catch_up(runtime, handover.filing_id)
    except AuthorityUnavailableError as away:
        await note_apart(runtime, handover, Exchanged.QUESTION, Outcome.NO_ANSWER, str(away))
        await _ask_sooner(runtime, handover, now)
        raise


async def _ask_sooner(runtime: Runtime, handover: Handover, now: datetime) -> None:
    """Bring the next turn of a filing forward that was asked about in vain."""
    async with runtime.unit_of_work() as uow:
        filing = await uow.filings.get(handover.provider_id, handover.filing_id, lock=True)
        if filing is not None and filing.state in AT_THE_AUTHORITY:
            await uow.history.set_deadlines([Deadline(filing.id, SILENCE, now + _AFTER_AN_OUTAGE)])
            await uow.commit()
