"""What the HTTP contract promises of a first filing, written down by hand: nothing of the service is imported here.

`MOVES`    who moves an order from where, and where it may come to
`OFFERED`  what the applicant is offered in each state
`WAITS`    what an order waits for in each state, and how long that may be, in days
"""

from dataclasses import dataclass

EDITABLE = frozenset({"draft", "withdrawn", "first_review_rejected", "completion_required", "authority_rejected"})
REVIEWED = frozenset({"first_review", "resubmitted"})
AT_THE_DESK = REVIEWED | {"awaiting_posted_materials"}
WITH_THE_AUTHORITY = frozenset({"awaiting_sms", "authority_review"})
FINAL = frozenset({"approved", "abandoned"})

_SENT_BACK = {"first_review_rejected", "completion_required", "authority_rejected"}
_FROM_THE_DESK = {"pending_authority", "awaiting_posted_materials"}

Move = tuple[str, str, str, str]


def _all(states: set[str] | frozenset[str], event: str, actor: str, *following: str) -> set[Move]:
    return {(state, event, actor, to) for state in states for to in following}


MOVES: frozenset[Move] = frozenset(
    _all({"draft", "withdrawn"}, "submit", "applicant", "first_review", "pending_authority")
    | _all({"first_review_rejected", "authority_rejected"}, "resubmit", "applicant", "first_review")
    | _all({"completion_required"}, "resubmit", "applicant", "resubmitted")
    | _all({"authority_rejected"}, "resubmit_unchanged", "applicant", "pending_authority", "first_review")
    | _all(AT_THE_DESK | {"pending_authority"}, "withdraw", "applicant", "withdrawn")
    | _all(EDITABLE, "abandon", "applicant", "abandoned")
    | _all(REVIEWED, "pass", "reviewer", *_FROM_THE_DESK)
    | _all(AT_THE_DESK, "reject", "reviewer", "first_review_rejected")
    | _all(AT_THE_DESK, "request_completion", "reviewer", "completion_required")
    | _all({"awaiting_posted_materials"}, "posted_received", "reviewer", "pending_authority")
    | _all({"pending_authority"}, "forward", "worker", "pending_authority")
    | _all({"pending_authority"}, "forward", "reviewer", "pending_authority")
    | _all({"pending_authority"}, "accepted_sms_due", "authority", "awaiting_sms")
    | _all({"pending_authority"}, "refused_at_intake", "authority", "authority_rejected", "pending_authority")
    | _all({"awaiting_sms"}, "sms_all_passed", "authority", "authority_review")
    | _all({"awaiting_sms"}, "sms_attempts_spent", "authority", "authority_rejected")
    | _all({"awaiting_sms"}, "sms_expired", "authority", "authority_rejected")
    | _all({"awaiting_sms"}, "sms_expired", "clock", "authority_rejected")
    | _all({"authority_review"}, "approved", "authority", "approved")
    | _all({"authority_review"}, "rejected", "authority", "authority_rejected")
    | _all(EDITABLE | {"awaiting_posted_materials"}, "idle_expired", "clock", "abandoned")
)
"""What can happen to a first filing here. Left out: a claim's approval by the provider, an authority that wants no
codes, and a result whose messages before it were lost."""

OFFERED: dict[str, frozenset[str]] = {
    "draft": frozenset({"confirm", "submit", "abandon"}),
    "withdrawn": frozenset({"confirm", "submit", "abandon"}),
    **dict.fromkeys(_SENT_BACK, frozenset({"confirm", "resubmit", "abandon"})),
    **dict.fromkeys(AT_THE_DESK | {"pending_authority"}, frozenset({"withdraw"})),
    **dict.fromkeys(WITH_THE_AUTHORITY | FINAL, frozenset[str]()),
}


@dataclass(frozen=True)
class Term:
    """How many days a wait lasts: exactly so many, or between two, where working days count."""

    kind: str
    least: float
    most: float


_IDLE = Term("idle", 60, 60)
WAITS: dict[str, Term] = {
    **dict.fromkeys(EDITABLE | {"awaiting_posted_materials"}, _IDLE),
    **dict.fromkeys(REVIEWED, Term("first_review", 1, 16)),
    "pending_authority": Term("authority_handover", 2, 18),
    "awaiting_sms": Term("sms", 1, 1),
    "authority_review": Term("authority_review", 19, 60),
}
MERE_TARGETS = frozenset({"first_review", "authority_handover", "authority_review"})
"""Waits whose end moves nothing."""

AUTHORITY_LEAST_DAYS = 5
AUTHORITY_MOST_DAYS = 21
AUTHORITY_WORKING_DAYS = 5
SMS_TRIES = 5
SMS_RESENDS = 2
CLAIM_HOURS = 24
ABANDONED_DATA_DAYS = 90
"""So long what was entered for an order that was given up is kept."""

MAGIC_REJECTED = "驳回测试"
MAGIC_CONFLICT = "冲突测试"
MAGIC_OUR_FAULT = "IP未报测试"
MAGIC_BLACKLISTED = "黑名单测试单位"
FOR_GOOD = frozenset({"1064", "1065"})
"""Codes of the authority that no correction cures."""


@dataclass(frozen=True)
class Provider:
    """In what providers differ, as far as an order's life goes."""

    name: str
    straight_on: bool = False
    by_specialist: bool = False
    second_look: bool = False
    by_post: bool = False
    unchanged_is_reviewed: bool = False
