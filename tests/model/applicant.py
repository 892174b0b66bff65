"""What the applicant's calls are answered with, and what they do to the order."""

from dataclasses import replace
from typing import Any

from tests.model import contract
from tests.model.content import Content, Paper
from tests.model.order import Order
from tests.model.told import Answer

UNKNOWN = Answer(404, "not-found")
CONTENT_CHANGES: dict[str, dict[str, Any]] = {
    "remark_one": {"remark": "一"},
    "remark_two": {"remark": "二"},
    "remark_none": {"remark": None},
    "site_rejected": {"site": contract.MAGIC_REJECTED},
    "site_conflict": {"site": contract.MAGIC_CONFLICT},
    "site_our_fault": {"site": contract.MAGIC_OUR_FAULT},
    "site_good": {"site": None},
    "blacklisted": {"subject": contract.MAGIC_BLACKLISTED},
    "subject_good": {"subject": None},
    "mobile_wrong": {"mobile_is_right": False},
    "mobile_right": {"mobile_is_right": True},
    "everything": {"filled": True, "site": None, "subject": None, "mobile_is_right": True},
    "nothing": {},
    "masked_as_shown": {},
}
"""What a change makes of the content, by name; None is what the applicant would enter of themselves."""
REFUSED_CHANGES = {
    "wrong_shape": Answer(422, "validation-failed"),
    "masked_otherwise": Answer(422, "masked-value"),
    "frozen": Answer(409, "field-frozen"),
}


def unguarded(precondition: str) -> Answer | None:
    """Return what a call is answered that does not name the present revision."""
    if precondition == "missing":
        return Answer(428, "precondition-required")
    return Answer(412, "precondition-failed") if precondition == "stale" else None


def not_allowed(order: Order) -> Answer:
    """Return the refusal of an action that is not offered."""
    return Answer(409, "action-not-allowed", {"state": order.state, "allowed_actions": sorted(order.offered)})


def act(order: Order, action: str, precondition: str) -> Answer:
    """Predict one of the five actions."""
    refusal = unguarded(precondition)
    if refusal is None and action not in order.offered:
        refusal = not_allowed(order)
    if refusal is not None:
        return refusal
    return _ACTIONS[action](order) or Answer(200)


def _confirm(order: Order) -> None:
    if not order.confirmed:
        order.expect("confirm", "applicant")
    order.confirmed = True


def _withdraw(order: Order) -> None:
    order.held = False
    order.move("withdraw", "applicant", "withdrawn")


def _abandon(order: Order) -> None:
    order.move("abandon", "applicant", "abandoned")


def _submit(order: Order) -> Answer | None:
    refusal = _unready(order, must_be_confirmed=True)
    if refusal is None:
        _send(order, "submit", "pending_authority" if order.provider.straight_on else "first_review")
    return refusal


def _resubmit(order: Order) -> Answer | None:
    is_changed = order.content != order.submitted
    goes_again = not is_changed and order.state == "authority_rejected"
    if goes_again and order.returned_because == "authority":
        return Answer(409, "nothing-changed")
    refusal = _unready(order, must_be_confirmed=is_changed)
    if refusal is not None:
        return refusal
    if goes_again:
        to = "first_review" if order.provider.unchanged_is_reviewed else "pending_authority"
        _send(order, "resubmit_unchanged", to)
    else:
        _send(order, "resubmit", "resubmitted" if order.state == "completion_required" else "first_review")
    return None


def _unready(order: Order, *, must_be_confirmed: bool) -> Answer | None:
    """Return the first thing that stands against a submission: the account, then errors, then the confirmation."""
    if not order.account_verified:
        return Answer(409, "account-not-verified")
    if not order.is_ready:
        return Answer(422, "checks-failed")
    if must_be_confirmed and not order.confirmed:
        return Answer(409, "confirmation-required")
    return None


def _send(order: Order, event: str, come_to: str) -> None:
    order.submitted = order.content
    order.returned_because, order.findings = None, ()
    order.move(event, "applicant", come_to)
    if come_to == "pending_authority" and not order.provider.by_specialist:
        order.handover_by = "worker"


_ACTIONS = {
    "confirm": _confirm,
    "submit": _submit,
    "resubmit": _resubmit,
    "withdraw": _withdraw,
    "abandon": _abandon,
}


def edit(order: Order, change: str, precondition: str) -> Answer:
    """Predict a change of what was entered."""
    if change == "wrong_shape":
        return REFUSED_CHANGES[change]
    refusal = unguarded(precondition)
    if refusal is not None:
        return refusal
    if not order.is_editable:
        return Answer(409, "not-editable")
    if change == "masked_as_shown" and not order.content.mobile_is_right:
        # Shown is the one that is wrong.
        change = "masked_otherwise"
    if change in REFUSED_CHANGES:
        return REFUSED_CHANGES[change]
    changed: Content = replace(order.content, **CONTENT_CHANGES[change])
    if changed != order.content:
        order.touch(changed)
    return Answer(200)


def upload(order: Order, paper: Paper) -> Answer:
    """Predict a paper that is brought."""
    if not order.is_editable:
        return Answer(409, "not-editable")
    order.touch(order.content.with_paper(paper))
    return Answer(201)


def take_back(order: Order, paper: Paper) -> Answer:
    """Predict a paper that is taken away again."""
    if not order.is_editable:
        return Answer(409, "not-editable")
    order.touch(order.content.without_paper(paper))
    return Answer(204)


def show_face(order: Order) -> Answer:
    """Predict that a picture that was brought is handed in as a look at the face."""
    if not order.is_editable:
        return Answer(409, "not-editable")
    order.face = "needs_review"
    order.was_touched = True
    return Answer(201)
