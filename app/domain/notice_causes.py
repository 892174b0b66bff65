"""What notices are sent of: which event is which cause, and whether it still holds when the notice goes out."""

from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from app.domain.deadlines import DeadlineKind
from app.domain.expiries import EXPIRY_KINDS
from app.domain.feed import FeedEvent, FeedEventType
from app.domain.filing_states import UNDER_REVIEW, Event, State
from app.domain.filings import Filing


class NoticeCause(StrEnum):
    """What somebody is told of."""

    HANDED_OVER = "handed_over"
    SENT_BACK = "sent_back"
    COMPLETION_WANTED = "completion_wanted"
    PAPERS_BY_POST = "papers_by_post"
    POSTED_RECEIVED = "posted_received"
    AUTHORITY_REJECTED = "authority_rejected"
    SMS_MISSED = "sms_missed"
    APPROVED = "approved"
    IDLE_EXPIRED = "idle_expired"
    SMS_WAITING = "sms_waiting"
    IDLE = "idle"
    QR_HANDOVER = "qr_handover"
    CERTIFICATE_EXPIRY = "certificate_expiry"
    DOMAIN_EXPIRY = "domain_expiry"
    RESOURCE_EXPIRY = "resource_expiry"
    CODE_EXPIRY = "code_expiry"
    DUTY_REMINDER = "duty_reminder"
    DUTY_OVERDUE = "duty_overdue"
    DUTY_ESCALATED = "duty_escalated"
    TRANSFER_OFFERED = "transfer_offered"
    FIRST_REVIEW_DUE = "first_review_due"
    HANDOVER_DUE = "handover_due"
    AUTHORITY_LATE = "authority_late"
    SECOND_LOOK = "second_look"
    FILING_HELD = "filing_held"
    DUTY_STUCK = "duty_stuck"

    @property
    def rule(self) -> "NoticeRule":
        """Return the rule that says how it is told."""
        return NoticeRule[self.name]


class NoticeRule(StrEnum):
    """The rules asked for here: how each cause is told."""

    HANDED_OVER = "notices.handed_over"
    SENT_BACK = "notices.sent_back"
    COMPLETION_WANTED = "notices.completion_wanted"
    PAPERS_BY_POST = "notices.papers_by_post"
    POSTED_RECEIVED = "notices.posted_received"
    AUTHORITY_REJECTED = "notices.authority_rejected"
    SMS_MISSED = "notices.sms_missed"
    APPROVED = "notices.approved"
    IDLE_EXPIRED = "notices.idle_expired"
    SMS_WAITING = "notices.sms_waiting"
    IDLE = "notices.idle"
    QR_HANDOVER = "notices.qr_handover"
    CERTIFICATE_EXPIRY = "notices.certificate_expiry"
    DOMAIN_EXPIRY = "notices.domain_expiry"
    RESOURCE_EXPIRY = "notices.resource_expiry"
    CODE_EXPIRY = "notices.code_expiry"
    DUTY_REMINDER = "notices.duty_reminder"
    DUTY_OVERDUE = "notices.duty_overdue"
    DUTY_ESCALATED = "notices.duty_escalated"
    TRANSFER_OFFERED = "notices.transfer_offered"
    FIRST_REVIEW_DUE = "notices.first_review_due"
    HANDOVER_DUE = "notices.handover_due"
    AUTHORITY_LATE = "notices.authority_late"
    SECOND_LOOK = "notices.second_look"
    FILING_HELD = "notices.filing_held"
    DUTY_STUCK = "notices.duty_stuck"


_C, _E = NoticeCause, Event
_MOVES = MappingProxyType(
    {
        _E.ACCEPTED_SMS_DUE.value: _C.HANDED_OVER,
        _E.REJECT.value: _C.SENT_BACK,
        _E.REQUEST_COMPLETION.value: _C.COMPLETION_WANTED,
        _E.POSTED_RECEIVED.value: _C.POSTED_RECEIVED,
        _E.REJECTED.value: _C.AUTHORITY_REJECTED,
        _E.REFUSED_AT_INTAKE.value: _C.AUTHORITY_REJECTED,
        _E.SMS_EXPIRED.value: _C.SMS_MISSED,
        _E.SMS_ATTEMPTS_SPENT.value: _C.SMS_MISSED,
        _E.APPROVED.value: _C.APPROVED,
        _E.IDLE_EXPIRED.value: _C.IDLE_EXPIRED,
    }
)
_REMINDERS = MappingProxyType(
    {
        DeadlineKind.SMS.value: _C.SMS_WAITING,
        DeadlineKind.IDLE.value: _C.IDLE,
        DeadlineKind.QR_HANDOVER.value: _C.QR_HANDOVER,
        DeadlineKind.CERTIFICATE_EXPIRY.value: _C.CERTIFICATE_EXPIRY,
        DeadlineKind.DOMAIN_EXPIRY.value: _C.DOMAIN_EXPIRY,
        DeadlineKind.RESOURCE_EXPIRY.value: _C.RESOURCE_EXPIRY,
        DeadlineKind.CODE_EXPIRY.value: _C.CODE_EXPIRY,
        DeadlineKind.FIRST_REVIEW.value: _C.FIRST_REVIEW_DUE,
        DeadlineKind.AUTHORITY_HANDOVER.value: _C.HANDOVER_DUE,
        DeadlineKind.AUTHORITY_REVIEW.value: _C.AUTHORITY_LATE,
    }
)
# What belongs to no state: it is true in whatever state the filing is when it is told.
_OF_NO_STATE = frozenset({_C.POSTED_RECEIVED, _C.APPROVED, _C.IDLE_EXPIRED})
_EXPIRIES = frozenset(_REMINDERS[kind] for kind in EXPIRY_KINDS)


def cause_of(event: FeedEvent) -> NoticeCause | None:
    """Return the cause that an event is; None where nobody is told of it but those who follow events."""
    if event.type is FeedEventType.FILING_STATE_CHANGED:
        return _cause_of_move(event)
    if event.type is FeedEventType.DEADLINE_APPROACHING:
        return _cause_of_deadline(event)
    if event.type is FeedEventType.OBLIGATION_DUE:
        return _cause_of_duty(event)
    return None


def _cause_of_move(event: FeedEvent) -> NoticeCause | None:
    happened, to = event.data["event"], event.data["to"]
    if to == State.AWAITING_POSTED_MATERIALS.value:
        return NoticeCause.PAPERS_BY_POST
    if happened == Event.PASS.value:
        # A claim (认领) ends with the provider's own review.
        return NoticeCause.APPROVED if to == State.APPROVED.value else None
    return _MOVES.get(happened)


def _cause_of_deadline(event: FeedEvent) -> NoticeCause | None:
    cause = _REMINDERS.get(event.data["kind"])
    # A link for a phone that ran out is made anew by whoever needs it.
    return None if cause is NoticeCause.QR_HANDOVER and event.data["passed"] else cause


def _cause_of_duty(event: FeedEvent) -> NoticeCause | None:
    told = (
        ("days_left", NoticeCause.DUTY_REMINDER),
        ("overdue", NoticeCause.DUTY_OVERDUE),
        ("escalated", NoticeCause.DUTY_ESCALATED),
        ("gave_up", NoticeCause.DUTY_STUCK),
    )
    return next((cause for name, cause in told if name in event.data), None)


def still_holds(
    cause: NoticeCause, data: dict[str, object], filing: Filing, waits_until: datetime | None, now: datetime
) -> bool:
    """Tell whether a notice about a filing is still worth sending.

    `waits_until` is when the deadline of the kind that it tells of falls due now, None where there is none any more. A
    deadline that has passed, or was moved, is not reminded of; one that was told of as passed stays passed.
    """
    if cause in _OF_NO_STATE:
        return True
    if cause is NoticeCause.SECOND_LOOK:
        return filing.first_look_by is not None and filing.state in UNDER_REVIEW
    if cause is NoticeCause.FILING_HELD:
        return filing.held
    if "kind" not in data:
        return filing.state.value == data["to"]
    if cause not in _EXPIRIES and filing.state.value != data["state"]:
        return False
    if data["passed"]:
        return True
    due_at = datetime.fromisoformat(str(data["due_at"]))
    return now < due_at == waits_until
