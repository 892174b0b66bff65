"""The state table a second time, in words of its own: what the code's table says has to be exactly this.

Tests that go through the table's rows would take a wrong row for right.
"""

from itertools import product

import pytest

from app.domain.filing_states import (
    ACTION_OF,
    TRANSITIONS,
    Action,
    Actor,
    Event,
    State,
    allowed_actions,
    is_editable,
    mermaid,
    moved,
)
from app.domain.findings import Retry
from app.domain.state_choices import resubmission

# event, actors, states that it happens in, states that it leads to
TABLE = """
submit              applicant       draft withdrawn                                  > first_review pending_authority
resubmit            applicant       first_review_rejected authority_rejected         > first_review
resubmit            applicant       completion_required                              > resubmitted
resubmit_unchanged  applicant       authority_rejected                               > first_review pending_authority
withdraw            applicant       first_review resubmitted awaiting_posted_materials pending_authority > withdrawn
abandon             applicant       draft withdrawn                                  > abandoned
abandon             applicant       first_review_rejected completion_required authority_rejected > abandoned
pass                reviewer        first_review resubmitted      > pending_authority awaiting_posted_materials approved
reject              reviewer        first_review resubmitted awaiting_posted_materials > first_review_rejected
request_completion  reviewer        first_review resubmitted awaiting_posted_materials > completion_required
posted_received     reviewer        awaiting_posted_materials                        > pending_authority
forward             worker,reviewer pending_authority                                > pending_authority
accepted_sms_due    authority       pending_authority                                > awaiting_sms
accepted_no_sms     authority       pending_authority                                > authority_review
refused_at_intake   authority       pending_authority                      > authority_rejected pending_authority
sms_all_passed      authority       awaiting_sms                                     > authority_review
sms_attempts_spent  authority       awaiting_sms                                     > authority_rejected
sms_expired         authority,clock awaiting_sms                                     > authority_rejected
approved            authority       authority_review awaiting_sms                    > approved
rejected            authority       authority_review awaiting_sms                    > authority_rejected
idle_expired        clock           draft withdrawn awaiting_posted_materials        > abandoned
idle_expired        clock           first_review_rejected completion_required authority_rejected > abandoned
"""

# What the applicant, and what a reviewer, may do; nobody else is offered anything.
OFFERED = {
    State.DRAFT: ("confirm submit abandon", ""),
    State.WITHDRAWN: ("confirm submit abandon", ""),
    State.FIRST_REVIEW: ("withdraw", "pass reject request_completion"),
    State.RESUBMITTED: ("withdraw", "pass reject request_completion"),
    State.FIRST_REVIEW_REJECTED: ("confirm resubmit abandon", ""),
    State.COMPLETION_REQUIRED: ("confirm resubmit abandon", ""),
    State.AUTHORITY_REJECTED: ("confirm resubmit abandon", ""),
    State.AWAITING_POSTED_MATERIALS: ("withdraw", "reject request_completion posted_received"),
    State.PENDING_AUTHORITY: ("withdraw", "forward"),
    State.AWAITING_SMS: ("", ""),
    State.AUTHORITY_REVIEW: ("", ""),
    State.APPROVED: ("", ""),
    State.ABANDONED: ("", ""),
}
EDITABLE = {state for state, (applicant, _) in OFFERED.items() if "confirm" in applicant}
FAULTED = {State.FIRST_REVIEW_REJECTED, State.COMPLETION_REQUIRED, State.AUTHORITY_REJECTED}


def written() -> set[tuple[str, str, str, str]]:
    rows = set()
    for line in TABLE.strip().splitlines():
        before, _, after = line.partition(">")
        event, actors, *states = before.split()
        rows |= set(product(states, [event], actors.split(","), after.split()))
    return rows


def test_the_table_is_exactly_the_one_that_is_written_here() -> None:
    rows = [(row.state.value, row.event.value, row.actor.value, row.next_state.value) for row in TRANSITIONS]

    assert len(rows) == len(set(rows))
    assert set(rows) == written()


def test_an_unchanged_resubmission_is_offered_as_a_resubmission_and_every_other_action_as_itself() -> None:
    assert {event: Action(event.value) for event in Event if event.value in list(Action)} | {
        Event.RESUBMIT_UNCHANGED: Action.RESUBMIT
    } == ACTION_OF


@pytest.mark.parametrize("state", State)
def test_everybody_is_offered_exactly_what_is_theirs_to_do(state: State) -> None:
    applicant, reviewer = OFFERED[state]

    assert " ".join(allowed_actions(state, Actor.APPLICANT)) == applicant
    assert " ".join(allowed_actions(state, Actor.REVIEWER)) == reviewer
    assert " ".join(allowed_actions(state, Actor.WORKER)) == ("forward" if state is State.PENDING_AUTHORITY else "")
    assert allowed_actions(state, Actor.AUTHORITY) == allowed_actions(state, Actor.CLOCK) == ()


@pytest.mark.parametrize("state", State)
def test_a_hand_over_that_is_being_sent_takes_away_withdrawing_and_forwarding_and_nothing_else(state: State) -> None:
    waits = state is State.PENDING_AUTHORITY

    for actor in Actor:
        before = allowed_actions(state, actor)
        assert allowed_actions(state, actor, handover_sent=True) == (() if waits else before)


@pytest.mark.parametrize("state", State)
def test_only_a_refusal_for_good_closes_what_can_be_edited(state: State) -> None:
    for retry in (None, Retry.RETRY, Retry.FIX):
        assert is_editable(state, retry) is (state in EDITABLE)
        assert allowed_actions(state, retry=retry) == allowed_actions(state)
    assert is_editable(state, Retry.FINAL) is (state in EDITABLE - FAULTED)


@pytest.mark.parametrize("state", State)
def test_a_refusal_for_good_takes_nothing_from_anybody_but_the_applicant(state: State) -> None:
    for actor in set(Actor) - {Actor.APPLICANT}:
        assert allowed_actions(state, actor, retry=Retry.FINAL) == allowed_actions(state, actor)


def test_what_leads_to_one_state_only_may_still_be_chosen() -> None:
    choice = State.WITHDRAWN

    assert moved(State.FIRST_REVIEW, Event.WITHDRAW, Actor.APPLICANT, choice=choice) is choice
    with pytest.raises(ValueError, match="chosen was draft"):
        moved(State.FIRST_REVIEW, Event.WITHDRAW, Actor.APPLICANT, choice=State.DRAFT)


@pytest.mark.parametrize("state", [one for one in State if one is not State.AUTHORITY_REJECTED])
def test_what_the_authority_did_not_reject_is_resubmitted_as_any_other(state: State) -> None:
    assert resubmission(state, None, changed=False) is Event.RESUBMIT


def test_what_came_back_without_a_word_why_may_come_again_as_it_is() -> None:
    assert resubmission(State.AUTHORITY_REJECTED, None, changed=False) is Event.RESUBMIT_UNCHANGED


def test_the_drawing_begins_with_a_draft_and_ends_where_nothing_moves() -> None:
    drawn = mermaid().splitlines()

    assert [line.strip() for line in drawn if "[*]" in line] == [
        "[*] --> draft",
        "approved --> [*]",
        "abandoned --> [*]",
    ]
