"""What the applicant may do with a filing now: the same in the filing itself and in every refusal."""

from app.domain.filing_states import Action, ActionNotAllowed, State, allowed_actions
from app.domain.filings import Filing
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.review_findings import weightiest
from app.usecases.runtime import Runtime


def actions_of(runtime: Runtime, call: Call, filing: Filing, *, handover_sent: bool) -> tuple[Action, ...]:
    """Return the actions that are offered: those of the state, less what findings or a hand-over under way forbid."""
    return allowed_actions(filing.state, retry=weightiest(runtime, call, filing), handover_sent=handover_sent)


async def offered(runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing) -> tuple[Action, ...]:
    """The same where nobody knows yet whether the hand-over is being sent; only one that waits for it is asked for."""
    is_sent = filing.state is State.PENDING_AUTHORITY and filing.id in await uow.exchange.sent_of([filing.id])
    return actions_of(runtime, call, filing, handover_sent=is_sent)


async def require_offered(runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing, action: Action) -> None:
    """Raise `action-not-allowed` unless an action is offered."""
    actions = await offered(runtime, call, uow, filing)
    if action not in actions:
        raise ActionNotAllowed(filing.state, actions)


async def require_draft(runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing) -> None:
    """Raise `action-not-allowed` unless a filing is still a draft: only then services are added and removed."""
    if filing.state is not State.DRAFT:
        raise ActionNotAllowed(filing.state, await offered(runtime, call, uow, filing))
