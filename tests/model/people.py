"""What those are answered who enter codes, and what the authority's word by hand does."""

from tests.model import contract
from tests.model.applicant import not_allowed
from tests.model.order import Order
from tests.model.told import Answer

_OVER = {"attempts": Answer(409, "sms-returned"), "timeout": Answer(410, "sms-code-expired")}
_WRONG = Answer(422, "sms-code-wrong")


def enter(order: Order, person: int, what: str) -> Answer:
    """Predict a code that somebody enters: `right`, some `wrong` one, or with a certificate that is not theirs."""
    codes = order.latest_codes
    if codes is None or what == "not_their_certificate":
        return _WRONG
    if codes.ended in _OVER:
        return _OVER[codes.ended]
    if what == "right":
        if person not in codes.verified:
            codes.right(person)
            if codes.ended == "passed":
                order.move("sms_all_passed", "authority", "authority_review")
        facts = {"verified": True, "all_verified": not codes.waiting_for, "waiting_for": codes.waiting_for}
        return Answer(200, facts=facts)
    if person in codes.verified or codes.ended == "passed":
        # Nothing is awaited of this person: it is wrong like a stranger's, and costs the order no try.
        return _WRONG
    left = codes.mistyped()
    if left is not None:
        return Answer(422, "sms-code-wrong", {"tries_left": left})
    order.move("sms_attempts_spent", "authority", "authority_rejected")
    order.findings = ("sms_attempts",)
    return _OVER["attempts"]


def send_again(order: Order, person: int) -> Answer:
    """Predict that the applicant asks for a new code."""
    codes = order.sms
    if order.state != "awaiting_sms" or codes is None or person in codes.verified:
        return not_allowed(order)
    if not codes.resends_left(person):
        return Answer(409, "resends-spent")
    codes.resends[person] = codes.resends.get(person, 0) + 1
    return Answer(202, facts={"resends_left": codes.resends_left(person)})


def decide(order: Order, outcome: str, code: str | None) -> Answer:
    """Predict the authority's decision by hand."""
    if order.state != "authority_review":
        return not_allowed(order)
    if outcome == "accept":
        order.move("approved", "authority", "approved")
    else:
        order.move("rejected", "authority", "authority_rejected")
        order.findings = (_FINDINGS[code],)
        order.refused_for_good = code in contract.FOR_GOOD
    return Answer(200)


_FINDINGS: dict[str | None, str] = {
    None: "authority_refused",
    "1002": "authority_refused",
    "1003": "subject_conflict",
    "1008": "cert_refused",
    "1064": "service_blacklisted",
    "1065": "subject_blacklisted",
}
"""What the authority's codes mean to the applicant."""
CODES = (None, "1002", "1003", "1008", "1064", "1065")
