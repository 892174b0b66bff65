"""Claims of reviewers: taking a filing, the next one of the queue, and claims that run out."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.deadlines import DeadlineKind
from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import UNDER_REVIEW, Action, ActionNotAllowed, Actor, allowed_actions
from app.domain.filings import Filing
from app.domain.reminders import reminders_of
from app.domain.review_queue import urgent_until
from app.domain.reviewing import has_lapsed, holds
from app.domain.texts import Text
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.filing_details import FilingDetails, detail_of, locked
from app.usecases.runtime import Runtime
from app.usecases.timeline_notes import note_event

CLAIM_LAPSED = "claim_lapsed"
WAITING_STATES = tuple(state.value for state in UNDER_REVIEW)
_BATCH = 100
_LOOKED_ALREADY = Text(
    "您已通过这份备案的第一次审核，复核须由另一位审核员进行。",
    "You passed this filing already; the second look is another reviewer's.",
)
_TAKE_ANOTHER = Text("请领取其他备案。", "Take another filing.")


async def claim(runtime: Runtime, call: Call, filing_id: str) -> FilingDetails:
    """Take a filing for oneself; again by the same reviewer lets the time of the claim begin anew."""
    async with runtime.unit_of_work() as uow:
        filing = await taken(runtime, uow, call, await locked(uow, call, filing_id))
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


async def claim_next(runtime: Runtime, call: Call) -> FilingDetails | None:
    """Take a filing that nobody has, of the account whose turn it is; None where there is none."""
    reminders = reminders_of(DeadlineKind.FIRST_REVIEW, call.today, runtime.rulebook)
    urgent = urgent_until(call.now, reminders, runtime.calendar)
    async with runtime.unit_of_work() as uow:
        filing_id = await uow.reviews.next_unclaimed(call.provider_id, call.caller.id, WAITING_STATES, urgent)
        result = None
        if filing_id is not None:
            filing = await taken(runtime, uow, call, await locked(uow, call, filing_id))
            result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


async def release(runtime: Runtime, call: Call, filing_id: str) -> FilingDetails:
    """Give a claimed filing back to the queue."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id)
        if filing.assignee not in (None, call.caller.id) and not has_lapsed(filing, call.now):
            raise Refusal(ProblemCode.CLAIMED_BY_ANOTHER)
        require_claim(filing, call)
        filing = replace(filing, assignee=None, claim_ends_at=None)
        await uow.filings.save(filing)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


def require_claim(filing: Filing, call: Call) -> None:
    """Raise `not-claimed` unless the caller has the filing."""
    if not holds(filing, call.caller.id, call.now):
        raise Refusal(ProblemCode.NOT_CLAIMED)


async def taken(runtime: Runtime, uow: UnitOfWork, call: Call, filing: Filing) -> Filing:
    """Claim a locked filing; raises `action-not-allowed`, `claimed-by-another`."""
    if Action.REJECT not in allowed_actions(filing.state, Actor.REVIEWER):
        raise ActionNotAllowed(filing.state, allowed_actions(filing.state, Actor.REVIEWER))
    if filing.first_look_by == call.caller.id:
        facts: dict[str, object] = {"state": filing.state.value, "allowed_actions": []}
        raise Refusal(ProblemCode.ACTION_NOT_ALLOWED, facts=facts, detail=_LOOKED_ALREADY, remedy=_TAKE_ANOTHER)
    if filing.assignee not in (None, call.caller.id):
        if not has_lapsed(filing, call.now):
            raise Refusal(ProblemCode.CLAIMED_BY_ANOTHER)
        await _note_lapse(runtime, uow, filing, call.now)
    hours = call.profile.claim_hours
    until = call.now + timedelta(hours=hours) if hours else None
    claimed = replace(filing, assignee=call.caller.id, claim_ends_at=until)
    await uow.filings.save(claimed)
    if filing.assignee != call.caller.id:
        await uow.reviews.note_turn(filing.account_id, call.now)
    return claimed


async def let_lapse(runtime: Runtime, now: datetime) -> int:
    """Give back what was claimed and not decided in time, one filing a transaction; return how many there were."""
    given_back = 0
    while True:
        async with runtime.unit_of_work() as uow:
            lapsed = await uow.reviews.lapsed(now, _BATCH)
        for provider_id, filing_id in lapsed:
            given_back += await _given_back(runtime, provider_id, filing_id, now)
        if len(lapsed) < _BATCH:
            return given_back


async def _given_back(runtime: Runtime, provider_id: str, filing_id: str, now: datetime) -> bool:
    async with runtime.unit_of_work() as uow:
        filing = await uow.filings.get(provider_id, filing_id, lock=True)
        if filing is None or not has_lapsed(filing, now):
            return False
        await _note_lapse(runtime, uow, filing, now)
        await uow.filings.save(replace(filing, assignee=None, claim_ends_at=None))
        await uow.commit()
    return True


async def _note_lapse(runtime: Runtime, uow: UnitOfWork, filing: Filing, now: datetime) -> None:
    await note_event(runtime, uow, filing, now, CLAIM_LAPSED, Actor.CLOCK, None)
