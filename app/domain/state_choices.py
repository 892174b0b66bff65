"""Which of several next states a filing takes, where type, profile or fault decide; the table is `filing_states`."""

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import Event, ReturnedBecause, State
from app.domain.profile import PostedMaterials


def after_submit(*, straight_to_authority: bool) -> State:
    """Choose where `submit` leads: the profile sends some types past the first review."""
    return State.PENDING_AUTHORITY if straight_to_authority else State.FIRST_REVIEW


def after_pass(*, is_claim: bool, posted_materials_wanted: bool) -> State:
    """Choose where a passed review leads: a claim is done, papers by post are waited for, all else goes on."""
    if is_claim:
        return State.APPROVED
    return State.AWAITING_POSTED_MATERIALS if posted_materials_wanted else State.PENDING_AUTHORITY


def posted_papers_wanted(posted: PostedMaterials, *, asked: bool) -> bool:
    """Tell whether a passed filing waits for papers by post; `asked` is that the reviewer named where to send them."""
    return posted is PostedMaterials.ALWAYS or (asked and posted is PostedMaterials.WHEN_ASKED)


def after_unchanged(*, through_first_review: bool) -> State:
    """Choose where an unchanged filing goes again after a missed code: providers differ (profile `after_sms`)."""
    return State.FIRST_REVIEW if through_first_review else State.PENDING_AUTHORITY


def after_intake_refusal(*, our_fault: bool) -> State:
    """Choose where a refusal at intake leads: what is our fault asks nothing of the applicant."""
    return State.PENDING_AUTHORITY if our_fault else State.AUTHORITY_REJECTED


def resubmission(state: State, returned_because: ReturnedBecause | None, *, changed: bool) -> Event:
    """Tell a changed resubmission from an unchanged one.

    What a reviewer sent back may come again as it is. Raises Refusal (nothing-changed) when the authority itself
    rejected exactly this.
    """
    if changed or state is not State.AUTHORITY_REJECTED:
        return Event.RESUBMIT
    if returned_because is ReturnedBecause.AUTHORITY:
        raise Refusal(ProblemCode.NOTHING_CHANGED)
    return Event.RESUBMIT_UNCHANGED
