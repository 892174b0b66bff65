"""Where a filing goes when profile, type or fault decide."""

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import Actor, Event, ReturnedBecause, State, moved
from app.domain.state_choices import after_intake_refusal, after_pass, after_submit, after_unchanged, resubmission


def test_some_types_skip_the_first_review() -> None:
    assert after_submit(straight_to_authority=False) is State.FIRST_REVIEW
    assert after_submit(straight_to_authority=True) is State.PENDING_AUTHORITY


@pytest.mark.parametrize(
    ("is_claim", "posted", "state"),
    [
        (False, False, State.PENDING_AUTHORITY),
        (False, True, State.AWAITING_POSTED_MATERIALS),
        (True, True, State.APPROVED),
    ],
)
def test_a_passed_review_ends_a_claim_waits_for_the_post_or_goes_on(is_claim: bool, posted: bool, state: State) -> None:
    assert after_pass(is_claim=is_claim, posted_materials_wanted=posted) is state


@pytest.mark.fact("S1-28")
def test_after_a_missed_code_the_same_data_go_straight_back_or_through_first_review_as_the_provider_has_it() -> None:
    event = resubmission(State.AUTHORITY_REJECTED, ReturnedBecause.SMS_TIMEOUT, changed=False)

    for through, state in ((True, State.FIRST_REVIEW), (False, State.PENDING_AUTHORITY)):
        choice = after_unchanged(through_first_review=through)
        assert moved(State.AUTHORITY_REJECTED, event, Actor.APPLICANT, choice=choice) is state


def test_a_refusal_at_intake_that_is_our_fault_asks_nothing_of_the_applicant() -> None:
    assert after_intake_refusal(our_fault=True) is State.PENDING_AUTHORITY
    assert after_intake_refusal(our_fault=False) is State.AUTHORITY_REJECTED


def test_what_the_authority_rejected_does_not_go_back_unchanged() -> None:
    with pytest.raises(Refusal) as refused:
        resubmission(State.AUTHORITY_REJECTED, ReturnedBecause.AUTHORITY, changed=False)

    assert refused.value.code is ProblemCode.NOTHING_CHANGED


@pytest.mark.parametrize(
    ("state", "because", "changed"),
    [
        (State.AUTHORITY_REJECTED, ReturnedBecause.AUTHORITY, True),
        (State.FIRST_REVIEW_REJECTED, None, False),
        (State.COMPLETION_REQUIRED, None, False),
    ],
)
def test_what_was_changed_or_came_from_a_reviewer_is_an_ordinary_resubmission(
    state: State, because: ReturnedBecause | None, changed: bool
) -> None:
    assert resubmission(state, because, changed=changed) is Event.RESUBMIT
