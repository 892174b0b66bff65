"""Authorization codes (备案授权码): each stands for one place on one server and serves one filing, once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.errors import ProblemCode, Refusal
from app.domain.profile import Profile
from app.domain.resources import Resource, ResourceReason, eligibility


class CodeState(StrEnum):
    """Where a code stands."""

    UNUSED = "unused"
    IN_USE = "in_use"
    SPENT = "spent"
    REVOKED = "revoked"
    DEAD = "dead"


class CodeEvent(StrEnum):
    """What can happen to a code."""

    FILING_OPENED = "filing_opened"
    FILING_ABANDONED = "filing_abandoned"
    FILING_APPROVED = "filing_approved"
    REVOKED = "revoked"
    EXPIRED = "expired"


class CodeRule(StrEnum):
    """The rules asked for here: the reasons against a code that are not its server's."""

    UNKNOWN = "authorization_code.unknown"
    USED = "authorization_code.used"
    CONSUMED_BY_APPROVAL = "authorization_code.consumed_by_approval"
    REVOKED = "authorization_code.revoked"
    EXPIRED = "authorization_code.expired"
    WRONG_ACCOUNT = "authorization_code.wrong_account"


class CodeReason(StrEnum):
    """Why a code can't be used, whatever its server is like."""

    UNKNOWN = "unknown"
    USED = "used"
    CONSUMED_BY_APPROVAL = "consumed_by_approval"
    REVOKED = "revoked"
    EXPIRED = "expired"
    WRONG_ACCOUNT = "wrong_account"

    @property
    def rule(self) -> CodeRule:
        """Return the rule that holds the reason's words."""
        return CodeRule(f"authorization_code.{self.value}")


@dataclass(frozen=True, slots=True)
class AuthorizationCode:
    """A code as stored: never the code itself. `for_account_id` None lets any account of the provider use it."""

    id: str
    provider_id: str
    resource_id: str
    state: CodeState
    for_account_id: str | None
    ip: str | None
    created_at: datetime
    expires_at: datetime | None


# A place on the server is taken from the day a code is issued; deregistering what was filed gives none back.
TAKES_A_PLACE = (CodeState.UNUSED, CodeState.IN_USE, CodeState.SPENT)

MOVES: dict[tuple[CodeState, CodeEvent], CodeState] = {
    (CodeState.UNUSED, CodeEvent.FILING_OPENED): CodeState.IN_USE,
    (CodeState.IN_USE, CodeEvent.FILING_ABANDONED): CodeState.UNUSED,
    (CodeState.IN_USE, CodeEvent.FILING_APPROVED): CodeState.SPENT,
    (CodeState.UNUSED, CodeEvent.REVOKED): CodeState.REVOKED,
    (CodeState.REVOKED, CodeEvent.REVOKED): CodeState.REVOKED,
    (CodeState.DEAD, CodeEvent.REVOKED): CodeState.REVOKED,
    (CodeState.UNUSED, CodeEvent.EXPIRED): CodeState.DEAD,
}

_STATE_REASONS = {
    CodeState.IN_USE: CodeReason.USED,
    CodeState.SPENT: CodeReason.CONSUMED_BY_APPROVAL,
    CodeState.REVOKED: CodeReason.REVOKED,
    CodeState.DEAD: CodeReason.EXPIRED,
}


def moved_code(state: CodeState, event: CodeEvent) -> CodeState:
    """Return a code's state after an event; Refusal (action-not-allowed) for what can't happen in its state."""
    following = MOVES.get((state, event))
    if following is None:
        raise Refusal(ProblemCode.ACTION_NOT_ALLOWED, facts={"state": state.value, "allowed_actions": []})
    return following


def freed(code: AuthorizationCode, now: datetime) -> CodeState:
    """Return the state of a code whose filing was given up: free again, unless its server has run out meanwhile."""
    state = moved_code(code.state, CodeEvent.FILING_ABANDONED)
    has_ended = code.expires_at is not None and code.expires_at <= now
    return moved_code(state, CodeEvent.EXPIRED) if has_ended else state


def usability(
    code: AuthorizationCode | None,
    resource: Resource | None,
    account_id: str | None,
    now: datetime,
    profile: Profile,
    *,
    places_taken: int,
) -> CodeReason | ResourceReason | None:
    """Return why a code can't be used for a filing, None if it can; the first reason in the order of the lists.

    `account_id` None asks for no account in particular. `places_taken` is that of the server, this code included.
    """
    if code is None or resource is None:
        return CodeReason.UNKNOWN
    own = _own_reason(code, account_id, now)
    if own is not None:
        return own
    # The code's own place is counted already, so the server need only bear the others beside it.
    reasons = eligibility(resource, now, profile, places_taken=places_taken - 1)
    return reasons[0] if reasons else None


def _own_reason(code: AuthorizationCode, account_id: str | None, now: datetime) -> CodeReason | None:
    """Return what speaks against a code whatever its server is like."""
    if code.state in _STATE_REASONS:
        return _STATE_REASONS[code.state]
    if code.expires_at is not None and code.expires_at <= now:
        return CodeReason.EXPIRED
    if None not in (code.for_account_id, account_id) and code.for_account_id != account_id:
        return CodeReason.WRONG_ACCOUNT
    return None
