"""Ways of several steps that bring an order to a state, whatever state it is in: chance alone seldom comes so far."""

from collections.abc import Callable

from tests.model.contract import EDITABLE
from tests.model.steps import Steps

_ANOTHER = {"remark_one": "一", "remark_two": "二"}


def reach(steps: Steps, target: str) -> None:
    """Bring an order to a state; where its provider knows none such, to one on the way there."""
    if steps.order.is_final:
        return
    _WAYS[target](steps)


def follow(steps: Steps, what: str) -> None:
    """Let one thing happen, possible or not."""
    _FOLLOWS[what](steps)


def to_the_end_of_the_wait(steps: Steps, *, after: bool) -> None:
    """Let time go on to shortly before or after the end of what is waited for."""
    wait = steps.order.wait
    left = 0.0 if wait is None else (wait.due - steps.order.now).total_seconds() / 3600
    hours = left + (1 / 6 if after else -1 / 6)
    steps.advance(hours=hours if hours > 0 else 1)


def _to_the_applicant(steps: Steps) -> None:
    """Get it back into the applicant's hands, filled in with something new."""
    order = steps.order
    if order.state == "authority_review":
        steps.authority("reject", "1002")
    if order.state == "awaiting_sms":
        to_the_end_of_the_wait(steps, after=True)
    if "withdraw" in order.offered:
        steps.act("withdraw")
    if order.is_editable:
        steps.edit("everything")
        steps.edit(next(name for name, value in _ANOTHER.items() if order.content.remark != value))
        steps.complete()


def _hand_in(steps: Steps) -> None:
    if steps.order.is_editable:
        steps.act("confirm")
        steps.act("submit" if "submit" in steps.order.offered else "resubmit")


def _hand_in_anew(steps: Steps) -> None:
    _to_the_applicant(steps)
    _hand_in(steps)


def _to_first_review(steps: Steps) -> None:
    if steps.order.state != "first_review":
        _to_the_applicant(steps)
        _hand_in(steps)


def _named(site: str) -> Callable[[Steps], None]:
    def way(steps: Steps) -> None:
        _to_the_applicant(steps)
        if steps.order.is_editable:
            steps.edit(site)
            _hand_in(steps)
            _on_to_the_authority(steps, by_post=False)

    return way


def _on_to_the_authority(steps: Steps, *, by_post: bool) -> None:
    while steps.order.state in ("first_review", "resubmitted", "awaiting_posted_materials"):
        steps.go_on(by_post=by_post)
    if steps.order.state == "pending_authority" and not steps.order.held:
        steps.go_on()


def _to_sms(steps: Steps) -> None:
    if steps.order.state != "awaiting_sms":
        _to_first_review(steps)
        _on_to_the_authority(steps, by_post=False)


def _to_authority_review(steps: Steps) -> None:
    if steps.order.state != "authority_review":
        _to_sms(steps)
        if steps.order.state == "awaiting_sms":
            steps.go_on()


def _sent_back(outcome: str) -> Callable[[Steps], None]:
    def way(steps: Steps) -> None:
        _to_first_review(steps)
        steps.decide(_claimed(steps), outcome, "name")

    return way


def _claimed(steps: Steps) -> str:
    """Let the reviewer claim it who may: whoever took the first look takes no other one."""
    desk = steps.order.desk
    who = "colleague" if desk.looked == "backend" else "backend"
    if desk.holder not in (None, who):
        steps.release(str(desk.holder))
    steps.claim(who)
    return who


def _to_resubmitted(steps: Steps) -> None:
    if steps.order.state != "resubmitted":
        _sent_back("request_completion")(steps)
        if steps.order.state == "completion_required":
            steps.go_on()


def _to_posted(steps: Steps) -> None:
    if steps.order.state != "awaiting_posted_materials":
        _to_first_review(steps)
        if steps.order.state == "first_review":
            steps.go_on(by_post=True)


def _to_posted_again(steps: Steps) -> None:
    _to_resubmitted(steps)
    if steps.order.state == "resubmitted":
        steps.go_on(by_post=True)


def _posted(outcome: str) -> Callable[[Steps], None]:
    """Come to the papers by post, and let what they wait for happen: they come, or the order goes back without them."""

    def way(steps: Steps) -> None:
        _to_posted(steps)
        if steps.order.state == "awaiting_posted_materials" and outcome == "received":
            steps.posted("colleague")
        elif steps.order.state == "awaiting_posted_materials":
            _decide(outcome)(steps)

    return way


def _erased(steps: Steps) -> None:
    """Give an order up, and let the time go by for which what was entered is kept."""
    _to_the_applicant(steps)
    _next_order(steps)
    if steps.order.kept_until is not None:
        steps.advance(hours=(steps.order.kept_until - steps.order.now).total_seconds() / 3600 + 1 / 6)


def _idle_after(outcome: str) -> Callable[[Steps], None]:
    """Let an order that was sent back stand until it is given up."""

    def way(steps: Steps) -> None:
        _sent_back(outcome)(steps)
        to_the_end_of_the_wait(steps, after=True)

    return way


def _to_pending(steps: Steps) -> None:
    _to_first_review(steps)
    if steps.order.state == "first_review":
        steps.go_on()


def _to_withdrawn(steps: Steps) -> None:
    _to_first_review(steps)
    steps.act("withdraw")


def _timed_out(steps: Steps) -> None:
    _to_sms(steps)
    if steps.order.state == "awaiting_sms":
        to_the_end_of_the_wait(steps, after=True)


def _tried_too_often(steps: Steps) -> None:
    _to_sms(steps)
    _mistype(steps)


def _mistype(steps: Steps) -> None:
    for _ in range(6):
        steps.enter(0, "wrong")


def _rejected(steps: Steps) -> None:
    _to_authority_review(steps)
    steps.authority("reject", "1003")


def _decide(outcome: str) -> Callable[[Steps], None]:
    def way(steps: Steps) -> None:
        steps.decide(_claimed(steps), outcome, None if outcome == "pass" else "certificate")

    return way


def _next_order(steps: Steps) -> None:
    if steps.order.state in EDITABLE:
        steps.act("abandon")


_WAYS: dict[str, Callable[[Steps], None]] = {
    "where it is": lambda steps: None,
    "first_review": _to_first_review,
    "first_review_rejected": _sent_back("reject"),
    "completion_required": _sent_back("request_completion"),
    "resubmitted": _to_resubmitted,
    "awaiting_posted_materials": _to_posted,
    "awaiting_posted_materials again": _to_posted_again,
    "posted": _posted("received"),
    "posted, rejected": _posted("reject"),
    "posted, completed": _posted("request_completion"),
    "idle after a rejection": _idle_after("reject"),
    "idle after a completion": _idle_after("request_completion"),
    "pending_authority": _to_pending,
    "held": _named("site_our_fault"),
    "refused at intake": _named("site_conflict"),
    "awaiting_sms": _to_sms,
    "timed out": _timed_out,
    "tried too often": _tried_too_often,
    "authority_review": _to_authority_review,
    "to be rejected": _named("site_rejected"),
    "rejected": _rejected,
    "withdrawn": _to_withdrawn,
    "erased": _erased,
    "with the applicant": _to_the_applicant,
}
_FOLLOWS: dict[str, Callable[[Steps], None]] = {
    "withdraw": lambda steps: steps.act("withdraw"),
    "abandon": _next_order,
    "resubmit": lambda steps: steps.act("resubmit"),
    "hand in": _hand_in,
    "hand in something new": _hand_in_anew,
    "the end": lambda steps: to_the_end_of_the_wait(steps, after=True),
    "almost the end": lambda steps: to_the_end_of_the_wait(steps, after=False),
    "reject": _decide("reject"),
    "request completion": _decide("request_completion"),
    "pass": _decide("pass"),
    "go on": lambda steps: steps.go_on(),
    "go on by post": lambda steps: steps.go_on(by_post=True),
    "mistype": _mistype,
    "the authority's word": lambda steps: steps.advance(working_days=6),
}
TARGETS = tuple(_WAYS)
FOLLOWS = tuple(_FOLLOWS)
