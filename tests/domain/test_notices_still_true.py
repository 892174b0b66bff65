"""A notice that waited, for the morning or for a mail server, goes out only if it is still true."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.filing_body import FilingBody
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.filings import Filing
from app.domain.notice_causes import NoticeCause, still_holds

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
A_FILING = Filing(
    id="fil_1",
    provider_id="prov_1",
    account_id="acct_1",
    filing_type=FilingType.FIRST_FILING,
    channel="app",
    state=State.DRAFT,
    revision=1,
    type_verification_id=None,
    products=(),
    body=FilingBody(),
    created_at=NOW,
    updated_at=NOW,
    rules_as_of=NOW.date(),
    rulebook_digest="",
)
SOON, LATER = NOW + timedelta(hours=3), NOW + timedelta(days=3)


def told(due_at: datetime, state: State = State.AWAITING_SMS, *, passed: bool = False) -> dict[str, Any]:
    return {"kind": "sms", "due_at": due_at.isoformat(), "state": state.value, "passed": passed}


TO_REJECTED = {"event": "reject", "to": "first_review_rejected"}


@pytest.mark.parametrize(
    ("cause", "data", "filing", "waits_until", "holds"),
    [
        (NoticeCause.SENT_BACK, TO_REJECTED, {"state": State.FIRST_REVIEW_REJECTED}, None, True),
        (NoticeCause.SENT_BACK, TO_REJECTED, {"state": State.FIRST_REVIEW}, None, False),
        (NoticeCause.APPROVED, {"to": "approved"}, {"state": State.APPROVED}, None, True),
        (NoticeCause.POSTED_RECEIVED, {"to": "pending_authority"}, {"state": State.AWAITING_SMS}, None, True),
        (NoticeCause.SMS_WAITING, told(SOON), {"state": State.AWAITING_SMS}, SOON, True),
        (NoticeCause.SMS_WAITING, told(SOON), {"state": State.AUTHORITY_REVIEW}, SOON, False),
        (NoticeCause.SMS_WAITING, told(SOON), {"state": State.AWAITING_SMS}, LATER, False),
        (NoticeCause.SMS_WAITING, told(SOON), {"state": State.AWAITING_SMS}, None, False),
        (NoticeCause.SMS_WAITING, told(NOW), {"state": State.AWAITING_SMS}, NOW, False),
        (NoticeCause.CERTIFICATE_EXPIRY, told(SOON, State.DRAFT), {"state": State.FIRST_REVIEW}, SOON, True),
        (NoticeCause.FIRST_REVIEW_DUE, told(NOW, State.DRAFT, passed=True), {"state": State.DRAFT}, None, True),
        (NoticeCause.FIRST_REVIEW_DUE, told(NOW, State.DRAFT, passed=True), {"state": State.WITHDRAWN}, None, False),
        (NoticeCause.SECOND_LOOK, {}, {"state": State.FIRST_REVIEW, "first_look_by": "one"}, None, True),
        (NoticeCause.SECOND_LOOK, {}, {"state": State.FIRST_REVIEW, "first_look_by": None}, None, False),
        (NoticeCause.SECOND_LOOK, {}, {"state": State.WITHDRAWN, "first_look_by": "one"}, None, False),
        (NoticeCause.FILING_HELD, {}, {"state": State.PENDING_AUTHORITY, "held": True}, None, True),
        (NoticeCause.FILING_HELD, {}, {"state": State.PENDING_AUTHORITY, "held": False}, None, False),
    ],
)
def test_what_is_over_is_not_told(
    cause: NoticeCause,
    data: dict[str, object],
    filing: dict[str, Any],
    waits_until: datetime | None,
    holds: bool,
) -> None:
    assert still_holds(cause, data, replace(A_FILING, **filing), waits_until, NOW) is holds
