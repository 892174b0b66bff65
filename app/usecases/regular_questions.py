"""Asking the authority from time to time about every filing in its hands of which it has told nothing."""

import asyncio
from datetime import datetime, timedelta

from app.domain.authority_questions import QUESTION, SILENCE
from app.domain.exchange import Handover
from app.domain.exchange_journal import Exchanged, Outcome
from app.domain.filing_states import AT_THE_AUTHORITY
from app.domain.filings import Deadline
from app.ports.authority import AuthorityUnavailableError
from app.usecases.authority_questions import catch_up
from app.usecases.exchange_journal import note_apart
from app.usecases.question_turns import next_turn
from app.usecases.runtime import Runtime

MOST_A_ROUND = 20
"""How many filings are asked about before whoever asks looks at other things."""
LEASE = timedelta(seconds=30)
"""How long a filing is left to whoever asks about it: longer than an answer takes."""
_AFTER_AN_OUTAGE = timedelta(minutes=5)
_LOOK_AGAIN_SECONDS = 0.05


async def ask_round(runtime: Runtime, most: int = MOST_A_ROUND) -> int:
    """Ask about those that were silent longest, one after the other, at most so many; return how many were looked at.

    Each is taken before it is asked about, so that of several workers one asks; what a worker that died had taken is
    free after a while. An authority that is away is asked about one of them and no more; the others keep their turn.
    Raises AuthorityUnavailableError.
    """
    for done in range(most):
        # Read anew each time: a round with a slow authority takes longer than a lease.
        now = runtime.clock.now()
        async with runtime.unit_of_work() as uow:
            turn = await uow.history.take(SILENCE, now, LEASE)
            await uow.commit()
        if turn is None:
            return done
        await _ask(runtime, turn, now)
    return most


async def ask_all(runtime: Runtime) -> bool:
    """Ask about everything that is due, each once, and wait for what others are asking; tell whether anybody asked."""
    has_asked = False
    while await ask_round(runtime):
        has_asked = True
    while await _is_anyone_asking(runtime):
        has_asked = True
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    return has_asked


async def _is_anyone_asking(runtime: Runtime) -> bool:
    async with runtime.unit_of_work() as uow:
        return await uow.history.is_taken(SILENCE, runtime.clock.now() - LEASE)


async def _ask(runtime: Runtime, turn: Deadline, now: datetime) -> None:
    handover = await _to_ask_about(runtime, turn.owner_id)
    try:
        if handover is not None:
            await catch_up(runtime, turn.owner_id)
    except AuthorityUnavailableError as away:
        assert handover is not None
        await note_apart(runtime, handover, Exchanged.QUESTION, Outcome.NO_ANSWER, str(away))
        await _put_off(runtime, turn.owner_id, now, _AFTER_AN_OUTAGE)
        raise
    await _put_off(runtime, turn.owner_id, now)


async def _to_ask_about(runtime: Runtime, filing_id: str) -> Handover | None:
    """Return a filing's open hand-over, unless it is followed more closely already."""
    async with runtime.unit_of_work() as uow:
        waiting = (await uow.history.deadlines_of([filing_id]))[filing_id]
        is_followed = any(one.kind == QUESTION for one in waiting)
        return None if is_followed else await uow.exchange.open_handover(filing_id)


async def _put_off(runtime: Runtime, filing_id: str, now: datetime, pause: timedelta | None = None) -> None:
    """Give a filing its next turn, after a pause if one is given; none once it has left the authority's hands."""
    async with runtime.unit_of_work() as uow:
        (held,) = await uow.filings.by_ids([filing_id])
        filing = await uow.filings.get(held.provider_id, held.id, lock=True)
        assert filing is not None
        turn = next_turn(runtime, filing, now)
        if filing.state in AT_THE_AUTHORITY and pause is not None:
            turn = (Deadline(filing_id, SILENCE, now + pause),)
        await uow.history.clear_deadlines(filing_id, [SILENCE])
        await uow.history.set_deadlines(turn)
        await uow.commit()
