"""The states of a filing and the one table of who may move it where. Nothing else compares states."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import ProblemCode, Refusal
from app.domain.findings import Retry


class State(StrEnum):
    """Where a filing stands."""

    DRAFT = "draft"
    FIRST_REVIEW = "first_review"
    FIRST_REVIEW_REJECTED = "first_review_rejected"
    COMPLETION_REQUIRED = "completion_required"
    RESUBMITTED = "resubmitted"
    AWAITING_POSTED_MATERIALS = "awaiting_posted_materials"
    PENDING_AUTHORITY = "pending_authority"
    AWAITING_SMS = "awaiting_sms"
    AUTHORITY_REVIEW = "authority_review"
    AUTHORITY_REJECTED = "authority_rejected"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    ABANDONED = "abandoned"


class Event(StrEnum):
    """What can happen to a filing."""

    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    RESUBMIT_UNCHANGED = "resubmit_unchanged"
    WITHDRAW = "withdraw"
    ABANDON = "abandon"
    PASS = "pass"  # noqa: S105 - the outcome of a review, no password
    REJECT = "reject"
    REQUEST_COMPLETION = "request_completion"
    POSTED_RECEIVED = "posted_received"
    FORWARD = "forward"
    ACCEPTED_SMS_DUE = "accepted_sms_due"
    ACCEPTED_NO_SMS = "accepted_no_sms"
    REFUSED_AT_INTAKE = "refused_at_intake"
    SMS_ALL_PASSED = "sms_all_passed"
    SMS_ATTEMPTS_SPENT = "sms_attempts_spent"
    SMS_EXPIRED = "sms_expired"
    APPROVED = "approved"
    REJECTED = "rejected"
    IDLE_EXPIRED = "idle_expired"


class Actor(StrEnum):
    """Who makes it happen. Clock, worker and authority are actors like the people."""

    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    AUTHORITY = "authority"
    WORKER = "worker"
    CLOCK = "clock"


class Action(StrEnum):
    """What a person is offered. `confirm` moves nothing; `resubmit` stands for a changed and an unchanged one."""

    CONFIRM = "confirm"
    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    WITHDRAW = "withdraw"
    ABANDON = "abandon"
    PASS = "pass"  # noqa: S105 - the outcome of a review, no password
    REJECT = "reject"
    REQUEST_COMPLETION = "request_completion"
    POSTED_RECEIVED = "posted_received"
    FORWARD = "forward"


class ReturnedBecause(StrEnum):
    """Why the authority's side sent a filing back."""

    SMS_TIMEOUT = "sms_timeout"
    SMS_ATTEMPTS = "sms_attempts"
    INTAKE = "intake"
    AUTHORITY = "authority"


class AbandonedBecause(StrEnum):
    """Why a filing was given up: by the applicant, or because it stood still too long."""

    APPLICANT = "applicant"
    EXPIRED = "expired"


class ActionNotAllowed(Refusal):
    """Nobody of this kind may do this in this state; `allowed` is what the same actor may do instead."""

    def __init__(self, state: State, allowed: tuple[Action, ...]) -> None:
        facts = {"state": state.value, "allowed_actions": [action.value for action in allowed]}
        super().__init__(ProblemCode.ACTION_NOT_ALLOWED, facts=facts)


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: in `state`, `event` by `actor` leads to `next_state`. Rows of the same triple are a choice."""

    state: State
    event: Event
    actor: Actor
    next_state: State


ACTION_OF = {event: Action(event.value) for event in Event if event.value in {action.value for action in Action}} | {
    Event.RESUBMIT_UNCHANGED: Action.RESUBMIT,
}

S, E, A = State, Event, Actor

EDITABLE = (S.DRAFT, S.WITHDRAWN, S.FIRST_REVIEW_REJECTED, S.COMPLETION_REQUIRED, S.AUTHORITY_REJECTED)
FAULTED = (S.FIRST_REVIEW_REJECTED, S.COMPLETION_REQUIRED, S.AUTHORITY_REJECTED)
FINAL = (S.APPROVED, S.ABANDONED)
LONG_IDLE = (*EDITABLE, S.AWAITING_POSTED_MATERIALS)
UNDER_REVIEW = (S.FIRST_REVIEW, S.RESUBMITTED)
AT_THE_AUTHORITY = (S.AUTHORITY_REVIEW, S.AWAITING_SMS)


def _rows(states: Iterable[State], event: Event, actor: Actor, *next_states: State) -> tuple[Transition, ...]:
    """Write one line of the table out: each state with each of its next states."""
    return tuple(Transition(state, event, actor, following) for state in states for following in next_states)


# fmt: off
TRANSITIONS: tuple[Transition, ...] = (
    # The applicant. Types that the profile sends straight on skip the first review.
    *_rows((S.DRAFT, S.WITHDRAWN), E.SUBMIT, A.APPLICANT, S.FIRST_REVIEW, S.PENDING_AUTHORITY),
    *_rows((S.FIRST_REVIEW_REJECTED, S.AUTHORITY_REJECTED), E.RESUBMIT, A.APPLICANT, S.FIRST_REVIEW),
    *_rows((S.COMPLETION_REQUIRED,), E.RESUBMIT, A.APPLICANT, S.RESUBMITTED),
    *_rows((S.AUTHORITY_REJECTED,), E.RESUBMIT_UNCHANGED, A.APPLICANT, S.PENDING_AUTHORITY, S.FIRST_REVIEW),
    *_rows((*UNDER_REVIEW, S.AWAITING_POSTED_MATERIALS, S.PENDING_AUTHORITY), E.WITHDRAW, A.APPLICANT, S.WITHDRAWN),
    *_rows(EDITABLE, E.ABANDON, A.APPLICANT, S.ABANDONED),
    # The reviewer. Papers by post only where the profile asks for them; a claim needs no authority.
    *_rows(UNDER_REVIEW, E.PASS, A.REVIEWER, S.PENDING_AUTHORITY, S.AWAITING_POSTED_MATERIALS, S.APPROVED),
    *_rows((*UNDER_REVIEW, S.AWAITING_POSTED_MATERIALS), E.REJECT, A.REVIEWER, S.FIRST_REVIEW_REJECTED),
    *_rows((*UNDER_REVIEW, S.AWAITING_POSTED_MATERIALS), E.REQUEST_COMPLETION, A.REVIEWER, S.COMPLETION_REQUIRED),
    *_rows((S.AWAITING_POSTED_MATERIALS,), E.POSTED_RECEIVED, A.REVIEWER, S.PENDING_AUTHORITY),
    # The hand-over: by the worker at once, or by a specialist. The filing stays until the authority answers.
    *_rows((S.PENDING_AUTHORITY,), E.FORWARD, A.WORKER, S.PENDING_AUTHORITY),
    *_rows((S.PENDING_AUTHORITY,), E.FORWARD, A.REVIEWER, S.PENDING_AUTHORITY),
    # The authority. A refusal at intake that is our own fault keeps the filing where it is, held.
    *_rows((S.PENDING_AUTHORITY,), E.ACCEPTED_SMS_DUE, A.AUTHORITY, S.AWAITING_SMS),
    *_rows((S.PENDING_AUTHORITY,), E.ACCEPTED_NO_SMS, A.AUTHORITY, S.AUTHORITY_REVIEW),
    *_rows((S.PENDING_AUTHORITY,), E.REFUSED_AT_INTAKE, A.AUTHORITY, S.AUTHORITY_REJECTED, S.PENDING_AUTHORITY),
    *_rows((S.AWAITING_SMS,), E.SMS_ALL_PASSED, A.AUTHORITY, S.AUTHORITY_REVIEW),
    *_rows((S.AWAITING_SMS,), E.SMS_ATTEMPTS_SPENT, A.AUTHORITY, S.AUTHORITY_REJECTED),
    *_rows((S.AWAITING_SMS,), E.SMS_EXPIRED, A.AUTHORITY, S.AUTHORITY_REJECTED),
    # From awaiting_sms too: a callback may be lost, and the authority's last word counts.
    *_rows(AT_THE_AUTHORITY, E.APPROVED, A.AUTHORITY, S.APPROVED),
    *_rows(AT_THE_AUTHORITY, E.REJECTED, A.AUTHORITY, S.AUTHORITY_REJECTED),
    # The clock.
    *_rows((S.AWAITING_SMS,), E.SMS_EXPIRED, A.CLOCK, S.AUTHORITY_REJECTED),
    *_rows(LONG_IDLE, E.IDLE_EXPIRED, A.CLOCK, S.ABANDONED),
)
# fmt: on


def is_final(state: State) -> bool:
    """Tell whether nothing moves a filing any more."""
    return state in FINAL


def is_open(state: State) -> bool:
    """Tell whether a filing is the open order of its account; a withdrawn one still is."""
    return state not in FINAL


def is_editable(state: State, retry: Retry | None = None) -> bool:
    """Tell whether body and materials may be changed; never after a refusal for good."""
    return state in EDITABLE and not _refused_for_good(state, retry)


def allowed_actions(
    state: State,
    actor: Actor = Actor.APPLICANT,
    *,
    retry: Retry | None = None,
    handover_sent: bool = False,
) -> tuple[Action, ...]:
    """Return what a person may do in a state, in the order of `Action`.

    `retry` is the weightiest class of the open findings: `final` leaves only `abandon`. `handover_sent` says that the
    hand-over to the authority is marked as being sent: from then on there is no withdrawing.
    """
    events = {row.event for row in TRANSITIONS if row.state is state and row.actor is actor}
    actions = {ACTION_OF[event] for event in events if event in ACTION_OF}
    if actor is Actor.APPLICANT and state in EDITABLE:
        actions.add(Action.CONFIRM)
    if actor is Actor.APPLICANT and _refused_for_good(state, retry):
        actions = {Action.ABANDON}
    if state is State.PENDING_AUTHORITY and handover_sent:
        actions -= {Action.WITHDRAW, Action.FORWARD}
    return tuple(action for action in Action if action in actions)


def next_states(state: State, event: Event, actor: Actor) -> tuple[State, ...]:
    """Return where an event leads: nothing if it is refused, several where profile or type choose."""
    return tuple(row.next_state for row in TRANSITIONS if (row.state, row.event, row.actor) == (state, event, actor))


def moved(
    state: State,
    event: Event,
    actor: Actor,
    *,
    choice: State | None = None,
    retry: Retry | None = None,
    handover_sent: bool = False,
) -> State:
    """Return the state after an event.

    `choice` names the next state where the table has several (see `app.domain.state_choices`). Raises ActionNotAllowed
    for what the table does not have, and for what `retry` or `handover_sent` forbid; ValueError, a fault of ours, for a
    choice that is missing or not offered.
    """
    offered = next_states(state, event, actor)
    allowed = allowed_actions(state, actor, retry=retry, handover_sent=handover_sent)
    if not offered or (event in ACTION_OF and ACTION_OF[event] not in allowed):
        raise ActionNotAllowed(state, allowed)
    if choice is None and len(offered) == 1:
        return offered[0]
    if choice is None or choice not in offered:
        raise ValueError(f"{event} in {state} leads to one of {', '.join(offered)}; chosen was {choice}")
    return choice


def mermaid() -> str:
    """Draw the table as a Mermaid state diagram, one arrow a row."""
    arrows = [f"    {row.state} --> {row.next_state}: {row.event} ({row.actor})" for row in TRANSITIONS]
    ends = [f"    {state} --> [*]" for state in FINAL]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {State.DRAFT}", *arrows, *ends]) + "\n"


def _refused_for_good(state: State, retry: Retry | None) -> bool:
    """Tell a refusal that no correction can cure."""
    return state in FAULTED and retry is Retry.FINAL
