"""What the reviewers' calls are answered with, and what they do to the order."""

from tests.model import contract
from tests.model.applicant import UNKNOWN, unguarded
from tests.model.order import Order
from tests.model.told import Answer

CODES = {
    "name": {"pointer": "/services/0/name", "code": "site_name_bad"},
    "face": {"pointer": "/services/0/principal", "code": "liveness_failed"},
    "certificate": {"pointer": "/subject/certificate", "code": "cert_image_bad"},
}
_EVENTS = {"reject": "first_review_rejected", "request_completion": "completion_required"}


def _not_allowed(order: Order) -> Answer:
    return Answer(409, "action-not-allowed", {"state": order.state})


def claim(order: Order, reviewer: str) -> Answer:
    """Predict that somebody takes the order."""
    if order.state not in contract.AT_THE_DESK or order.desk.looked == reviewer:
        return _not_allowed(order)
    if order.desk.holder not in (None, reviewer):
        return Answer(409, "claimed-by-another")
    order.desk.take(reviewer, order.now)
    return Answer(200)


def release(order: Order, reviewer: str) -> Answer:
    """Predict that somebody gives it back."""
    if order.desk.holder is None:
        return Answer(409, "not-claimed")
    if order.desk.holder != reviewer:
        return Answer(409, "claimed-by-another")
    order.desk.give_back()
    return Answer(200)


def take_next(order: Order, reviewer: str) -> bool:
    """Predict whether somebody who asks for the next one gets this one; nothing else lies on the desk."""
    is_free = order.state in contract.REVIEWED and order.desk.holder is None and order.desk.looked != reviewer
    if is_free:
        order.desk.take(reviewer, order.now)
    return is_free


def decide(
    order: Order, reviewer: str, outcome: str, finding: str | None, precondition: str, *, by_post: bool = False
) -> Answer:
    """Predict a decision; a pass of a provider who wants two looks may be the first of them."""
    refusal = unguarded(precondition)
    if refusal is not None:
        return refusal
    is_open = order.state in (contract.REVIEWED if outcome == "pass" else contract.AT_THE_DESK)
    if not is_open:
        return _not_allowed(order)
    if order.desk.holder != reviewer:
        return Answer(409, "not-claimed")
    is_first_look = outcome == "pass" and order.provider.second_look and order.desk.looked is None
    is_post_wanted = outcome == "pass" and order.provider.by_post and not is_first_look
    if (by_post and not is_post_wanted) or (finding is None) is not (outcome == "pass"):
        return Answer(422, "validation-failed")
    if is_first_look:
        order.expect("first_look_passed", "reviewer")
        order.desk.give_back()
        order.desk.looked = reviewer
    else:
        _decided(order, outcome, finding, by_post=by_post)
    return Answer(200)


def _decided(order: Order, outcome: str, finding: str | None, *, by_post: bool) -> None:
    order.returned_because, order.findings = None, () if finding is None else (CODES[finding]["code"],)
    if finding == "face":
        order.face = "failed"
    if outcome != "pass":
        order.move(outcome, "reviewer", _EVENTS[outcome])
        return
    order.face = "passed"
    order.move("pass", "reviewer", "awaiting_posted_materials" if by_post else "pending_authority")
    _await_handover(order)


def _await_handover(order: Order) -> None:
    if order.state == "pending_authority" and not order.provider.by_specialist:
        order.handover_by = "worker"


def decide_several(order: Order, reviewer: str, outcome: str, finding: str) -> Answer:
    """Predict the result of the one order in a decision about several; whoever is free is claimed on the way."""
    taken = claim(order, reviewer)
    if taken.status != 200:
        return taken
    _decided(order, outcome, finding, by_post=False)
    return Answer(200)


def posted(order: Order, precondition: str) -> Answer:
    """Predict that papers came by post."""
    refusal = unguarded(precondition)
    if refusal is not None:
        return refusal
    if order.state != "awaiting_posted_materials":
        return _not_allowed(order)
    order.move("posted_received", "reviewer", "pending_authority")
    _await_handover(order)
    return Answer(200)


def forward(order: Order) -> Answer:
    """Predict that somebody hands it over: a specialist, or anybody once a fault of ours is mended."""
    if order.state != "pending_authority" or not (order.held or order.provider.by_specialist):
        return _not_allowed(order)
    if order.held:
        order.held = False
        order.revision += 1
    order.expect("forward", "reviewer")
    order.handover_by = "reviewer"
    return Answer(200)


def note(order: Order, *, is_visible: bool) -> Answer:
    """Predict that a reviewer writes something down."""
    if order.is_erased:
        return UNKNOWN
    if is_visible:
        order.expect("review_note", "reviewer")
    return Answer(201)
