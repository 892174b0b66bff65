"""The state table: what it has works, and nothing else does."""

from itertools import product

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import (
    ACTION_OF,
    TRANSITIONS,
    Action,
    ActionNotAllowed,
    Actor,
    Event,
    State,
    Transition,
    allowed_actions,
    is_editable,
    is_final,
    is_open,
    mermaid,
    moved,
    next_states,
)
from app.domain.findings import Retry

IN_THE_TABLE = {(row.state, row.event, row.actor) for row in TRANSITIONS}
NOT_IN_THE_TABLE = [triple for triple in product(State, Event, Actor) if triple not in IN_THE_TABLE]


def test_every_triple_that_is_not_in_the_table_is_refused() -> None:
    assert NOT_IN_THE_TABLE
    for state, event, actor in NOT_IN_THE_TABLE:
        with pytest.raises(ActionNotAllowed):
            moved(state, event, actor)


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: f"{row.state}-{row.event}-{row.actor}-{row.next_state}")
def test_every_row_of_the_table_leads_where_it_says(row: Transition) -> None:
    assert moved(row.state, row.event, row.actor, choice=row.next_state) is row.next_state


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached = {State.DRAFT}
    for _ in State:
        reached |= {row.next_state for row in TRANSITIONS if row.state in reached}

    assert reached == set(State)


def test_nothing_leaves_a_final_state_and_something_leaves_every_other() -> None:
    leaving = {row.state for row in TRANSITIONS}

    assert {state for state in State if is_final(state)} == set(State) - leaving
    assert all(is_open(state) is not is_final(state) for state in State)


def test_a_choice_of_ours_that_is_missing_or_not_offered_is_our_fault_and_no_refusal() -> None:
    with pytest.raises(ValueError, match="first_review, pending_authority"):
        moved(State.DRAFT, Event.SUBMIT, Actor.APPLICANT)
    with pytest.raises(ValueError, match="chosen was approved"):
        moved(State.DRAFT, Event.SUBMIT, Actor.APPLICANT, choice=State.APPROVED)


def test_a_refusal_names_the_state_and_what_may_be_done_instead() -> None:
    with pytest.raises(Refusal) as refused:
        moved(State.FIRST_REVIEW, Event.SUBMIT, Actor.APPLICANT)

    assert refused.value.code is ProblemCode.ACTION_NOT_ALLOWED
    assert refused.value.facts == {"state": "first_review", "allowed_actions": ["withdraw"]}


def test_in_a_draft_one_may_confirm_submit_and_abandon() -> None:
    assert allowed_actions(State.DRAFT) == (Action.CONFIRM, Action.SUBMIT, Action.ABANDON)


@pytest.mark.fact("S0-21")
@pytest.mark.fact("S0-33")
def test_a_passed_first_review_waits_for_the_hand_over_which_is_the_specialists_and_not_the_customers() -> None:
    state = moved(State.FIRST_REVIEW, Event.PASS, Actor.REVIEWER, choice=State.PENDING_AUTHORITY)

    assert state is State.PENDING_AUTHORITY
    assert not is_editable(state)
    assert Event.FORWARD in {row.event for row in TRANSITIONS if (row.state, row.actor) == (state, Actor.REVIEWER)}
    with pytest.raises(ActionNotAllowed):
        moved(state, Event.FORWARD, Actor.APPLICANT)


@pytest.mark.fact("S0-22")
def test_a_rejected_first_review_is_edited_and_submitted_to_first_review_again() -> None:
    state = moved(State.FIRST_REVIEW, Event.REJECT, Actor.REVIEWER)

    assert is_editable(state)
    assert moved(state, Event.RESUBMIT, Actor.APPLICANT) is State.FIRST_REVIEW


@pytest.mark.fact("S0-23")
@pytest.mark.fact("S1-24")
def test_an_incomplete_filing_is_edited_and_waits_as_resubmitted() -> None:
    state = moved(State.FIRST_REVIEW, Event.REQUEST_COMPLETION, Actor.REVIEWER)

    assert state is State.COMPLETION_REQUIRED
    assert is_editable(state)
    assert moved(state, Event.RESUBMIT, Actor.APPLICANT) is State.RESUBMITTED


@pytest.mark.fact("S0-33")
def test_a_first_review_has_three_outcomes() -> None:
    outcomes = [Event.PASS, Event.REJECT, Event.REQUEST_COMPLETION]

    assert allowed_actions(State.FIRST_REVIEW, Actor.REVIEWER) == tuple(ACTION_OF[event] for event in outcomes)
    assert next_states(State.FIRST_REVIEW, Event.REJECT, Actor.REVIEWER) == (State.FIRST_REVIEW_REJECTED,)
    assert State.PENDING_AUTHORITY in next_states(State.FIRST_REVIEW, Event.PASS, Actor.REVIEWER)


@pytest.mark.fact("S0-25")
@pytest.mark.fact("S1-40")
def test_withdrawing_keeps_the_order_open_for_editing_and_abandoning_ends_it() -> None:
    withdrawn = moved(State.FIRST_REVIEW, Event.WITHDRAW, Actor.APPLICANT)
    abandoned = moved(State.DRAFT, Event.ABANDON, Actor.APPLICANT)

    assert is_open(withdrawn)
    assert is_editable(withdrawn)
    assert not is_open(abandoned)
    with pytest.raises(ActionNotAllowed):
        moved(State.DRAFT, Event.WITHDRAW, Actor.APPLICANT)
    with pytest.raises(ActionNotAllowed):
        moved(State.FIRST_REVIEW, Event.ABANDON, Actor.APPLICANT)


@pytest.mark.fact("S0-34")
@pytest.mark.fact("S0-28")
def test_what_the_authority_rejected_is_edited_and_passes_first_review_again() -> None:
    state = moved(State.AUTHORITY_REVIEW, Event.REJECTED, Actor.AUTHORITY)

    assert is_editable(state)
    assert moved(state, Event.RESUBMIT, Actor.APPLICANT) is State.FIRST_REVIEW


@pytest.mark.fact("S0-27")
def test_the_authoritys_review_begins_only_when_all_codes_are_in() -> None:
    state = moved(State.PENDING_AUTHORITY, Event.ACCEPTED_SMS_DUE, Actor.AUTHORITY)

    assert state is State.AWAITING_SMS
    assert moved(state, Event.SMS_ALL_PASSED, Actor.AUTHORITY) is State.AUTHORITY_REVIEW


@pytest.mark.fact("S1-32")
@pytest.mark.parametrize("state", [State.AWAITING_SMS, State.AUTHORITY_REVIEW])
def test_at_the_authority_nothing_can_be_edited_withdrawn_or_abandoned(state: State) -> None:
    assert allowed_actions(state) == ()
    assert not is_editable(state)


@pytest.mark.fact("S1-34")
@pytest.mark.parametrize("state", [State.DRAFT, State.FIRST_REVIEW_REJECTED, State.AUTHORITY_REJECTED])
def test_drafts_and_rejected_orders_can_be_edited(state: State) -> None:
    assert is_editable(state)
    assert Action.CONFIRM in allowed_actions(state)


@pytest.mark.fact("S1-23")
def test_an_order_of_the_wrong_type_is_abandoned_from_wherever_it_can_be_edited() -> None:
    for state in (state for state in State if is_editable(state)):
        assert moved(state, Event.ABANDON, Actor.APPLICANT) is State.ABANDONED


@pytest.mark.parametrize("state", [State.FIRST_REVIEW_REJECTED, State.COMPLETION_REQUIRED, State.AUTHORITY_REJECTED])
def test_a_refusal_for_good_leaves_only_abandoning(state: State) -> None:
    assert allowed_actions(state, retry=Retry.FINAL) == (Action.ABANDON,)
    assert not is_editable(state, retry=Retry.FINAL)
    with pytest.raises(ActionNotAllowed):
        moved(state, Event.RESUBMIT, Actor.APPLICANT, retry=Retry.FINAL)


def test_a_refusal_for_good_says_nothing_of_a_draft() -> None:
    assert is_editable(State.DRAFT, retry=Retry.FINAL)


def test_a_filing_can_be_withdrawn_until_its_hand_over_is_being_sent() -> None:
    assert allowed_actions(State.PENDING_AUTHORITY) == (Action.WITHDRAW,)
    assert moved(State.PENDING_AUTHORITY, Event.WITHDRAW, Actor.APPLICANT) is State.WITHDRAWN

    assert allowed_actions(State.PENDING_AUTHORITY, handover_sent=True) == ()
    with pytest.raises(ActionNotAllowed):
        moved(State.PENDING_AUTHORITY, Event.WITHDRAW, Actor.APPLICANT, handover_sent=True)


def test_a_hand_over_that_is_being_sent_is_not_forwarded_a_second_time() -> None:
    with pytest.raises(ActionNotAllowed):
        moved(State.PENDING_AUTHORITY, Event.FORWARD, Actor.REVIEWER, handover_sent=True)


def test_a_lost_callback_does_not_keep_an_approval_from_a_filing_that_waits_for_codes() -> None:
    assert moved(State.AWAITING_SMS, Event.APPROVED, Actor.AUTHORITY) is State.APPROVED


def test_the_drawing_has_an_arrow_for_every_row() -> None:
    drawn = mermaid().splitlines()

    assert drawn[0] == "stateDiagram-v2"
    assert "    draft --> first_review: submit (applicant)" in drawn
    assert len(drawn) == 1 + 1 + len(TRANSITIONS) + 2
